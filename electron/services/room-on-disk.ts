import { StudioError } from '../domain/studio-error'
import { spaceAt, type DiskSpace } from './free-space'

/** Room that stays for the journal and the log. */
const reservedBytes = 64 * 1_048_576

/**
 * Checks that there is room on the disk with the home folder for so many bytes more.
 *
 * @param use `what` starts the sentence in the error.
 * @throws StudioError `DiskFull` with the room that is needed and the room that is there.
 */
export async function assertRoomFor(
  homeFolder: string,
  use: { readonly what: string; readonly needed: number; readonly nextStep: string },
  space: (folder: string) => Promise<DiskSpace | undefined> = spaceAt,
): Promise<void> {
  const { what, needed, nextStep } = use
  // A little is not worth a question: what is nearly full is told anyway.
  if (needed < reservedBytes / 4) return
  const found = await space(homeFolder)
  if (found === undefined || found.free >= needed + reservedBytes) return
  throw new StudioError(
    'DiskFull',
    `${what} needs about ${megabytes(needed + reservedBytes)} on the disk with the home folder, and ${megabytes(found.free)} are free.`,
    { subject: homeFolder, retryable: true, nextStep },
  )
}

/** How much there is, rounded up, for a person to read. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576).toLocaleString('en-US')} MB`
}
