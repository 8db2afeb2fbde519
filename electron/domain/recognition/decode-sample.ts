import { detectContentKind } from '../content-kind'
import type { Encoding } from '../schema/reading'
import { Utf8Validator } from '../utf8-validator'
import { createDecoder } from './text-decoder'

/** The text of a sample, and what its bytes say about its encoding. */
export interface DecodedSample {
  /** Without a byte order mark. */
  readonly text: string
  readonly encoding: Encoding
  readonly hasMark: boolean
  /** The first byte that fits no UTF-8 character; null for UTF-8 and for text of two bytes a character. */
  readonly oddByte: OddByte | null
  /** Whether so much of it is UTF-8 that the odd bytes are damage, not another encoding. */
  readonly isDamaged: boolean
  /** Whether some of it is UTF-8 and some is not: no encoding is that of all of it. */
  readonly isMixed?: boolean
  /** Whether an encoding of one byte a character explains the odd bytes. */
  readonly isSure: boolean
}

/** Where a byte is that is not UTF-8. */
interface OddByte {
  readonly value: number
  /** Bytes before it. */
  readonly offset: number
  /** Its line, from 1. */
  readonly line: number
}

/**
 * Decodes the start of a text by the encoding that its bytes are in.
 *
 * @param bytes Text by `detectContentKind`, not UTF-32.
 * @param isWhole False if a character may be cut at the end.
 * @param chosen The encoding that the user chose; the bytes are then not asked.
 */
export function decodeSample(bytes: Uint8Array, isWhole: boolean, chosen?: Encoding): DecodedSample {
  const content = detectContentKind(bytes)
  if (chosen === undefined && content.kind === 'wideText') {
    const encoding = content.isLittleEndian ? 'utf-16le' : 'utf-16be'
    return { ...plain(bytes, isWhole, encoding), hasMark: bytes[0] === 0xff || bytes[0] === 0xfe }
  }
  const utf8 = chosen === undefined ? asUtf8(bytes, isWhole) : undefined
  if (utf8 !== undefined) {
    const hasMark = hasUtf8Mark(bytes)
    return { text: utf8, encoding: 'utf-8', hasMark, oddByte: null, isDamaged: false, isSure: true }
  }
  const oddByte = firstOddByte(bytes, isWhole)
  if (chosen !== undefined)
    return { ...plain(bytes, isWhole, chosen), oddByte: chosen === 'utf-8' ? oddByte : null }
  const seen = surveyHighBytes(bytes)
  if (seen.characters > seen.odd * 2) return { ...plain(bytes, isWhole, 'utf-8'), oddByte, isDamaged: true }
  if (seen.unmistakable > 0)
    return { ...plain(bytes, isWhole, 'utf-8'), oddByte, isDamaged: true, isMixed: true }
  const encoding = seen.controls > 0 ? 'windows-1252' : 'iso-8859-1'
  // Western text has its accents one by one; long runs of high bytes are another script.
  const isSure = seen.inRuns * 2 <= seen.high && seen.undefined === 0
  return { ...plain(bytes, isWhole, encoding), oddByte, isSure }
}

function plain(bytes: Uint8Array, isWhole: boolean, encoding: Encoding): DecodedSample {
  const text = createDecoder(encoding, { isStrict: false }).decode(bytes, { stream: !isWhole })
  return { text, encoding, hasMark: false, oddByte: null, isDamaged: false, isSure: true }
}

function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

/** The text of bytes that are UTF-8; undefined if they are not. */
function asUtf8(bytes: Uint8Array, isWhole: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
  } catch {
    // Not UTF-8 is an answer here, not a failure.
    return undefined
  }
}

function firstOddByte(bytes: Uint8Array, isWhole: boolean): OddByte | null {
  const validator = new Utf8Validator((part) => asUtf8(part, true) !== undefined)
  validator.push(bytes)
  const offset = isWhole ? validator.end() : validator.invalidAt
  if (offset === null) return null
  let line = 1
  for (let at = 0; at < offset; at++) {
    if (bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a)) line++
  }
  return { value: bytes[offset] ?? 0, offset, line }
}

/** What the bytes above 127 are. */
interface HighBytes {
  readonly high: number
  /** Characters of UTF-8 with several bytes. */
  readonly characters: number
  /** Of them, those that would be no text in an encoding of one byte a character: “Ã¶”, “â€™”. */
  readonly unmistakable: number
  /** Bytes that are part of no such character. */
  readonly odd: number
  /** Bytes 0x80 to 0x9f: letters and signs in Windows-1252, controls in ISO 8859-1. */
  readonly controls: number
  /** Bytes that Windows-1252 gives no character. */
  readonly undefined: number
  /** Bytes in runs of four and more. */
  readonly inRuns: number
}

function surveyHighBytes(bytes: Uint8Array): HighBytes {
  let [high, characters, unmistakable, odd, controls, unknown, inRuns, run] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) {
      if (run >= 4) inRuns += run
      run = 0
      continue
    }
    const length = utf8Length(bytes, at)
    run += length
    high += length
    if (length > 1) {
      characters++
      if (byte === 0xc2 || byte === 0xc3 || (byte === 0xe2 && length === 3)) unmistakable++
      at += length - 1
      continue
    }
    odd++
    if (byte < 0xa0) controls++
    if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) unknown++
  }
  if (run >= 4) inRuns += run
  return { high, characters, unmistakable, odd, controls, undefined: unknown, inRuns }
}

/** Bytes of the UTF-8 character at an offset; 1 if there is none. */
function utf8Length(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0
  const length = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1
  if (byte >= 0xf5 || length === 1) return 1
  for (let index = 1; index < length; index++) if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 1
  return length
}
