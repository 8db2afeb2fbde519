import { canTake } from '../../../domain/source-state'
import { countTable } from '../../tables/count-table'
import type { SourceStores } from '../kinds/source-kind'
import { kindOf } from '../kinds/source-kinds'
import type { JobRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { otherJobs } from '../state/other-jobs'
import type { JobStore } from '../state/job-store'
import { whenRead } from '../values/being-read'
import { countLandedValues, type ValueParts } from '../values/check-values'

/** What finishing a job needs. */
interface FinishParts extends SourceStores, ValueParts {
  readonly store: Pick<JobStore, 'history' | 'live'>
  readonly host: ValueParts['host'] & {
    readonly snapshots?: { after(job: JobRecord): void } | undefined
  }
}

/**
 * Ends a job: counts the values that landed, drops what only its sources needed, keeps how the table is, and counts the table if tracking could
 * not.
 */
export async function finishJob(parts: FinishParts, job: LiveJob): Promise<void> {
  const { accessTo, pastes, blobUris, converted, closing, host } = parts
  await whenRead(job)
  await countLandedValues(parts, job)
  // What is kept is how the table was with the job's rows.
  if (job.record.undoneAt === null) host.snapshots?.after(job.record)
  for (const source of job.sources) {
    if (source.state.kind === 'unknown' || canTake(source.state, 'retry')) continue
    await kindOf(source).forget(source, { pastes, blobUris, converted })
  }
  // Tracking has counted it with the last rows.
  if (job.record.rowsAfter !== null) return
  const { clusterUri, database, table } = job.record
  try {
    const { connection } = await accessTo(clusterUri)
    const others = otherJobs(parts.store, job.record)
    const where = { database, table }
    const count = await countTable(connection, where, others.tags, { clock: job.clock, signal: closing })
    if (typeof count.rows !== 'number') throw count.rows ?? new Error('No rows were counted')
    job.setRowsAfter(count.rows, others.rows(count.rowsUnder))
  } catch (error) {
    if (!closing.aborted) host.log('jobs', 'The rows after a job could not be counted', error)
  }
}
