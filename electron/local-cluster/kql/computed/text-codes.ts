import { gunzipSync, inflateSync } from 'node:zlib'
import type { ComputedFunction, ComputedValue } from '../../engine/duckdb-engine-functions'
import { longestText } from '../scalar'
import { assertSteps, ofTexts } from './numbers'

const base = 36
const leastThreshold = 1
const mostThreshold = 26
const firstCode = 128

/** How far the next digit's threshold moves (RFC 3492, section 6.1). */
function adapted(delta: number, count: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / 700) : delta >> 1
  rest += Math.floor(rest / count)
  let steps = 0
  for (; rest > 455; steps += base) rest = Math.floor(rest / 35)
  return steps + Math.floor((36 * rest) / (rest + 38))
}

const threshold = (digit: number, bias: number): number =>
  Math.min(Math.max(digit - bias, leastThreshold), mostThreshold)

const digitOf = (value: number): string => String.fromCharCode(value < 26 ? value + 97 : value + 22)

/** The Punycode of a text (RFC 3492), without the prefix that domains have. */
function toPunycode(text: string): string {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0)
  const plain = codes.filter((code) => code < firstCode)
  assertSteps(codes.length * (codes.length - plain.length), 'punycode_from_string')
  let result = plain.map((code) => String.fromCharCode(code)).join('') + (plain.length > 0 ? '-' : '')
  let [next, delta, bias, done] = [firstCode, 0, 72, plain.length]
  while (done < codes.length) {
    const least = next
    const wanted = codes.reduce((most, code) => (code >= least ? Math.min(most, code) : most), Infinity)
    delta += (wanted - next) * (done + 1)
    next = wanted
    for (const code of codes) {
      if (code < next) delta++
      if (code !== next) continue
      let rest = delta
      for (let digit = base; rest >= threshold(digit, bias); digit += base) {
        const limit = threshold(digit, bias)
        result += digitOf(limit + ((rest - limit) % (base - limit)))
        rest = Math.floor((rest - limit) / (base - limit))
      }
      result += digitOf(rest)
      bias = adapted(delta, done + 1, done === plain.length)
      delta = 0
      done++
    }
    delta++
    next++
  }
  return result
}

/** The text that a Punycode stands for; undefined if it is none. */
function fromPunycode(text: string): string | undefined {
  assertSteps(text.length ** 2, 'punycode_to_string')
  const split = text.lastIndexOf('-')
  const codes = [...text.slice(0, Math.max(split, 0))].map((character) => character.charCodeAt(0))
  if (codes.some((code) => code >= firstCode)) return undefined
  let [next, place, bias] = [firstCode, 0, 72]
  for (let at = split + 1; at < text.length;) {
    const before = place
    let weight = 1
    for (let digit = base; ; digit += base) {
      const value = parseInt(text[at++] ?? '', 36)
      if (Number.isNaN(value)) return undefined
      // Letters come first, digits after them.
      const worth = value >= 10 ? value - 10 : value + 26
      place += worth * weight
      const limit = threshold(digit, bias)
      if (worth < limit) break
      weight *= base - limit
    }
    bias = adapted(place - before, codes.length + 1, before === 0)
    next += Math.floor(place / (codes.length + 1))
    place %= codes.length + 1
    if (next > 0x10ffff) return undefined
    codes.splice(place++, 0, next)
  }
  return codes.map((code) => String.fromCodePoint(code)).join('')
}

const labelPrefix = 'xn--'

function domainToPunycode(domain: string): string {
  return domain
    .split('.')
    .map((label) => (/^[\0-\x7f]*$/.test(label) ? label : labelPrefix + toPunycode(label)))
    .join('.')
}

function domainFromPunycode(domain: string): string {
  const labels = domain.split('.').map((label) => {
    if (!label.toLowerCase().startsWith(labelPrefix)) return label
    return fromPunycode(label.slice(labelPrefix.length))
  })
  return labels.some((label) => label === undefined) ? '' : labels.join('.')
}

/** What a Base64 text packs; empty if it is not packed this way, or too long. */
function unpacked(text: string, unpack: typeof inflateSync): string {
  try {
    return unpack(Buffer.from(text, 'base64'), { maxOutputLength: longestText }).toString('utf8')
  } catch {
    return ''
  }
}

/** Clocks of time zones: making one takes as long as reading it thousands of times. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone)
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(zone, clock)
  }
  return clock
}

const ticksPerMillisecond = 10_000n
const epochTicks = 621_355_968_000_000_000n

/** How far the zone's clock is ahead of UTC at a moment in ticks, in ticks. */
function aheadOfUtc(ticks: bigint, zone: string): bigint {
  const moment = (ticks - epochTicks) / ticksPerMillisecond
  const seconds = moment - (((moment % 1000n) + 1000n) % 1000n)
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(Number(seconds))
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return (BigInt(Date.UTC(year, month - 1, day, hour, minute, second)) - seconds) * ticksPerMillisecond
}

const inZone = (name: string, convert: (ticks: bigint, zone: string) => bigint): ComputedFunction => ({
  name,
  parameters: ['BIGINT', 'VARCHAR'],
  result: 'BIGINT',
  compute: (ticks, zone): ComputedValue =>
    typeof ticks === 'bigint' && typeof zone === 'string' ? convert(ticks, zone) : null,
})

/** Punycode, packed texts, and the clocks of time zones. */
export const textCodeFunctions: readonly ComputedFunction[] = [
  ofTexts('kql_punycode', 'VARCHAR', 1, (text = '') => toPunycode(text)),
  ofTexts('kql_from_punycode', 'VARCHAR', 1, (text = '') => fromPunycode(text) ?? ''),
  ofTexts('kql_punycode_domain', 'VARCHAR', 1, (text = '') => domainToPunycode(text)),
  ofTexts('kql_from_punycode_domain', 'VARCHAR', 1, (text = '') => domainFromPunycode(text)),
  ofTexts('kql_inflate', 'VARCHAR', 1, (text = '') => unpacked(text, inflateSync)),
  ofTexts('kql_gunzip', 'VARCHAR', 1, (text = '') => unpacked(text, gunzipSync)),
  inZone('kql_utc_to_local', (ticks, zone) => ticks + aheadOfUtc(ticks, zone)),
  inZone('kql_local_to_utc', (ticks, zone) => {
    const guess = ticks - aheadOfUtc(ticks, zone)
    return ticks - aheadOfUtc(guess, zone)
  }),
]
