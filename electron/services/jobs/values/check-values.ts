import type { LandedValues } from '../../../domain/schema/values'
import { createCatalogReader } from '../../kusto/catalog-reader'
import type { StartJobRequest } from '../../studio-services'
import type { JobContext } from '../job-context'
import type { LiveJob } from '../state/live-job'
import { landedValues } from './landed-values'

type Parts = Pick<JobContext, 'accessTo' | 'closing'> & {
  readonly host: Pick<JobContext['host'], 'log' | 'foresee'>
}

/** Reads a job's sources while they are sent, to know what should land in each column. */
export async function foreseeValues(
  { host, accessTo, closing }: Parts,
  job: LiveJob,
  request: StartJobRequest,
): Promise<void> {
  const { foresee, log } = host
  if (foresee === undefined || job.record.tag === null) return
  job.beginValueCheck()
  const { clusterUri, database, table, mappingReference } = job.record
  let foreseen = null
  try {
    const { connection } = await accessTo(clusterUri)
    const columns = await createCatalogReader(connection).columns(database, table, { signal: closing })
    const { sources } = request
    foreseen = await foresee(
      { clusterUri, database, table, columns, mapping: mappingReference, sources },
      closing,
    )
  } catch (error) {
    // The values are then told as they landed, without what they should have been.
    if (!closing.aborted) log('jobs', 'The values of a job could not be foreseen', error)
  }
  job.endValueCheck({ foreseen })
}

/** Counts the values that landed, once all of a job's rows have. */
export async function countLandedValues({ host, accessTo, closing }: Parts, job: LiveJob): Promise<void> {
  const { clusterUri, database, table, tag, landed } = job.record
  if (host.foresee === undefined || tag === null || landed === null || landed === 0) return
  job.beginValueCheck()
  let values: LandedValues | null = null
  try {
    const { connection } = await accessTo(clusterUri)
    const columns = await createCatalogReader(connection).columns(database, table, { signal: closing })
    values = await landedValues(connection, { database, table, tag }, columns, closing)
  } catch (error) {
    if (!closing.aborted) host.log('jobs', 'The values of a job could not be counted', error)
  }
  job.endValueCheck({ landedValues: values })
}
