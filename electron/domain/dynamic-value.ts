import { recordKeys } from './json-keys'

/**
 * A pattern of numbers that may be written in another way than a dynamic value writes them (0.10, 1e2, -0), or have more
 * digits than it keeps. For the engine and for JavaScript; what it finds may stand in a string.
 */
export const oddNumber = '[0-9][eE][-+0-9]|\\.[0-9]+0([,}\\]\\s]|$)|\\.0{4}|-0([,}\\]\\s]|$)|[0-9.]{17}'

const oddNumbers = new RegExp(oddNumber)

/** A string or a number in JSON. */
const tokens = /"(?:[^"\\]|\\.)*"|-?[0-9][-+0-9.eE]*/g

const smallestLong = -(2n ** 63n)
const largestLong = 2n ** 63n - 1n

/** What JSON is made of, without the blanks between it. */
const allTokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

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
  if (!oddNumbers.test(json)) return undefined
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

/** JSON text as a dynamic value shows it: numbers are a long or a real, and of a repeated key the first value stays. */
export function asDynamic(json: string): string {
  if (!oddNumbers.test(json) && !hasRepeatedKey(json)) return json
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

const encoder = new TextEncoder()

function hasRepeatedKey(json: string): boolean {
  // With one member only, no key can be there twice.
  if (json.indexOf(':') === json.lastIndexOf(':')) return false
  return recordKeys(encoder.encode(json.replaceAll('\n', ' '))).repeated.length > 0
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
