import type { Preparation } from './schema/preparation'

/** Whether anything has to be done to the bytes on their way; if not, they are sent as they are. */
export function changesBytes({ reading, leaveOut }: Preparation): boolean {
  return (
    reading.encoding !== 'utf-8' ||
    reading.skipLines > 0 ||
    reading.comment !== undefined ||
    reading.delimiter !== undefined ||
    reading.backslashQuotes === true ||
    (reading.conversions ?? []).length > 0 ||
    leaveOut.length > 0
  )
}
