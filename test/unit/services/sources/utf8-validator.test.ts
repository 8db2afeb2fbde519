import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Utf8Validator } from '../../../../electron/services/sources/utf8-validator'

/** Pushes bytes in pieces that end at the given places. */
function validate(bytes: Uint8Array, cuts: readonly number[]): number | null {
  const validator = new Utf8Validator()
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b)
  places.slice(1).forEach((place, index) => {
    // Filled again after each piece, as the buffers of an upload are.
    const piece = Buffer.from(bytes.subarray(places[index], place))
    validator.push(piece)
    piece.fill(0x80)
  })
  return validator.end()
}

/** By the platform's decoder: the longest prefix that it takes. */
function firstWrong(bytes: Uint8Array): number | null {
  const isRight = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length))
      return true
    } catch {
      // It does not decode, which is the answer.
      return false
    }
  }
  if (isRight(bytes.length)) return null
  let length = bytes.length
  while (!isRight(length)) length--
  return length
}

const cuts = fc.array(fc.nat(), { maxLength: 6 })

test('text of every script passes, wherever its characters are cut', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  fc.assert(fc.property(text, cuts, (value, at) => validate(Buffer.from(value), at) === null))
})

test('the first character that is wrong is found, whatever it is and wherever it is cut', () => {
  const likely = fc.oneof(
    fc.constantFrom(0x00, 0x61, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xe2, 0xed, 0xa0, 0xf0, 0xf4, 0xf5, 0xff),
    fc.integer({ min: 0, max: 255 }),
  )
  const bytes = fc.array(likely, { maxLength: 24 }).map((values) => Uint8Array.from(values))
  fc.assert(
    fc.property(bytes, cuts, (value, at) => {
      expect(validate(value, at)).toBe(firstWrong(value))
    }),
    { numRuns: 2000 },
  )
})

test('a wrong byte far into a long text is found by its offset', () => {
  const bytes = Buffer.from('é'.repeat(500_000))
  bytes[700_001] = 0x28
  expect(validate(bytes, [123_457, 655_361])).toBe(700_000)
})
