import { backslash, closeBrace, closeBracket, comma, quote } from './json-bytes'

/**
 * A pattern of numbers that may be written in another way than a dynamic value writes them (0.10, 1e2, -0), or have more
 * digits than it keeps. What it finds may stand in a string.
 */
export const oddNumber = '[0-9][eE][-+0-9]|\\.[0-9]+0([,}\\]\\s]|$)|-0([,}\\]\\s]|$)|[0-9.]{17}'

/** A string or a number in JSON. */
const tokens = /"(?:[^"\\]|\\.)*"|-?[0-9][-+0-9.eE]*/g

const smallestLong = -(2n ** 63n)
const largestLong = 2n ** 63n - 1n

/** What JSON is made of, without the blanks between it. */
const allTokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

const blank = 0x20
const zero = 0x30
const point = 0x2e

/** Whole numbers below this are written without an exponent. */
const plainReal = 1e15

/** What a dynamic value does to a number: `digitsLost` changes it, `numberRewritten` only its spelling. */
export interface DynamicChange {
  readonly kind: 'digitsLost' | 'numberRewritten'
  readonly value: string
  readonly becomes: string
}

/**
 * The gravest change to a number in a JSON text that becomes a dynamic value, whose numbers are a long or a real
 * (documents: the dynamic data type); undefined if there is none.
 */
export function dynamicChange(json: string): DynamicChange | undefined {
  if (!hasOddNumber(json)) return undefined
  let rewritten: DynamicChange | undefined
  for (const [token] of json.matchAll(tokens)) {
    if (token.startsWith('"')) continue
    const becomes = numberText(token)
    if (becomes === token) continue
    if (losesDigits(token)) return { kind: 'digitsLost', value: token, becomes }
    rewritten ??= { kind: 'numberRewritten', value: token, becomes }
  }
  return rewritten
}

/**
 * JSON text as a dynamic value shows it: numbers are a long or a real, and of a repeated key the first value stays.
 *
 * @throws SyntaxError if it is no JSON.
 */
export function asDynamic(json: string): string {
  const value: unknown = JSON.parse(json)
  if (!hasOddNumber(json) && keysIn(value) === mostKeysOf(json)) return json
  const levels: Level[] = []
  let out = ''
  let isKeyNext = false
  /** Takes the member back that began with a repeated key. */
  const endMember = (level: Level | undefined): void => {
    if (level?.repeatedFrom === undefined) return
    out = out.slice(0, level.repeatedFrom)
    level.repeatedFrom = undefined
  }
  for (const [token] of json.matchAll(allTokens)) {
    const level = levels.at(-1)
    if (token === '{' || token === '[') {
      levels.push({ keys: token === '{' ? new Set() : undefined, memberFrom: 0, repeatedFrom: undefined })
      isKeyNext = token === '{'
      out += token
    } else if (token === '}' || token === ']') {
      endMember(level)
      levels.pop()
      isKeyNext = false
      out += token
    } else if (token === ',') {
      endMember(level)
      if (level !== undefined) level.memberFrom = out.length
      isKeyNext = level?.keys !== undefined
      out += token
    } else if (isKeyNext && level?.keys !== undefined) {
      const key = String(JSON.parse(token))
      if (level.keys.has(key)) level.repeatedFrom = level.memberFrom
      level.keys.add(key)
      isKeyNext = false
      out += token
    } else out += isNumber(token) ? numberInJson(token) : token
  }
  return out
}

/** An object or array that is open while it is written. */
interface Level {
  /** Keys of an object; undefined for an array. */
  readonly keys: Set<string> | undefined
  /** Where its last member begins, with the comma before it. */
  memberFrom: number
  /** Where a member with a repeated key begins. */
  repeatedFrom: number | undefined
}

/** Whether {@link oddNumber} is in JSON outside of its strings. Every value of an answer is asked. */
function hasOddNumber(json: string): boolean {
  const { length } = json
  let start = -1
  for (let at = 0; at <= length; at++) {
    const code = at < length ? json.charCodeAt(at) : blank
    if (code === quote) at = endOfString(json, at)
    const isDigit = (code >= zero && code < zero + 10) || code === point
    if (isDigit && start < 0) start = at
    if (isDigit || start < 0) continue
    if (isOddRun(json, start, at, code)) return true
    start = -1
  }
  return false
}

/** Where the quote stands that ends a string. */
function endOfString(json: string, start: number): number {
  let end = start
  do end = json.indexOf('"', end + 1)
  while (end > 0 && isEscaped(json, end))
  return end < 0 ? json.length : end
}

function isEscaped(json: string, at: number): boolean {
  let before = at - 1
  while (json.charCodeAt(before) === backslash) before--
  return (at - before) % 2 === 0
}

/** @param next What comes after the digits and points. */
function isOddRun(json: string, start: number, end: number, next: number): boolean {
  if (end - start >= 17 || json[end] === 'e' || json[end] === 'E') return true
  const digits = json.slice(start, end)
  const isEnd = next <= blank || next === comma || next === closeBrace || next === closeBracket
  if (!isEnd || !digits.endsWith('0')) return false
  const pointAt = digits.lastIndexOf('.')
  return (pointAt >= 0 && pointAt < digits.length - 2) || (json[start - 1] === '-' && digits === '0')
}

/** The keys of all objects in a value, each once for its object. */
function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value)
  let count = Array.isArray(value) ? 0 : inner.length
  for (const one of inner) if (typeof one === 'object') count += keysIn(one)
  return count
}

/** As many as there are keys in JSON text, repeated ones counted again, or more: a string may look like a key. */
function mostKeysOf(json: string): number {
  let count = 0
  for (let at = json.indexOf(':'); at >= 0; at = json.indexOf(':', at + 1)) {
    let before = at - 1
    while (json.charCodeAt(before) <= blank) before--
    if (json.charCodeAt(before) === quote) count++
  }
  return count
}

function isNumber(token: string): boolean {
  return /^-?[0-9]/.test(token)
}

function numberInJson(token: string): string {
  const text = numberText(token)
  // JSON has no infinity.
  return text.endsWith('inf') ? `"${text.replace('inf', 'Infinity')}"` : text
}

/** A number as a long or a real is written. */
function numberText(token: string): string {
  if (isLong(token)) return BigInt(token).toString()
  const value = Number(token)
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (!Number.isInteger(value)) return String(value)
  return Math.abs(value) < plainReal ? `${Object.is(value, -0) ? '-0' : value}.0` : value.toExponential()
}

function isLong(token: string): boolean {
  if (!/^-?[0-9]{1,19}$/.test(token)) return false
  const value = BigInt(token)
  return value >= smallestLong && value <= largestLong
}

/** Whether a real that is written with as many digits has others. */
function losesDigits(token: string): boolean {
  if (isLong(token)) return false
  const digits = significantDigits(token)
  if (digits === '') return false
  const value = Math.abs(Number(token))
  if (!Number.isFinite(value) || value === 0) return true
  return significantDigits(value.toExponential(Math.min(digits.length - 1, 100))) !== digits
}

function significantDigits(token: string): string {
  const [mantissa = ''] = token.toLowerCase().split('e')
  return mantissa.replace(/[^0-9]/g, '').replace(/^0+|0+$/g, '')
}
