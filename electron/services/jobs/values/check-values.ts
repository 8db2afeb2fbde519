import type { DataFormat } from '../../../domain/data-format'
import { parseMapping } from '../../../domain/ingestion-mapping'
import { mappingKindOf, mappingNamed } from '../../../domain/mapping-kind'
import type { InspectionSource, Target } from '../../../domain/schema/inspection'
import type { SourceRequest } from '../../../domain/schema/source'
import type { Foreseen, LandedValues } from '../../../domain/schema/values'
import { linesThatAreNoRecords } from '../../../domain/leave-out'
import { lossesOf } from '../../../domain/source-losses'
import { isSettled } from '../../../domain/source-state'
import { sumForeseen } from '../../../domain/value-accounting'
import { createCatalogReader } from '../../kusto/catalog-reader'
import type { KustoConnection } from '../../kusto/connection'
import type { Clock } from '../../../domain/concurrency/clock'
import type { ClusterAccess } from '../../kusto/cluster-access'
import { kindOf } from '../kinds/source-kinds'
import type { RefusalGate } from '../run/refusal-gate'
import type { JobRecord, SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { writeNoRecords, type Separate } from '../upload/separate-source'
import { beginReading } from './being-read'
import type { Foresee, SourceToForesee } from './foresight'
import { landedValues } from './landed-values'

/** What finding out about values needs. */
export interface ValueParts {
  readonly journal: { commit(): Promise<void> }
  readonly accessTo: (clusterUri: string) => Promise<ClusterAccess>
  readonly closing: AbortSignal
  readonly host: {
    readonly log: (scope: string, message: string, error?: unknown) => void
    readonly homeFolder: string
    readonly foresee?: Foresee | undefined
    readonly separate?: Separate | undefined
  }
}

/** If nobody looked into more sources than this, they are read one by one only until the job waits for nothing else. */
const mostSources = 200
/** The job waits so long for that, once all else is done. */
const patienceMs = 10_000

/** What to read of a job's sources, by their numbers. */
interface SourcesToRead {
  /** A look that is there already. */
  look?(index: number): SourceRequest['look']
  /** What to look into, asked for when its turn comes; null: it is not read here. */
  place(index: number): InspectionSource | null | Promise<InspectionSource | null>
}

/**
 * Reads a job's sources while they are sent, to know what should land in each column, and which of their lines are no
 * records: of those no row is expected.
 */
export async function foreseeValues(
  parts: ValueParts & {
    readonly clock: Clock
    readonly trackers: { checkNow(job: LiveJob): Promise<void> }
    readonly gate: RefusalGate
  },
  job: LiveJob,
  sources: SourcesToRead,
): Promise<void> {
  const { host, accessTo, closing, clock, gate } = parts
  const { foresee, log } = host
  const isHeld = job.sources.some(({ sourceId }) => gate.isHolding(sourceId))
  if (foresee === undefined || (job.record.tag === null && !isHeld)) return
  // What is left of each source is known once its records are parted.
  if (job.record.leaveOut !== null) return
  job.beginValueCheck()
  let foreseen: Foreseen | null = null
  let endReading: (() => void) | undefined
  try {
    const target = accessTo(job.record.clusterUri).then(({ connection }) =>
      targetOf(connection, job.record, job.sources[0]?.format, closing),
    )
    const wanted = job.sources.map((record, index) => toForesee(job, record, index, { sources, gate }))
    const isMany = wanted.filter(({ look }) => look === undefined).length > mostSources
    if (!isMany && job.sources.some(({ format }) => format === 'json')) endReading = beginReading(job)
    foreseen = await foresee(target, wanted, {
      signal: closing,
      extent: isMany ? 'sample' : 'whole',
      ...(isMany ? { isEnough: endOfPatience(job, clock) } : {}),
    })
    await writeLinesLeftOut(parts, job, await target)
  } catch (error) {
    // The values are then told as they landed, without what they should have been.
    if (!closing.aborted) log('jobs', 'The values of a job could not be foreseen', error)
  }
  endReading?.()
  job.endValueCheck({ foreseen })
  if (endReading === undefined || closing.aborted) return
  // What was not judged before can be now.
  await parts.trackers
    .checkNow(job)
    .catch((error: unknown) => log('jobs', 'A job could not be looked at after its check', error))
}

/** Writes lines that are no records to reject files, as far as the sources are files here. */
async function writeLinesLeftOut(
  { host, journal, closing }: ValueParts,
  job: LiveJob,
  target: Target,
): Promise<void> {
  const { separate, homeFolder, log } = host
  if (separate === undefined) return
  for (const source of job.sources) {
    const found = source.leftOut
    if (found === null || found.records === 0 || !kindOf(source).isUploaded) continue
    const separation = { job, source, separate, homeFolder, signal: closing, commit: () => journal.commit() }
    try {
      await writeNoRecords(separation, { target, found })
    } catch (error) {
      // They are counted all the same, and the findings name the first of them.
      if (closing.aborted) throw error
      log('jobs', `The lines of “${source.name}” that are no records were not written`, error)
    }
  }
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
  record: SourceRecord,
  index: number,
  { sources, gate }: { readonly sources: SourcesToRead; readonly gate: RefusalGate },
): SourceToForesee {
  const { format, ignoreFirstRecord } = record
  const look = sources.look?.(index)
  return {
    place: () => sources.place(index),
    reading: record.reading ?? { format, ignoreFirstRecord, encoding: 'utf-8', skipLines: 0 },
    mostBytes: kindOf(record).mostBytesInspected,
    told(foreseen, found) {
      const records = foreseen.isWhole ? linesThatAreNoRecords(found) : 0
      const leftOut = records === 0 ? {} : { leftOut: { records, path: null, kept: foreseen } }
      job.learn(record, { losses: lossesOf(foreseen), ...leftOut })
      gate.judge(record.sourceId, record.name, found)
    },
    done: () => gate.release(record.sourceId),
    ...(look === undefined ? {} : { look }),
  }
}
