import type { DataFormat } from '../../../domain/data-format'
import { parseMapping } from '../../../domain/ingestion-mapping'
import { mappingKindOf, mappingNamed } from '../../../domain/mapping-kind'
import type { Target } from '../../../domain/schema/inspection'
import type { SourceRequest } from '../../../domain/schema/source'
import type { Foreseen, LandedValues } from '../../../domain/schema/values'
import { sumForeseen } from '../../../domain/value-accounting'
import { createCatalogReader } from '../../kusto/catalog-reader'
import type { KustoConnection } from '../../kusto/connection'
import type { StartJobRequest } from '../../studio-services'
import type { ClusterAccess } from '../../kusto/cluster-access'
import { inspectedSource, kindOf } from '../kinds/source-kinds'
import type { JobRecord, SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import type { Foresee, SourceToForesee } from './foresight'
import { landedValues } from './landed-values'

/** What finding out about values needs. */
export interface ValueParts {
  readonly accessTo: (clusterUri: string) => Promise<ClusterAccess>
  readonly closing: AbortSignal
  readonly host: {
    readonly log: (scope: string, message: string, error?: unknown) => void
    readonly foresee?: Foresee | undefined
  }
}

/** Of a job with more sources only a sample is read: all of them would take longer than sending them. */
const mostSources = 200
const sampledSources = 20

/** Reads a job's sources while they are sent, to know what should land in each column. */
export async function foreseeValues(
  { host, accessTo, closing }: ValueParts,
  job: LiveJob,
  { sources }: StartJobRequest,
): Promise<void> {
  const { foresee, log } = host
  if (foresee === undefined || job.record.tag === null) return
  // What is left of each source is known once its records are parted.
  if (job.record.leaveOut !== null) return
  job.beginValueCheck()
  let foreseen: Foreseen | null = null
  try {
    const target = accessTo(job.record.clusterUri).then(({ connection }) =>
      targetOf(connection, job.record, job.sources[0]?.format, closing),
    )
    const isSample = sources.length > mostSources
    const stride = isSample ? Math.floor(sources.length / sampledSources) : 1
    const wanted = sources.map((request, index) =>
      index % stride === 0 ? toForesee(request, job.sources[index]) : null,
    )
    foreseen = await foresee(target, wanted, closing, isSample ? 'sample' : 'whole')
  } catch (error) {
    // The values are then told as they landed, without what they should have been.
    if (!closing.aborted) log('jobs', 'The values of a job could not be foreseen', error)
  }
  job.endValueCheck({ foreseen })
}

/** Counts the values that landed, once all of a job's rows have. */
export async function countLandedValues(
  { host, accessTo, closing }: ValueParts,
  job: LiveJob,
): Promise<void> {
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
  job.endValueCheck({ landedValues: values, ...foreseenOfParted(job) })
}

/** What should have landed of a job that left records out: what parting its sources told. */
function foreseenOfParted({ record, sources }: LiveJob): { readonly foreseen?: Foreseen | null } {
  if (record.leaveOut === null) return {}
  return { foreseen: sumForeseen(sources.map(({ leftOut }) => leftOut?.kept ?? null)) }
}

/**
 * The columns and the mapping that a job's records go to.
 *
 * @param format The sources' format, as far as it is known: a name may stand for a mapping of each kind.
 * @throws StudioError
 */
export async function targetOf(
  connection: KustoConnection,
  {
    database,
    table,
    mappingReference,
    mappingText,
  }: Pick<JobRecord, 'database' | 'table' | 'mappingReference' | 'mappingText'>,
  format: DataFormat | undefined,
  signal?: AbortSignal,
): Promise<Target> {
  const reader = createCatalogReader(connection)
  const columns = await reader.columns(database, table, { signal })
  const target = { table: { database, table }, columns, mapping: null }
  if (mappingText !== null) return { ...target, mapping: parseMapping(mappingText) }
  if (mappingReference === null) return target
  const kind = format === undefined ? undefined : mappingKindOf(format)
  const mappings = await reader.mappings(database, table, { signal })
  return { ...target, mapping: mappingNamed(mappings, mappingReference, kind)?.columns ?? null }
}

function toForesee(request: SourceRequest, record: SourceRecord | undefined): SourceToForesee | null {
  const source = inspectedSource(request)
  if (record === undefined || source === null) return null
  const { format, ignoreFirstRecord } = record
  const reading = record.reading ?? { format, ignoreFirstRecord, encoding: 'utf-8', skipLines: 0 }
  const { look } = request
  const { mostBytesInspected: mostBytes } = kindOf(request)
  return { source, reading, mostBytes, ...(look === undefined ? {} : { look }) }
}
