import { randomInt } from 'node:crypto'
import { needsConversion } from '../domain/conversion/reading-converter'
import { detectContentKind } from '../domain/content-kind'
import type { Finding, Reading } from '../domain/schema/inspection'
import { StudioError } from '../domain/studio-error'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { quoteText } from '../local-cluster/engine/sql-text'
import { parquetTypes } from '../local-cluster/loading/read-parquet'
import { ChunkFiles, emptyNotes, type Chunk, type ReadingNotes } from './chunk'
import type { Layout } from './layout'
import { headBytes, type OpenedSource } from './open-source'
import type { Part } from './part-check'
import { chunkRelation, chunksOf, delimiterOf, isDocumentFormat, recordCondition } from './readers'
import type { Recognised } from './recognise'
import { recordFindings } from './record-findings'

/** Pieces that are read across a large source, and their size in bytes. */
const spreadPieces = 12
const spreadBytes = 65_536

/** Sources from this size (bytes) are read in places across them, not at their beginning alone. */
const spreadFrom = 4 * headBytes

/** Rows of a Parquet file that are looked at. */
const parquetRows = 2000

/** A record that does not end in the head is read on to this many bytes. */
const longestHead = 66 * 1_048_576

/** The part of a source that is read at once, in tables of the engine. */
export interface Sample {
  readonly layout: Layout
  /** The head first, then what was read across the source. */
  readonly parts: readonly Part[]
  readonly tables: readonly string[]
  readonly findings: readonly Finding[]
  readonly bytesRead: number
  readonly isWhole: boolean
}

/** Reads a sample of a source. @throws StudioError if there is no record in it. */
export async function loadSample(
  engine: DuckDbEngine,
  source: OpenedSource,
  { reading, fields }: Pick<Recognised, 'reading' | 'fields'>,
  options: { readonly table: string; readonly file: string; readonly signal: AbortSignal },
): Promise<Sample> {
  if (reading.format === 'parquet') return await parquetSample(engine, source, options.table)
  if (reading.format === 'orc' || reading.format === 'w3clogfile') return opaqueSample(source)
  const { head, isWhole } = source
  const names = isDocumentFormat(reading.format) ? undefined : fields.length > 0 ? fields : ['Column1']
  const draft: Layout = names === undefined ? { kind: 'documents', keys: [] } : { kind: 'fields', names }
  const notes = emptyNotes()
  const load = new SampleLoader(engine, reading, draft, options)
  const first = await load.part('head', [head], { notes, isCut: !isWhole, isHead: true })
  const spread = isWhole ? undefined : await spreadSample(source, reading, load, options.signal)
  if (first === undefined && notes.defect === undefined) throw noRecords(source.name)
  const parts = [first, spread?.part].flatMap((part) => part ?? [])
  const layout =
    names === undefined ? { kind: 'documents' as const, keys: await keysOf(engine, parts) } : draft
  return {
    layout,
    parts,
    tables: load.tables,
    findings: recordFindings(notes, layout, isWhole),
    bytesRead: head.length + (spread?.bytes ?? 0),
    isWhole,
  }
}

/**
 * The source with a head in which a record ends, however long its first one is.
 *
 * @throws what reading it throws.
 */
export async function withWholeRecord(source: OpenedSource, signal: AbortSignal): Promise<OpenedSource> {
  const { head, isWhole } = source
  if (isWhole || head.includes(0x0a) || detectContentKind(head).kind !== 'text') return source
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of source.bytes(signal)) {
    pieces.push(piece)
    length += piece.length
    if (length >= longestHead || (length > head.length && piece.includes(0x0a))) {
      return { ...source, head: Buffer.concat(pieces) }
    }
  }
  return { ...source, head: Buffer.concat(pieces), isWhole: true }
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
  ): Promise<Part | undefined> {
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
      return {
        relation: table,
        condition: recordCondition(this.#layout),
        hasLongTexts: chunk.longestRecord > 1_048_576,
        places: (numbers) =>
          how.isHead
            ? chunk.places(numbers)
            : chunk.places(numbers).map(({ raw }) => ({ raw, line: null, record: null })),
      }
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
  const part =
    good.length === 0 ? undefined : await load.part('spread', good, { notes, isCut: true, isHead: false })
  return { part, bytes: spreadPieces * spreadBytes }
}

async function* eachOf(pieces: readonly Buffer[]): AsyncIterable<Buffer> {
  for (const piece of pieces) if (piece.length > 0) yield piece
}

async function collect(chunks: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const found: Chunk[] = []
  for await (const chunk of chunks) found.push(chunk)
  return found
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

async function parquetSample(engine: DuckDbEngine, source: OpenedSource, table: string): Promise<Sample> {
  const { path } = source
  if (path === undefined) return opaqueSample(source)
  const types = await parquetTypes(engine, path)
  const head = `${table}_head`
  await engine.run(
    `CREATE OR REPLACE TABLE ${head} AS SELECT * FROM read_parquet(${quoteText(path)}) LIMIT ${parquetRows}`,
  )
  const [row] = await engine.rows(`SELECT sum(num_rows) FROM parquet_file_metadata(${quoteText(path)})`)
  const isWhole = Number(row?.[0] ?? 0) <= parquetRows
  return {
    layout: { kind: 'parquet', types },
    parts: [
      {
        relation: head,
        condition: 'true',
        hasLongTexts: true,
        places: (numbers) => numbers.map((record) => ({ record, line: null, raw: null })),
      },
    ],
    tables: [head],
    findings: [],
    bytesRead: isWhole ? source.packed.sizeBytes : 0,
    isWhole,
  }
}

/** A source whose records cannot be read here: nothing is known of them. */
function opaqueSample(source: OpenedSource): Sample {
  return {
    layout: { kind: 'fields', names: [] },
    parts: [],
    tables: [],
    findings: [],
    bytesRead: source.head.length,
    isWhole: false,
  }
}

function noRecords(name: string): StudioError {
  return new StudioError('NothingToIngest', `“${name}” has no records.`, {
    subject: name,
    nextStep: 'Choose a source that has records in it.',
  })
}
