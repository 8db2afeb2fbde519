import type { DataFormat } from '../../../domain/data-format'
import { parseMapping } from '../../../domain/ingestion-mapping'
import { mappingKindOf, mappingNamed } from '../../../domain/mapping-kind'
import type { InspectionSource, Target } from '../../../domain/schema/inspection'
import type { SourceRequest } from '../../../domain/schema/source'
import type { Foreseen, LandedValues } from '../../../domain/schema/values'
import { lossesOf } from '../../../domain/source-losses'
import { isSettled } from '../../../domain/source-state'
import { sumForeseen } from '../../../domain/value-accounting'
import { createCatalogReader } from '../../kusto/catalog-reader'
import type { KustoConnection } from '../../kusto/connection'
import type { Clock } from '../../../domain/concurrency/clock'
import type { ClusterAccess } from '../../kusto/cluster-access'
import { kindOf } from '../kinds/source-kinds'
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

/** If nobody looked into more sources than this, they are read one by one only until the job waits for nothing else. */
const mostSources = 200
/** The job waits so long for that, once all else is done. */
const patienceMs = 10_000

/** What to read of one source; null stands for a source that is not read here. */
interface InspectedSource {
  readonly source: InspectionSource | null
  readonly look?: SourceRequest['look']
}

/**
 * Reads a job's sources while they are sent, to know what should land in each column.
 *
 * @param inspected Finds what to read of one of them.
 */
export async function foreseeValues(
  { host, accessTo, closing, clock }: ValueParts & { readonly clock: Clock },
  job: LiveJob,
  inspected: (index: number) => InspectedSource | Promise<InspectedSource>,
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
    const found = await Promise.all(
      job.sources.map(async (record, index) => ({ record, ...(await inspected(index)) })),
    )
    const isMany = found.filter(({ look }) => look === undefined).length > mostSources
    const wanted = found.map((one) => toForesee(job, one))
    foreseen = await foresee(target, wanted, {
      signal: closing,
      extent: isMany ? 'sample' : 'whole',
      ...(isMany ? { isEnough: endOfPatience(job, clock) } : {}),
    })
  } catch (error) {
    // The values are then told as they landed, without what they should have been.
    if (!closing.aborted) log('jobs', 'The values of a job could not be foreseen', error)
  }
  job.endValueCheck({ foreseen })
}

/** Says whether a job has waited long enough for its values to be foreseen. */
function endOfPatience(job: LiveJob, clock: Clock): () => boolean {
  let settledAt: number | undefined
  return () => {
    if (job.sources.some(({ state }) => !isSettled(state))) return false
    settledAt ??= clock.elapsed()
    return clock.elapsed() - settledAt > patienceMs
  }
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

function toForesee(
  job: LiveJob,
  { source, look, record }: InspectedSource & { readonly record: SourceRecord },
): SourceToForesee | null {
  if (source === null) return null
  const { format, ignoreFirstRecord } = record
  const reading = record.reading ?? { format, ignoreFirstRecord, encoding: 'utf-8', skipLines: 0 }
  const { mostBytesInspected: mostBytes } = kindOf(record)
  const told = (foreseen: Foreseen): void => job.learn(record, { losses: lossesOf(foreseen) })
  return { source, reading, mostBytes, told, ...(look === undefined ? {} : { look }) }
}
