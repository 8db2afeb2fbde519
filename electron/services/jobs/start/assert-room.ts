import { StudioError } from '../../../domain/studio-error'
import { spaceAt, type DiskSpace } from '../../free-space'
import { kindOf } from '../kinds/source-kinds'
import type { JobRecord, SourceRecord } from '../state/job-record'

/** Room that stays for the journal and the log. */
const reservedBytes = 64 * 1_048_576

/**
 * Checks that what a job writes to the disk with the home folder fits there: copies that it converts, and for the local
 * cluster its blobs and rows, which take about half of what the sources do.
 *
 * @param keepsRows Whether the job's cluster keeps its data on that disk.
 * @throws StudioError `DiskFull` with the room that is needed and the room that is there.
 */
export async function assertRoom(
  homeFolder: string,
  { job, sources }: { readonly job: JobRecord; readonly sources: readonly SourceRecord[] },
  keepsRows: boolean,
  space: (folder: string) => Promise<DiskSpace | undefined> = spaceAt,
): Promise<void> {
  let copied = 0
  let kept = 0
  for (const source of sources) {
    if (!kindOf(source).isUploaded) continue
    const bytes = source.sizeBytes ?? 0
    if (source.reading !== null || job.leaveOut !== null) copied += source.rawDataSizeBytes ?? bytes
    if (keepsRows) kept += source.compression === 'none' ? bytes / 2 : bytes
  }
  const what = copied > 0 ? 'Converting these sources' : 'Keeping these sources in the local cluster'
  await assertRoomFor(homeFolder, { what, needed: copied + kept, nextStep: orFewer }, space)
}

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

const orFewer = 'Make room there, or send fewer sources at once.'

/** How much there is, rounded up, for a person to read. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576).toLocaleString('en-US')} MB`
}
