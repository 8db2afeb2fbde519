import { DelimitedError } from '../domain/delimited-defect'
import { KustoError } from '../local-cluster/answers/kusto-error'
import type { TextRewriter } from '../local-cluster/loading/text-rewriter'
import { recordKeys } from './record-keys'
import { JsonDefect } from '../local-cluster/loading/split-json'
import { countLineEnds } from './line-ends'
import {
  encodingDefect,
  RawWindow,
  Staging,
  textPieces,
  type Chunk,
  type ChunkSink,
  type ChunkText,
  type ReadingNotes,
  type RecordPlace,
} from './chunk'

const lineFeed = 0x0a

/** How a source is read whose records are handed on one a line. */
interface LineReading {
  readonly rewriter: TextRewriter
  /** `lines`: each record is a line of the source; `offsets`: `starts` says where each begins; `none`: it has no lines. */
  readonly places: 'lines' | 'offsets' | 'none'
  /** Offsets in bytes at which records begin, which the rewriter adds to. */
  readonly starts: number[]
  readonly ignoreFirstRecord: boolean
  /** Whether records are the source's own JSON, whose objects may have a key twice. */
  readonly isJson: boolean
  readonly chunkBytes: number
  /** Whether the bytes may end in the middle of a record, which is then left out. */
  readonly isCut: boolean
}

/** Reads a source in chunks of whole records. What refuses it ends the reading and is in `notes`. */
export async function* lineChunks(
  bytes: AsyncIterable<Buffer>,
  reading: LineReading,
  files: ChunkSink,
  notes: ReadingNotes,
): AsyncIterable<Chunk> {
  const raw = new RawWindow()
  const staging = new Staging()
  const { rewriter } = reading
  let recordsBefore = 0
  let startOffset = 0
  let markBytes = 0
  const cut = async (isEnd: boolean): Promise<Chunk | undefined> => {
    const left = staging.length - (staging.lastIndexOf(lineFeed) + 1)
    const records = rewriter.records - recordsBefore
    if (records === 0) return undefined
    const ready = staging.head(left)
    const writing = files.write(ready)
    const keys = reading.isJson ? recordKeys(ready) : undefined
    const path = await writing
    staging.keep(left)
    const firstRecord = recordsBefore
    const window = raw.between(startOffset, raw.offset)
    const starts = reading.starts.splice(0, records)
    const isFirst = firstRecord === 0
    const places = (numbers: readonly number[]): RecordPlace[] => {
      if (reading.places === 'none')
        return numbers.map((number) => ({ record: firstRecord + number, line: null, raw: null }))
      const found =
        reading.places === 'lines'
          ? lineOffsets(window.bytes, numbers, isFirst && reading.ignoreFirstRecord ? 1 : 0)
          : numbers.map((number) => (starts[number - 1] ?? 0) - windowStart)
      const lines = new RawWindow()
      lines.add(window.bytes)
      return numbers.map((number, index) => {
        const at = found[index] ?? 0
        const rest = window.bytes.subarray(at, at + 8000)
        const end = reading.places === 'lines' ? endOfLine(rest) : rest.length
        return {
          record: firstRecord + number,
          line: window.line - 1 + lines.lineAt(at),
          byte: markBytes + windowStart + at,
          raw: rest.subarray(0, end).toString('utf8').slice(0, 2000),
        }
      })
    }
    const windowStart = startOffset
    recordsBefore += records
    // Lines are handed on whole; a value that is open began at the last offset that is left.
    startOffset =
      reading.places === 'offsets'
        ? (reading.starts[0] ?? raw.offset)
        : startOfOpenLine(window.bytes, startOffset)
    raw.forgetBefore(startOffset)
    const text: ChunkText = {
      bytes: window.bytes.subarray(0, isEnd ? window.bytes.length : startOffset - windowStart),
      spans: (numbers) => {
        const offsets = lineOffsets(window.bytes, numbers, isFirst && reading.ignoreFirstRecord ? 1 : 0)
        let { line } = window
        let counted = 0
        return offsets.map((start) => {
          line += countLineEnds(window.bytes.subarray(counted, start), window.bytes[counted - 1] ?? 0)
          counted = start
          return { start, end: nextLine(window.bytes, start), line }
        })
      },
    }
    return {
      path,
      records,
      longestRecord: rewriter.longestRecord,
      ...(keys === undefined ? {} : { keys }),
      bytesRead: markBytes + raw.offset,
      places,
      ...(reading.places === 'lines' ? { text } : {}),
    }
  }
  const push = (scan: () => Uint8Array[]): boolean => {
    try {
      for (const piece of scan()) staging.add(piece)
      return true
    } catch (error) {
      notes.defect = defectOf(error, raw)
      return false
    }
  }
  const mark = (length: number): void => {
    markBytes = length
  }
  const invalid = (offset: number, piece: Buffer): void => {
    raw.add(piece)
    notes.defect = encodingDefect(raw, offset)
  }
  const pieces = reading.places === 'none' ? bytes : textPieces(bytes, reading, { invalid, mark })
  for await (const piece of pieces) {
    raw.add(piece)
    if (reading.places === 'none') raw.forgetBefore(raw.offset)
    if (!push(() => rewriter.push(piece))) break
    if (staging.length < reading.chunkBytes) continue
    const chunk = await cut(false)
    if (chunk !== undefined) yield chunk
  }
  if (notes.defect === undefined && !reading.isCut) push(() => rewriter.end())
  const last = await cut(true)
  if (last !== undefined) yield last
}

function defectOf(error: unknown, raw: RawWindow): NonNullable<ReadingNotes['defect']> {
  if (error instanceof JsonDefect) {
    const kind = error.isTooLong ? 'recordTooLong' : 'notJson'
    return { kind, line: raw.lineAt(error.offset), record: error.record, facts: { reason: error.message } }
  }
  if (error instanceof DelimitedError) {
    return { kind: 'recordTooLong', line: raw.lineAt(error.offset), record: error.defect.record, facts: {} }
  }
  if (error instanceof KustoError) {
    return { kind: 'unreadable', line: null, record: null, facts: { reason: error.message } }
  }
  throw error
}

function startOfOpenLine(bytes: Buffer, offset: number): number {
  return offset + bytes.lastIndexOf(lineFeed) + 1
}

function endOfLine(bytes: Buffer): number {
  const at = bytes.indexOf(lineFeed)
  const end = at < 0 ? bytes.length : at
  return bytes[end - 1] === 0x0d ? end - 1 : end
}

/** Where the lines with these numbers among those that are records begin. */
function lineOffsets(bytes: Buffer, numbers: readonly number[], skipped: number): number[] {
  const offsets: number[] = []
  let record = -skipped
  let start = 0
  for (const number of numbers) {
    while (start < bytes.length) {
      const end = bytes.indexOf(lineFeed, start)
      const stop = end < 0 ? bytes.length : end
      if (!isBlank(bytes, start, stop)) record++
      if (record >= number) break
      start = stop + 1
    }
    offsets.push(start)
    start = nextLine(bytes, start)
  }
  return offsets
}

function nextLine(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(lineFeed, start)
  return end < 0 ? bytes.length : end + 1
}

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] as number) > 0x20) return false
  return true
}
