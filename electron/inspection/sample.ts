import { randomInt } from 'node:crypto'
import { needsConversion } from '../domain/conversion/reading-converter'
import { makeFinding } from '../domain/recognition/make-finding'
import type { Finding, Look } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import { EngineError, type DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { quoteText } from '../local-cluster/engine/sql-text'
import { parquetTypes } from '../local-cluster/loading/read-parquet'
import { durationsOf } from './arrow-durations'
import { ChunkFiles, emptyNotes, type Chunk, type ReadingNotes } from './chunk'
import { documentFields, fieldsOfPaths } from './document-fields'
import { documentTree } from './document-tree'
import type { Layout } from './layout'
import { headBytes, type OpenedSource } from './open-source'
import { ParquetFile } from './parquet-file'
import type { Part } from './part'
import {
  chunkRelation,
  chunksOf,
  delimiterOf,
  isDocumentFormat,
  notesOf,
  readingToSee,
  recordCondition,
} from './readers'
import type { Recognised } from './recognise'
import { recordFindings } from './record-findings'

/** Pieces that are read across a large source, and their size in bytes. */
const spreadPieces = 12
const spreadBytes = 65_536

/** Sources from this size (bytes) are read in places across them, not at their beginning alone. */
const spreadFrom = 4 * headBytes

/** Rows that are looked at of the beginning of a Parquet file, and of some other row groups of it. */
const parquetRows = 2000
const spreadRows = 500
const spreadGroups = 3

/** The part of a source that is read at once, in tables of the engine. */
export interface Sample {
  readonly layout: Layout
  /** The head first, then what was read across the source. */
  readonly parts: readonly Part[]
  readonly tables: readonly string[]
  readonly findings: readonly Finding[]
  readonly bytesRead: number
  readonly isWhole: boolean
  /** How the head was read, if that is the whole source. */
  readonly whole?: WholeHead
  /** Fields of Avro records whose types only some readers know. */
  readonly logicalFields?: ReadingNotes['logicalFields']
  /** Paths of JSON records. */
  readonly tree?: NonNullable<Look['tree']>
}

/** What reading a whole source to its end noted, and where its last whole record ends. */
interface WholeHead {
  readonly notes: ReadingNotes
  readonly bytesRead: number
}

/** Reads a sample of a source; null if no record ends in its head. */
export async function loadSample(
  engine: DuckDbEngine,
  source: OpenedSource,
  { reading: own, fields }: Pick<Recognised, 'reading' | 'fields'>,
  options: { readonly table: string; readonly file: string; readonly signal: AbortSignal },
): Promise<Sample | null> {
  const reading = readingToSee(own)
  if (reading.format === 'parquet') return await parquetSample(engine, source, options)
  if (reading.format === 'orc') return opaqueSample(source, { format: reading.format })
  const { head, isWhole } = source
  const names = isDocumentFormat(reading.format) ? undefined : fields.length > 0 ? fields : ['Column1']
  const draft: Layout =
    names === undefined ? { kind: 'documents', keys: [], fields: [] } : { kind: 'fields', names }
  const notes = notesOf(own)
  const load = new SampleLoader(engine, reading, draft, options)
  const first = await load.part('head', [head], { notes, isCut: !isWhole, isHead: true })
  const spread = isWhole ? undefined : await spreadSample(source, reading, load, options.signal)
  if (first === undefined && notes.defect === undefined) return null
  const parts = [first?.part, spread?.part].flatMap((part) => part ?? [])
  const documents = names === undefined ? await documentLayout(engine, parts, reading) : undefined
  const layout = documents?.layout ?? draft
  return {
    layout,
    ...(documents === undefined ? {} : { tree: documents.tree }),
    parts,
    tables: load.tables,
    findings: [
      ...(own.format === 'w3clogfile' ? [notReadHere({ format: own.format, place: 'fields' })] : []),
      ...recordFindings(notes, layout, { isExact: isWhole, ignoreFirstRecord: reading.ignoreFirstRecord }),
    ],
    bytesRead: head.length + (spread?.bytes ?? 0),
    isWhole,
    ...(isWhole ? { whole: { notes, bytesRead: first?.bytesRead ?? 0 } } : {}),
    logicalFields: notes.logicalFields,
  }
}

/** Loads bytes as tables. */
class SampleLoader {
  readonly tables: string[] = []
  readonly #engine: DuckDbEngine
  readonly #reading: Reading
  readonly #layout: Layout
  readonly #options: { readonly table: string; readonly file: string }

  constructor(
    engine: DuckDbEngine,
    reading: Reading,
    layout: Layout,
    options: { readonly table: string; readonly file: string },
  ) {
    this.#engine = engine
    this.#reading = reading
    this.#layout = layout
    this.#options = options
  }

  /** Whether bytes are whole records of the right length. */
  async reads(bytes: Buffer): Promise<boolean> {
    if (this.#layout.kind !== 'fields') return true
    const notes = emptyNotes()
    await collect(
      chunksOf(eachOf([bytes]), this.#reading, this.#layout, {
        files: { write: () => Promise.resolve('') },
        notes,
        chunkBytes: Number.POSITIVE_INFINITY,
        isCut: true,
        ignoreFirstRecord: false,
      }),
    )
    return notes.defect === undefined && notes.fewer + notes.more === 0
  }

  async part(
    name: string,
    pieces: readonly Buffer[],
    how: { readonly notes: ReadingNotes; readonly isCut: boolean; readonly isHead: boolean },
  ): Promise<{ readonly part: Part; readonly bytesRead: number } | undefined> {
    const files = new ChunkFiles(`${this.#options.file}.${name}`)
    try {
      const [chunk] = await collect(
        chunksOf(eachOf(pieces), this.#reading, this.#layout, {
          files,
          notes: how.notes,
          // All of it is one chunk.
          chunkBytes: Number.POSITIVE_INFINITY,
          isCut: how.isCut,
          ignoreFirstRecord: how.isHead && this.#reading.ignoreFirstRecord,
        }),
      )
      if (chunk === undefined) return undefined
      const table = `${this.#options.table}_${name}`
      const relation = chunkRelation(this.#reading, this.#layout, chunk)
      await this.#engine.run(`CREATE OR REPLACE TABLE ${table} AS SELECT * FROM ${relation}`)
      this.tables.push(table)
      const part: Part = {
        relation: table,
        condition: recordCondition(this.#layout),
        hasLongTexts: chunk.longestRecord > 1_048_576,
        keys: chunk.keys,
        places: (numbers) =>
          how.isHead
            ? chunk.places(numbers)
            : chunk.places(numbers).map(({ raw }) => ({ raw, line: null, record: null })),
      }
      return { part, bytesRead: chunk.bytesRead }
    } finally {
      await files.remove()
    }
  }
}

/** Pieces across a source whose bytes can be read from anywhere; a piece that is not read well is left out. */
async function spreadSample(
  source: OpenedSource,
  reading: Reading,
  load: SampleLoader,
  signal: AbortSignal,
): Promise<{ readonly part: Part | undefined; readonly bytes: number } | undefined> {
  const { packed, compression } = source
  const isCuttable =
    reading.format === 'json' || reading.format === 'txt' || delimiterOf(reading) !== undefined
  if (!isCuttable || needsConversion(reading) || compression !== 'none' || packed.sizeBytes < spreadFrom)
    return undefined
  const room = packed.sizeBytes - headBytes - spreadBytes
  const stride = room / spreadPieces
  const offsets = Array.from({ length: spreadPieces }, (_, index) =>
    Math.floor(headBytes + index * stride + randomInt(Math.max(1, Math.floor(stride)))),
  )
  const pieces = await Promise.all(offsets.map((offset) => packed.read(offset, spreadBytes, signal)))
  const good: Buffer[] = []
  for (const piece of pieces) {
    const start = piece.indexOf(0x0a) + 1
    const end = piece.lastIndexOf(0x0a) + 1
    if (start === 0 || end <= start) continue
    const lines = piece.subarray(start, end)
    // A piece that begins inside of quotes has records of other lengths.
    if (await load.reads(lines)) good.push(lines)
  }
  const notes = emptyNotes()
  const loaded =
    good.length === 0 ? undefined : await load.part('spread', good, { notes, isCut: true, isHead: false })
  return { part: loaded?.part, bytes: spreadPieces * spreadBytes }
}

async function* eachOf(pieces: readonly Buffer[]): AsyncIterable<Buffer> {
  for (const piece of pieces) if (piece.length > 0) yield piece
}

async function collect(chunks: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const found: Chunk[] = []
  for await (const chunk of chunks) found.push(chunk)
  return found
}

/** Records of each part that are taken apart. */
const deepRecords = 2000

async function documentLayout(
  engine: DuckDbEngine,
  parts: readonly Part[],
  { levels = 1, paths }: Pick<Reading, 'levels' | 'paths'>,
): Promise<{
  readonly layout: Extract<Layout, { kind: 'documents' }>
  readonly tree: NonNullable<Look['tree']>
}> {
  const keys = await keysOf(engine, parts)
  const records: unknown[] = []
  for (const { relation, condition } of parts) {
    const rows = await engine.rows(
      `SELECT CAST(json AS VARCHAR) FROM ${relation} WHERE ${condition} LIMIT ${deepRecords}`,
    )
    for (const [text] of rows) records.push(...parsed(String(text)))
  }
  const fields =
    paths !== undefined
      ? fieldsOfPaths(paths)
      : levels === 1
        ? keys.map((key) => ({ name: key, steps: [key] }))
        : documentFields(records, levels)
  return { layout: { kind: 'documents', keys, fields }, tree: documentTree(records) }
}

/** The value of a JSON text; none where only the engine takes it for JSON. */
function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return []
  }
}

/** The keys of the sample's records, in the order in which they appear. */
async function keysOf(engine: DuckDbEngine, parts: readonly Part[]): Promise<string[]> {
  const keys = new Set<string>()
  for (const { relation, condition } of parts) {
    const rows = await engine.rows(
      `SELECT DISTINCT CAST(json_keys(json) AS VARCHAR[])::JSON FROM (SELECT * FROM ${relation} WHERE ${condition} LIMIT 5000)`,
    )
    for (const [list] of rows) for (const key of JSON.parse(String(list)) as readonly string[]) keys.add(key)
  }
  return [...keys].slice(0, 2000)
}

async function parquetSample(
  engine: DuckDbEngine,
  source: OpenedSource,
  { table, file, signal }: { readonly table: string; readonly file: string; readonly signal: AbortSignal },
): Promise<Sample> {
  // Inside of an archive its footer cannot be found without unpacking it.
  if (source.compression !== 'none') return opaqueSample(source, { format: 'parquet', place: 'archive' })
  const parquet = await ParquetFile.open(engine, source, `${file}.parquet`, signal)
  try {
    const types = await parquetTypes(engine, parquet.path)
    const isWhole = parquet.rows <= parquetRows
    const [first, ...others] = isWhole ? [allOf(parquet)] : spreadOver(parquet)
    const parts: Part[] = []
    // Those across the file are one part: each is judged by statements of its own.
    for (const ranges of [first === undefined ? [] : [first], others]) {
      if (ranges.length === 0) continue
      const relation = `${table}_rows${parts.length}`
      await loadRanges(engine, parquet, ranges, { relation, isOnDisk: source.path !== undefined, signal })
      parts.push({
        relation,
        condition: 'true',
        hasLongTexts: true,
        places: (numbers) =>
          numbers.map((number) => ({ record: recordIn(ranges, number), line: null, raw: null })),
      })
    }
    return {
      layout: { kind: 'parquet', types, durations: await durationsOf(engine, parquet.path) },
      parts,
      tables: parts.map(({ relation }) => relation),
      findings: [],
      bytesRead: isWhole ? source.packed.sizeBytes : 0,
      isWhole,
    }
  } finally {
    await parquet.close()
  }
}

/** Makes a table of some rows of a Parquet file. */
async function loadRanges(
  engine: DuckDbEngine,
  parquet: ParquetFile,
  ranges: readonly RowRange[],
  options: { readonly relation: string; readonly isOnDisk: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const { relation, isOnDisk, signal } = options
  for (const [index, { groups, from, to }] of ranges.entries()) {
    const into = index === 0 ? `CREATE OR REPLACE TABLE ${relation} AS` : `INSERT INTO ${relation}`
    const load = (): Promise<unknown> =>
      engine.run(
        `${into} SELECT * EXCLUDE (file_row_number) FROM read_parquet(${quoteText(parquet.path)}, file_row_number = true) WHERE file_row_number >= ${from} AND file_row_number < ${to}`,
      )
    for (const group of groups) await parquet.fetchStart(group, signal)
    try {
      await load()
    } catch (error) {
      // The first page of a column may be longer than what was fetched of a blob.
      if (!(error instanceof EngineError) || isOnDisk) throw error
      await parquet.fetchGroups(Math.min(...groups), Math.max(...groups) + 1, signal)
      await load()
    }
  }
}

/** The record that a row of a table of some ranges is. */
function recordIn(ranges: readonly RowRange[], number: number): number {
  let before = 0
  for (const { from, to } of ranges) {
    if (number <= before + to - from) return from + number - before
    before += to - from
  }
  return number
}

/** Rows from `from` to before `to`, and the row groups that hold them. */
interface RowRange {
  readonly groups: readonly number[]
  readonly from: number
  readonly to: number
}

function allOf({ groups, rows }: ParquetFile): RowRange {
  return { groups: [...groups.keys()], from: 0, to: rows }
}

/** The first rows, and some of other row groups across the file. */
function spreadOver({ groups }: ParquetFile): RowRange[] {
  const count = Math.min(spreadGroups, groups.length - 1)
  const chosen = new Set([0])
  for (let index = 1; index <= count; index++) chosen.add(Math.round((index * (groups.length - 1)) / count))
  const ranges: RowRange[] = []
  let from = 0
  for (const [group, { rows }] of groups.entries()) {
    const most = group === 0 ? parquetRows : spreadRows
    if (chosen.has(group)) ranges.push({ groups: [group], from, to: from + Math.min(rows, most) })
    from += rows
  }
  return ranges
}

function notReadHere(facts: NonNullable<Finding['facts']>): Finding {
  return makeFinding('notReadHere', 'none', { count: 1, facts })
}

/** A source whose records cannot be read here: nothing is known of them, and that is told. */
function opaqueSample(source: OpenedSource, facts: NonNullable<Finding['facts']>): Sample {
  return {
    layout: { kind: 'fields', names: [] },
    parts: [],
    tables: [],
    findings: [notReadHere(facts)],
    bytesRead: source.head.length,
    isWhole: false,
  }
}
