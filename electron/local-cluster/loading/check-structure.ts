import { placeOf } from '../../domain/text-place'
import { EngineError, type Session } from '../engine/duckdb-engine'
import { spanChunks } from '../storage/file-spans'
import { KustoError } from '../answers/kusto-error'
import { LineRewriter } from './line-rewriter'
import type { LocalSource, ReadySource, SourceQuery } from './local-source'
import { firstOtherLine } from './read-json'
import { noRecords } from './source-query'
import { sqlOf } from './source-sql'
import { JsonSplitter } from './split-json'
import { textBytes } from './text-bytes'

/** JSON lines that are not records. */
export interface LeftOut {
  readonly lines: number
  /** The first of them in the source, from 1. */
  readonly firstLine: number
}

const linesOfJson = ['json', 'multijson', 'avro', 'apacheavro']

/**
 * Reads every value of a structured source (JSON, Avro, Parquet) where a bad one can do no harm, and completes the
 * source's facts. In `json`, lines that are not records are skipped, as in the service (documents: ingestion of
 * invalid data).
 *
 * @returns What was skipped.
 * @throws KustoError with the place of the first bad record in other formats; EngineError.
 */
export async function checkStructure(
  source: ReadySource,
  query: SourceQuery,
  session: Session,
): Promise<LeftOut | undefined> {
  const rows = await readThrough(session, query)
  const { format } = source.properties
  const lines = linesOfJson.includes(format) ? (source.facts.records ?? rows) : rows
  source.facts = { ...source.facts, records: rows }
  if (rows === lines) {
    if (rows === 0) throw noRecords()
    return undefined
  }
  const [found] = await session.rows(firstOtherLine(source))
  if (found === undefined) throw wrongCount(rows, lines)
  const record = Number(found[0])
  if (format !== 'json') throw await recordError(source, record, session)
  if (rows === 0) throw noRecords()
  return { lines: lines - rows, firstLine: await lineOf(source.origin, record) }
}

/** The failure if a source gives more or fewer rows than it has records: nothing may be lost or doubled. */
export function wrongCount(rows: number, records: number | undefined): KustoError {
  const message = `The local cluster read ${rows} rows where the blob has ${records} records; nothing of it was ingested.`
  return new KustoError('General_InternalServerError', message)
}

/** Reads every value so that every error shows; DuckDB would skip columns that nobody asks for. */
export async function readThrough(session: Session, query: SourceQuery): Promise<number> {
  const [row] = await session.rows(`SELECT count(*), count(COLUMNS(*)) FROM (${sqlOf(query)})`)
  return Number(row?.[0] ?? 0)
}

async function lineOf(source: LocalSource, record: number): Promise<number> {
  let found = 0
  const options = { ignoreFirstRecord: false, skipsBlank: true }
  const lines = new LineRewriter(options, (_line, place) => {
    if (place.record === record) found = place.line
    return undefined
  })
  for await (const chunk of textBytes(source)) {
    lines.push(chunk)
    if (found > 0) return found
  }
  lines.end()
  return found
}

/** What is wrong with a multijson or Avro record that is not a JSON object. */
async function recordError(source: ReadySource, record: number, session: Session): Promise<KustoError> {
  const { format } = source.properties
  if (format !== 'multijson')
    return new KustoError(
      'BadRequest_InvalidBlob',
      `The blob is not valid ${format}: its value ${record} is not a record.`,
    )
  const { reason, byte } = await complaint(await textOf(source, record), session)
  const { line, column } = await placeOf(
    textBytes(source.origin),
    (await startOf(source.origin, record)) + byte,
  )
  const message = `Record ${record} (line ${line}, column ${column}) is not ${reason}.`
  return new KustoError('BadRequest_InvalidBlob', message)
}

/** DuckDB's complaint about one record, without the record's text. */
async function complaint(
  text: string,
  session: Session,
): Promise<{ readonly reason: string; readonly byte: number }> {
  try {
    await session.rows('SELECT CAST($1 AS JSON)', [text])
    const isObject = text.trimStart().startsWith('{')
    const loose = 'valid JSON: it has NaN or Infinity, or a comma with nothing after it'
    return { reason: isObject ? loose : 'a JSON object', byte: 0 }
  } catch (error) {
    if (!(error instanceof EngineError) || error.fatal) throw error
    const [, byte = '0', reason = ''] = /at byte (\d+) of input: ([^.]*)\./.exec(error.message) ?? []
    return { reason: `valid JSON: ${reason}`, byte: Number(byte) }
  }
}

async function textOf(source: ReadySource, record: number): Promise<string> {
  let found: string | undefined
  const lines = new LineRewriter({ ignoreFirstRecord: false }, (line, place) => {
    if (place.record === record) found = line.toString('utf8')
    return undefined
  })
  const sizeBytes = source.facts.sizeBytes ?? 0
  for await (const chunk of spanChunks([{ path: source.path, offset: 0, count: sizeBytes }])) {
    lines.push(chunk)
    if (found !== undefined) break
  }
  return found ?? ''
}

async function startOf(source: LocalSource, record: number): Promise<number> {
  let found: number | undefined
  const splitter = new JsonSplitter((number, offset) => {
    if (number === record) found = offset
  })
  for await (const chunk of textBytes(source)) {
    splitter.push(chunk)
    if (found !== undefined) break
  }
  return found ?? 0
}

/** What the cluster says about lines that it left out. */
export function describeLeftOut({ lines, firstLine }: LeftOut): string {
  return lines === 1
    ? `Line ${firstLine} is not a JSON object and was left out.`
    : `${lines} lines are not JSON objects and were left out; the first is line ${firstLine}.`
}
