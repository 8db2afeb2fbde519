/** Bytes that may be read after a text and written after its copy. */
export const copySlack = 32

/** Bytes at the start of the memory that are the loops' own. */
export const ownBytes = 16

/** Loops over bytes in one memory, 16 at a time, that split a text. */
interface SplittingLoops {
  /** Copies bytes from `from` to `to` until a delimiter, a line feed, a carriage return, or `limit`. Returns where that is. */
  plain(from: number, limit: number, to: number, delimiter: number): number
  /**
   * Copies bytes until a quote that stands alone, or `limit`; of a pair of quotes one. Returns where the copy ends, and
   * leaves where it stopped at the start of the memory.
   */
  quoted(from: number, limit: number, to: number): number
}

/** Loops that read JSON. */
export interface DocumentLoops {
  /** Returns where the next quote, backslash or control character is; `limit` or more if there is none before that. */
  string(from: number, limit: number): number
  /** Returns 1 if so many bytes at two places are the same, 0 if not. */
  same(left: number, right: number, length: number): number
}

export type TextLoops = SplittingLoops & DocumentLoops

/** Makes the loops for a memory. */
export function textLoops(memory: WebAssembly.Memory): TextLoops {
  const compiled = new WebAssembly.Module(moduleBytes())
  return new WebAssembly.Instance(compiled, { m: { m: memory } }).exports as unknown as TextLoops
}

// What follows spells the module in WebAssembly's binary format (webassembly.github.io/spec/core/binary): four functions of
// a few lines are too little for a compiler of their own. Each line is one step of a stack machine.

const i32 = 0x7f
const v128 = 0x7b
const nothing = 0x40

const get = (local: number): number[] => [0x20, local]
const set = (local: number): number[] => [0x21, local]
const constant = (value: number): number[] => [0x41, ...signed(value)]
const add = [0x6a]
const subtract = [0x6b]
const equal = [0x46]
const isBelow = [0x49]
const isAbove = [0x4a]
const isAtMost = [0x4c]
const isZero = [0x45]
const trailingZeros = [0x68]
const select = [0x1b]
const loadByte = (offset: number): number[] => [0x2d, 0, offset]
const storeByte = [0x3a, 0, 0]
const storeInt = [0x36, 2, 0]
const ifTrue = [0x04, nothing]
const loop = [0x03, nothing]
const end = [0x0b]
/** To the beginning of the loop that is so many levels out. */
const againIf = (level: number): number[] => [0x0d, level]
const giveBack = [0x0f]
const loadVector = (): number[] => [0xfd, 0x00, 0, 0]
const storeVector = [0xfd, 0x0b, 0, 0]
const splat = [0xfd, 0x0f]
const equalBytes = [0xfd, 0x23]
const otherBytes = [0xfd, 0x24]
const lesserBytes = [0xfd, 0x26]
const or = [0xfd, 0x50]
const bitmask = [0xfd, 0x64]

const increase = (local: number, by: readonly number[]): number[] => [
  ...get(local),
  ...by,
  ...add,
  ...set(local),
]
const lesserOf = (left: number, right: number): number[] => [
  ...get(left),
  ...get(right),
  ...get(left),
  ...get(right),
  ...isBelow,
  ...select,
]

function plainCode(): number[] {
  const [from, limit, to, delimiter, found, vector] = [0, 1, 2, 3, 4, 5]
  const isByte = (byte: readonly number[]): number[] => [...get(vector), ...byte, ...splat, ...equalBytes]
  return [
    ...loop,
    ...get(from),
    ...loadVector(),
    ...set(vector),
    ...get(to),
    ...get(vector),
    ...storeVector,
    ...isByte(get(delimiter)),
    ...isByte(constant(0x0a)),
    ...or,
    ...isByte(constant(0x0d)),
    ...or,
    ...bitmask,
    ...set(found),
    ...get(found),
    ...ifTrue,
    ...increase(from, [...get(found), ...trailingZeros]),
    ...lesserOf(from, limit),
    ...giveBack,
    ...end,
    ...increase(from, constant(16)),
    ...increase(to, constant(16)),
    ...get(from),
    ...get(limit),
    ...isBelow,
    ...againIf(0),
    ...end,
    ...get(limit),
  ]
}

function quotedCode(): number[] {
  const [from, limit, to, found, vector] = [0, 1, 2, 3, 4]
  const quote = 0x22
  const stop = [...constant(0), ...get(from), ...storeInt, ...get(to), ...giveBack]
  return [
    ...loop,
    ...get(from),
    ...loadVector(),
    ...set(vector),
    ...get(to),
    ...get(vector),
    ...storeVector,
    ...get(vector),
    ...constant(quote),
    ...splat,
    ...equalBytes,
    ...bitmask,
    ...set(found),
    ...get(found),
    ...isZero,
    ...ifTrue,
    ...increase(from, constant(16)),
    ...increase(to, constant(16)),
    ...get(from),
    ...get(limit),
    ...isBelow,
    ...againIf(1),
    ...stop,
    ...end,
    ...increase(from, [...get(found), ...trailingZeros]),
    ...increase(to, [...get(found), ...trailingZeros]),
    // A pair before the limit.
    ...get(from),
    ...get(limit),
    ...isBelow,
    ...ifTrue,
    ...get(from),
    ...loadByte(1),
    ...constant(quote),
    ...equal,
    ...ifTrue,
    ...get(to),
    ...constant(quote),
    ...storeByte,
    ...increase(to, constant(1)),
    ...increase(from, constant(2)),
    ...get(from),
    ...get(limit),
    ...isBelow,
    ...againIf(2),
    ...end,
    ...end,
    ...end,
    ...stop,
    // Not reached, but a function ends with what it returns.
    ...get(to),
  ]
}

function stringCode(): number[] {
  const [from, limit, found, vector] = [0, 1, 2, 3]
  const isByte = (byte: number, compare = equalBytes): number[] => [
    ...get(vector),
    ...constant(byte),
    ...splat,
    ...compare,
  ]
  return [
    ...loop,
    ...get(from),
    ...loadVector(),
    ...set(vector),
    ...isByte(0x22),
    ...isByte(0x5c),
    ...or,
    ...isByte(0x20, lesserBytes),
    ...or,
    ...bitmask,
    ...set(found),
    ...get(found),
    ...ifTrue,
    ...get(from),
    ...get(found),
    ...trailingZeros,
    ...add,
    ...giveBack,
    ...end,
    ...increase(from, constant(16)),
    ...get(from),
    ...get(limit),
    ...isBelow,
    ...againIf(0),
    ...end,
    ...get(limit),
  ]
}

function sameCode(): number[] {
  const [left, right, length, found] = [0, 1, 2, 3]
  return [
    ...loop,
    ...get(left),
    ...loadVector(),
    ...get(right),
    ...loadVector(),
    ...otherBytes,
    ...bitmask,
    ...set(found),
    ...get(found),
    ...ifTrue,
    // The first that differs lies behind the end.
    ...get(length),
    ...get(found),
    ...trailingZeros,
    ...isAtMost,
    ...giveBack,
    ...end,
    ...increase(left, constant(16)),
    ...increase(right, constant(16)),
    ...get(length),
    ...constant(16),
    ...subtract,
    ...set(length),
    ...get(length),
    ...constant(0),
    ...isAbove,
    ...againIf(0),
    ...end,
    ...constant(1),
  ]
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const ascii = (text: string): number[] => sized([...Buffer.from(text)])
  const section = (id: number, items: readonly (readonly number[])[]): number[] => [
    id,
    ...sized([...unsigned(items.length), ...items.flat()]),
  ]
  const code = (ints: number, body: readonly number[]): number[] =>
    sized([2, ints, i32, 1, v128, ...body, ...end])
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [
      [0x60, 4, i32, i32, i32, i32, 1, i32],
      [0x60, 3, i32, i32, i32, 1, i32],
      [0x60, 2, i32, i32, 1, i32],
    ]),
    ...section(2, [[...ascii('m'), ...ascii('m'), 0x02, 0, 0]]),
    ...section(3, [[0], [1], [2], [1]]),
    ...section(7, [
      [...ascii('plain'), 0, 0],
      [...ascii('quoted'), 0, 1],
      [...ascii('string'), 0, 2],
      [...ascii('same'), 0, 3],
    ]),
    ...section(10, [code(1, plainCode()), code(1, quotedCode()), code(1, stringCode()), code(1, sameCode())]),
  ])
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes]
}

/** A number in LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)]
}

/** A number from 0 in signed LEB128. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >> 7)]
}
