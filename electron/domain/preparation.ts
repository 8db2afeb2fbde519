import type { Preparation } from './schema/preparation'

/** Whether anything has to be done to the bytes on their way; if not, they are sent as they are. */
export function changesBytes({ reading, leaveOut, convert }: Preparation): boolean {
  return (
    reading.encoding !== 'utf-8' ||
    reading.skipLines > 0 ||
    reading.comment !== undefined ||
    reading.delimiter !== undefined ||
    reading.backslashQuotes === true ||
    leaveOut.length > 0 ||
    convert.length > 0
  )
}
