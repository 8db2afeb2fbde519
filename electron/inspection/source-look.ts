import { mappingForFields } from '../domain/column-matching'
import { needsConversion } from '../domain/conversion/reading-converter'
import { formatFacts } from '../domain/data-format'
import { compressionFinding } from '../domain/recognition/compression-by-name'
import { contentProblem } from '../domain/recognition/content-problem'
import { makeFinding } from '../domain/recognition/make-finding'
import { memberHeadBytes, MemberHeaders, unlikeFinding } from '../domain/recognition/member-headers'
import type { Finding, Look, PreviewRow, RowSelection, Target } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import { StudioError } from '../domain/studio-error'
import { canHaveHeader } from '../domain/source-treatment'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { profileOf } from './column-profile'
import { allFindings } from './findings-book'
import type { OpenedSource } from './open-source'
import { PartCheck } from './part-check'
import { keptRows, previewRows } from './preview-rows'
import { fieldsOf, type ProbePlan } from './probe'
import { asReadySource, readingToSee } from './readers'
import { headerRecords } from './record-findings'
import { recogniseSource } from './recognise'
import { sampleColumns, type SampleColumn } from './sample-columns'
import { loadSample, type Sample } from './sample'
import { canBeLonger, withLongerHead, withWholeRecord } from './whole-record'
import { planTarget } from './target-findings'

/** Rows that a look brings along. */
const firstRows = 200

/** How a look is taken. */
interface LookOptions {
  readonly lookId: string
  /** Null: as it is recognised. */
  readonly reading: Reading | null
  readonly target: Target | null
  /** Names of a table's columns, which a header may repeat; left out: those of the target. */
  readonly names?: readonly string[] | undefined
  /** What the names of its tables in the engine and of its temporary files begin with. */
  readonly table: string
  readonly file: string
  readonly signal: AbortSignal
}

/** What is known of one source from its sample; the check of the whole of it begins from here. */
export class SourceLook {
  readonly lookId: string
  /** What the names of its tables begin with. */
  readonly table: string
  readonly source: OpenedSource
  readonly reading: Reading
  readonly reason: string | undefined
  /** How its fields find the target's columns; undefined where nothing was to decide. */
  readonly match: Look['match']
  readonly sample: Sample
  readonly plan: ProbePlan
  readonly columns: readonly SampleColumn[]
  /** About the source and its columns, not about single values. */
  readonly sourceFindings: readonly Finding[]
  /** The sample, judged. */
  readonly check: PartCheck
  readonly #engine: DuckDbEngine

  private constructor(
    engine: DuckDbEngine,
    source: OpenedSource,
    parts: Pick<
      SourceLook,
      | 'lookId'
      | 'table'
      | 'reading'
      | 'reason'
      | 'match'
      | 'sample'
      | 'plan'
      | 'columns'
      | 'sourceFindings'
      | 'check'
    >,
  ) {
    this.#engine = engine
    this.source = source
    this.lookId = parts.lookId
    this.table = parts.table
    this.reading = parts.reading
    this.reason = parts.reason
    this.match = parts.match
    this.sample = parts.sample
    this.plan = parts.plan
    this.columns = parts.columns
    this.sourceFindings = parts.sourceFindings
    this.check = parts.check
  }

  /**
   * Looks into an opened source.
   *
   * @throws StudioError for what cannot be read.
   */
  static async take(engine: DuckDbEngine, opened: OpenedSource, options: LookOptions): Promise<SourceLook> {
    const { lookId, target: wanted, signal, table } = options
    const columnNames = options.names ?? wanted?.columns.map(({ name }) => name) ?? []
    let source = await withWholeRecord(opened, signal)
    let recognised = recogniseSource(source, columnNames, options.reading)
    let sample = await loadSample(engine, source, recognised, options)
    // The first record after a header or a title may be longer than the head.
    while (sample === null && canBeLonger(source)) {
      source = await withLongerHead(source, signal)
      recognised = recogniseSource(source, columnNames, options.reading)
      sample = await loadSample(engine, source, recognised, options)
    }
    if (sample === null) throw contentProblem.noRecords(source.name, recognised.reading.ignoreFirstRecord)
    const { reading, reason } = recognised
    const unlike = await unlikeMembers(source, reading, columnNames)
    const match = matchOf(sample, wanted, reading)
    const target = wanted === null || match === undefined ? wanted : { ...wanted, mapping: match.mapping }
    const { plan, findings } = await planTarget(
      engine,
      sample,
      // Into which columns the service puts the fields of a log is not known here.
      reading.format === 'w3clogfile' ? null : target,
      asReadySource(reading, source.path ?? '', sample.logicalFields),
    )
    const columns = await sampleColumns(engine, sample, plan.probes)
    // What was read whole is judged whole: its check has nothing to add.
    const inferred = sample.whole === undefined ? [] : columns.map((column) => column.inferred)
    const check = new PartCheck(engine, plan.probes, {
      table: `${table}_part`,
      inferred,
      header: headerRecords(sample.layout, readingToSee(reading).ignoreFirstRecord),
    })
    for (const part of sample.parts) await check.add(part, signal)
    const place = source.path === undefined ? 'blob' : 'file'
    const packing = compressionFinding(source.name, source.compression, place)
    const sourceFindings = [
      ...(packing === null ? [] : [packing]),
      ...entriesFinding(source),
      ...unlike,
      ...recognised.findings,
      ...findings,
      ...takenFinding(reading, wanted),
    ]
    return new SourceLook(engine, source, {
      lookId,
      table,
      reading,
      reason,
      match,
      sample,
      plan,
      columns,
      sourceFindings,
      check,
    })
  }

  /** All that the sample tells. */
  async tell(): Promise<Look> {
    const { source, sample, check } = this
    const { isWhole } = sample
    return {
      lookId: this.lookId,
      name: source.name,
      sizeBytes: source.packed.sizeBytes,
      compression: source.compression,
      reading: this.reading,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
      ...(this.match === undefined ? {} : { match: this.match }),
      ...(sample.tree === undefined ? {} : { tree: sample.tree }),
      problem: null,
      read: {
        bytesRead: sample.bytesRead,
        bytesTotal: source.rawSizeBytes,
        records: check.records,
        isWhole,
      },
      columns: check.tallies.map((tally, index) => profileOf(tally, this.columns[index])),
      findings: inMembers(
        allFindings(
          { reading: this.reading, records: check.records, tallies: check.tallies, isWhole },
          {
            ofSource: this.sourceFindings,
            ofRecords: sample.findings,
            ofValues: check.findings(isWhole),
          },
        ),
        source,
      ),
      rows: await this.rows('first', 0, firstRows, check),
    }
  }

  /** Rows of the sample; those with findings are of what `check` has read. */
  async rows(which: RowSelection, offset: number, limit: number, check: PartCheck): Promise<PreviewRow[]> {
    const isDayFirst = check.isDayFirst.bind(check)
    const rows =
      which === 'findings'
        ? keptRows(check.rows.values(), this.plan.probes, isDayFirst).slice(offset, offset + limit)
        : await previewRows(this.#engine, this.sample, this.check.tallies, {
            which,
            offset,
            limit,
            isDayFirst,
          })
    // After a conversion, bytes have other places than in the source.
    return needsConversion(readingToSee(this.reading)) ? rows.map(({ byte: _, ...row }) => row) : rows
  }

  /** Lets go of all that was read for it. */
  async dispose(): Promise<void> {
    await this.check.dispose()
    for (const table of this.sample.tables) await this.#engine.run(`DROP TABLE IF EXISTS ${table}`)
  }
}

/** What keeps the files of an archive from being read alike: different headers. */
async function unlikeMembers(
  source: OpenedSource,
  reading: Reading,
  columns: readonly string[],
): Promise<Finding[]> {
  if (source.heads === undefined || !canHaveHeader(reading.format)) return []
  const headers = new MemberHeaders(reading, columns)
  for await (const { name, bytes, isWhole } of source.heads(memberHeadBytes)) {
    const unlike = headers.add(name, bytes, isWhole)
    if (unlike !== null) return [unlikeFinding(unlike)]
  }
  return []
}

/** Findings with the files of an archive that they are found in. */
export function inMembers(findings: Finding[], { members }: OpenedSource): Finding[] {
  return members?.inFindings(findings) ?? findings
}

/** Decides how fields find columns, where the user has no mapping of their own. */
function matchOf({ layout }: Sample, target: Target | null, reading: Reading): Look['match'] {
  if (target?.match === undefined || target.mapping !== null) return undefined
  return mappingForFields(fieldsOf(layout), target.columns, reading, target.match)
}

/** Files of an archive that are no data; folders are nothing to tell of, nor is what the user's pattern leaves. */
function entriesFinding({ passedOver }: OpenedSource): Finding[] {
  const files = passedOver.filter(({ reason }) => reason === 'hidden' || reason === 'system')
  if (files.length === 0) return []
  const names = files.slice(0, 5).map(({ name }) => name)
  return [makeFinding('archiveEntries', 'none', { count: files.length, facts: { names } })]
}

/** A format that the cluster of the target refuses. */
function takenFinding({ format }: Reading, target: Target | null): Finding[] {
  if (target?.isLocal !== true || formatFacts[format].azureOnly !== true) return []
  return [makeFinding('formatNotTaken', 'refused', { count: 1, facts: { format } })]
}

/** The failure of a look that is not known. */
export function unknownLook(): StudioError {
  return new StudioError('RequestInvalid', 'This look is not known any more.', {
    retryable: true,
    nextStep: 'Look at the source again.',
  })
}
