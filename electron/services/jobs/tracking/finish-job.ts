import { canTake } from '../../../domain/source-state'
import { createCatalogReader } from '../../kusto/catalog-reader'
import type { SourceStores } from '../kinds/source-kind'
import { kindOf } from '../kinds/source-kinds'
import type { JobRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { countLandedValues, type ValueParts } from '../values/check-values'

/** What finishing a job needs. */
interface FinishParts extends SourceStores, ValueParts {
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
  await countLandedValues(parts, job)
  host.snapshots?.after(job.record)
  for (const source of job.sources) {
    if (source.state.kind === 'unknown' || canTake(source.state, 'retry')) continue
    await kindOf(source).forget(source, { pastes, blobUris, converted })
  }
  // Tracking has counted it with the last rows.
  if (job.record.rowsAfter !== null) return
  const { clusterUri, database, table } = job.record
  try {
    const { connection } = await accessTo(clusterUri)
    const reader = createCatalogReader(connection)
    job.setRowsAfter(await reader.rowCount(database, table, { signal: closing }))
  } catch (error) {
    if (!closing.aborted) host.log('jobs', 'The rows after a job could not be counted', error)
  }
}
