import { stat } from 'node:fs/promises'
import { expectedRecords, ignoresFirstRecord, treatmentOf } from '../../../domain/source-treatment'
import { StudioError } from '../../../domain/studio-error'
import { withDeadline } from '../../deadline'
import { countWholeFile } from '../../sources/count-records'
import { countBlobRecords } from './blob-records'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import type { Permits } from '../../../domain/concurrency/permits'
import { accountForSources } from '../tracking/source-settlement'

/** Counting one source gives up after this time: as much as the service takes is read in far less. */
const countWithinMs = 600_000

/** What counting the records of a source needs. */
export interface SourceCount {
  readonly job: LiveJob
  /** Full URI of a blob of the user's own; undefined when its secret is not known any more. */
  readonly uriOf: (source: SourceRecord) => string | undefined
  /** Sources that are counted at once, over all jobs. */
  readonly countPermits: Permits
  /** Fires when the studio closes. */
  readonly closing: AbortSignal
}

/**
 * Whether the records of a source are still to be counted by reading it beside its upload. What is cut into
 * blobs is counted as it is cut.
 */
export function needsCount({ kind, format, compression, expected }: SourceRecord): boolean {
  if (expected !== null) return false
  // Its upload reads the footer, which says how many there are.
  const saysItself = format === 'parquet' && compression === 'none'
  return kind === 'blob' || (treatmentOf(format, compression) !== 'cut' && !saysItself)
}

/**
 * Counts the records of a source beside its way to the service, which does not wait for it; its job is not at
 * rest before. What cannot be counted stays unknown: the service says what is wrong with the source.
 */
export async function countSource(count: SourceCount, source: SourceRecord): Promise<void> {
  const { job, countPermits, closing } = count
  const unwanted = job.beginCount(source)
  if (unwanted === undefined) return
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  for (const signal of [unwanted, closing]) signal.addEventListener('abort', stop)
  await countPermits.take()
  let expected: number | null = null
  try {
    if (unwanted.aborted || closing.aborted) return
    const options = { what: 'Counting the records', timeoutMs: countWithinMs, signal: controller.signal }
    expected = await withDeadline(options, (within) => readExpected(count, source, within))
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
  } finally {
    countPermits.give()
    for (const signal of [unwanted, closing]) signal.removeEventListener('abort', stop)
    // Closed under way, the job stays open in the journal: the next start counts again.
    if (!closing.aborted) {
      job.endCount(source, expected)
      accountForSources(job)
    }
  }
}

async function readExpected(
  { uriOf }: SourceCount,
  source: SourceRecord,
  signal: AbortSignal,
): Promise<number | null> {
  if (source.kind === 'blob') {
    const uri = uriOf(source)
    return uri === undefined ? null : expectedRecords(await countBlobRecords(uri, source, signal), source)
  }
  const { location, format, compression } = source
  const content = { format, compression, ignoreFirstRecord: ignoresFirstRecord(source) }
  const expected = await countWholeFile(location, content, signal)
  return (await isAsNoted(source)) ? expected : null
}

/** A file that was changed since is counted as what it is now, which says nothing of what was sent. */
async function isAsNoted({ location, sizeBytes, modifiedAt }: SourceRecord): Promise<boolean> {
  if (modifiedAt === null) return true
  const stats = await stat(location).catch(() => undefined)
  return stats?.size === sizeBytes && stats.mtimeMs === modifiedAt
}
