import { isUtf8 } from 'node:buffer'
import { byteOrderMarkLength } from '../../domain/byte-order-mark'
import { detectContentKind, type ContentKind } from '../../domain/content-kind'
import { placeOf } from '../../domain/text-place'
import { Utf8Validator } from '../../domain/utf8-validator'
import { KustoError } from '../answers/kusto-error'
import type { LocalSource } from './local-source'
import { sourceBytes } from './source-bytes'

/** How many of the first bytes tell a text's encoding. */
const headBytes = 4096

const lineFeed = 0x0a

/** The marks of UTF-16 and UTF-32. */
const wideMarks = [
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0, 0, 0xfe, 0xff],
].map((mark) => Buffer.from(mark))

/**
 * A text source's uncompressed bytes, in pieces as from {@link sourceBytes}: UTF-8, without a byte order mark.
 *
 * @throws KustoError as {@link sourceBytes}, and `BadRequest_InvalidBlob` that names the actual encoding, or the
 * place that is not UTF-8.
 */
export async function* textBytes(source: LocalSource): AsyncGenerator<Buffer> {
  const validator = new Utf8Validator(isUtf8)
  const iterator = sourceBytes(source)
  try {
    const first = await firstBytes(iterator)
    // Kept for a later error message: the bytes themselves get overwritten.
    const head = Buffer.from(first.subarray(0, headBytes))
    refuseWideText(head)
    const check = async (at: number | null): Promise<void> => {
      if (at !== null) throw await notUtf8(source, head, at)
    }
    const text = first.subarray(byteOrderMarkLength(first))
    validator.push(first)
    await check(validator.invalidAt)
    if (text.length > 0) yield text
    for await (const chunk of iterator) {
      validator.push(chunk)
      await check(validator.invalidAt)
      yield chunk
    }
    await check(validator.end())
  } finally {
    await iterator.return(undefined)
  }
}

async function firstBytes(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let bytes: Buffer | undefined
  while ((bytes?.length ?? 0) < headBytes) {
    const { value, done } = await chunks.next()
    if (done === true) break
    bytes = bytes === undefined ? value : Buffer.concat([bytes, value])
  }
  return bytes ?? Buffer.alloc(0)
}

function refuseWideText(head: Buffer): void {
  if (head.length === 0) return
  const found = detectContentKind(head)
  if (found.kind !== 'wideText') return
  const hasMark = wideMarks.some((mark) => head.subarray(0, mark.length).equals(mark))
  if (hasMark || hasWideLineFeeds(head)) throw isWide(found.encoding)
}

/** UTF-8 may contain zero bytes too, but in wide text nearly every line feed is next to one, as half of a unit. */
function hasWideLineFeeds(bytes: Buffer): boolean {
  let wide = 0
  let all = 0
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    all++
    if (bytes[at % 2 === 0 ? at + 1 : at - 1] === 0) wide++
  }
  return all > 0 ? wide * 2 > all : bytes.filter((byte) => byte === 0).length * 3 > bytes.length
}

function isWide(encoding: string): KustoError {
  return new KustoError('BadRequest_InvalidBlob', `The blob is ${encoding}; text must be UTF-8.`)
}

async function notUtf8(source: LocalSource, head: Buffer, offset: number): Promise<KustoError> {
  const found = detectContentKind(head)
  if (found.kind === 'wideText') return isWide(found.encoding)
  const { format } = source.properties
  const what = otherContent(found)
  if (what !== undefined)
    return new KustoError('BadRequest_InvalidBlob', `The blob is ${what}, not ${format}.`)
  const { line } = await placeOf(sourceBytes(source), offset)
  const message = `The blob is not UTF-8 at byte ${offset + 1} (line ${line}); text must be UTF-8.`
  return new KustoError('BadRequest_InvalidBlob', message)
}

/** What the content is if it is not text, as far as its first bytes tell. */
function otherContent(found: ContentKind): string | undefined {
  switch (found.kind) {
    case 'foreign':
      return found.what.startsWith('binary data') ? undefined : found.what
    case 'binary':
      return `a file of the format ${found.format}`
    case 'compressed':
      return `compressed once more (${found.compression})`
    default:
      return undefined
  }
}
