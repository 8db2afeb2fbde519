import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { endOfContent } from '../../../../electron/services/sources/counting/random-access'
import { readOrcRows } from '../../../../electron/services/sources/counting/orc-footer'

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))]
const numberField = (field: number, value: number): number[] => [field * 8, ...varint(value)]
const bytesField = (field: number, bytes: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
]

/** A footer with a stripe and a type before its rows, and statistics after them. */
const footer = (rows: number): Buffer =>
  Buffer.from([
    ...numberField(1, 3),
    ...numberField(2, 700_000),
    ...bytesField(3, numberField(5, rows)),
    ...bytesField(4, [...numberField(1, 12), ...bytesField(3, [97])]),
    ...numberField(6, rows),
    ...bytesField(7, numberField(1, rows)),
  ])
const chunk = (bytes: Buffer, isOriginal: boolean): Buffer => {
  const header = Buffer.alloc(3)
  header.writeUIntLE(bytes.length * 2 + (isOriginal ? 1 : 0), 0, 3)
  return Buffer.concat([header, bytes])
}
/** One literal: Snappy without anything that repeats. */
const snappy = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([...varint(bytes.length), (bytes.length - 1) * 4]), bytes])

const orcFile = (stored: Buffer, codec: number): Buffer => {
  const script = Buffer.from([
    ...numberField(1, stored.length),
    ...numberField(2, codec),
    ...numberField(3, 262_144),
    ...bytesField(8000, [0x4f, 0x52, 0x43]),
  ])
  return Buffer.concat([
    Buffer.from('ORC'),
    Buffer.alloc(1000, 1),
    stored,
    script,
    Buffer.from([script.length]),
  ])
}
const rowsOf = async (file: Buffer): Promise<number | null> =>
  await readOrcRows(endOfContent(file, file.length))

describe('the rows of an ORC file', () => {
  test('are read from its footer, packed or not, in one chunk or several', async () => {
    const rows = 5_000_000_000
    const bytes = footer(rows)
    expect(await rowsOf(orcFile(bytes, 0))).toBe(rows)
    expect(await rowsOf(orcFile(chunk(deflateRawSync(bytes), false), 1))).toBe(rows)
    expect(await rowsOf(orcFile(chunk(snappy(bytes), false), 2))).toBe(rows)
    const halves = [chunk(deflateRawSync(bytes.subarray(0, 9)), false), chunk(bytes.subarray(9), true)]
    expect(await rowsOf(orcFile(Buffer.concat(halves), 1))).toBe(rows)
    expect(await rowsOf(orcFile(chunk(bytes, true), 5))).toBe(rows)
  })

  test('are not known when the footer is packed by another codec, cut or damaged', async () => {
    const file = orcFile(chunk(deflateRawSync(footer(7)), false), 1)
    expect(await rowsOf(orcFile(chunk(deflateRawSync(footer(7)), false), 5))).toBeNull()
    for (const length of [0, 3, 900, file.length - 3])
      expect(await rowsOf(file.subarray(0, length))).toBeNull()
    for (let index = file.length - 40; index < file.length - 1; index++) {
      const damaged = Buffer.from(file)
      damaged[index] = 0xff
      const rows = await rowsOf(damaged)
      expect(rows === null || Number.isSafeInteger(rows)).toBe(true)
    }
  })
  test('are not known when the footer unpacks to far more than a footer, or comes in endless chunks', async () => {
    const zeros = chunk(deflateRawSync(Buffer.alloc(8_000_000)), false)
    const bomb = orcFile(Buffer.concat(Array.from({ length: 400 }, () => zeros)), 1)
    expect(bomb.length).toBeLessThan(4_000_000)
    const before = process.memoryUsage().arrayBuffers
    expect(await rowsOf(bomb)).toBeNull()
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000)
    const empty = Buffer.alloc(3 * 1_000_000)
    for (let index = 0; index < 1_000_000; index++) empty[index * 3] = 1
    expect(await rowsOf(orcFile(Buffer.concat([empty, chunk(footer(7), true)]), 1))).toBeNull()
  })
})
