import type { DiskSpace } from '../../free-space'
import { assertRoomFor } from '../../room-on-disk'
import { kindOf } from '../kinds/source-kinds'
import type { JobRecord, SourceRecord } from '../state/job-record'

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
  space?: (folder: string) => Promise<DiskSpace | undefined>,
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

const orFewer = 'Make room there, or send fewer sources at once.'
