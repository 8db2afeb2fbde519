import type { ComputedFunction } from '../../engine/duckdb-engine-functions'
import { ofTexts } from './numbers'

/** An address in 128 bits (an IPv4 address as `::ffff:a.b.c.d`), and how many of them its prefix keeps. */
interface Address {
  readonly bits: bigint
  readonly prefix: number
  readonly isIpv4: boolean
}

const mapped = 0xffffn << 32n

/** The 32 bits of `a.b.c.d`; undefined for anything else. */
function ipv4Bits(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

/** The 128 bits of an IPv6 address; undefined for anything else. */
function ipv6Bits(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const groups = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(groupsOf)))
  const [head = [], tail = []] = groups
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const all = [...head, ...Array.from({ length: halves.length === 1 ? 0 : missing }, () => '0'), ...tail]
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n)
}

/** An IPv4 address at the end of an IPv6 address is two groups. */
function groupsOf(group: string): string[] {
  const bits = group.includes('.') ? ipv4Bits(group) : undefined
  return bits === undefined ? [group] : [(bits >> 16n).toString(16), (bits & 0xffffn).toString(16)]
}

/** Reads an address of either kind, with or without a prefix. */
function addressOf(text: string): Address | undefined {
  const [, address = '', suffix] = /^\s*([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?\s*$/.exec(text) ?? []
  const ipv4 = ipv4Bits(address)
  const bits = ipv4 === undefined ? ipv6Bits(address) : mapped | ipv4
  if (bits === undefined) return undefined
  // The prefix of an IPv4 address counts 32 bits, also if it is written as an IPv6 address.
  const isIpv4 = ipv4 !== undefined || address.includes('.')
  const most = isIpv4 ? 32 : 128
  const prefix = suffix === undefined ? most : Number(suffix)
  if (prefix > most) return undefined
  const plain = isIpv4 && ipv4 === undefined && bits >> 32n === 0n ? mapped | bits : bits
  return { bits: plain, prefix: isIpv4 ? prefix + 96 : prefix, isIpv4 }
}

function masked(bits: bigint, prefix: number): bigint {
  const rest = BigInt(128 - prefix)
  return (bits >> rest) << rest
}

/** Compares two addresses under the shortest of their prefixes and `prefix`. */
function compared(one: string, other: string, prefix: number): number | undefined {
  const [left, right] = [addressOf(one), addressOf(other)]
  if (left === undefined || right === undefined || prefix < 0 || prefix > 128) return undefined
  const least = Math.min(left.prefix, right.prefix, prefix)
  const [a, b] = [masked(left.bits, least), masked(right.bits, least)]
  return a === b ? 0 : a > b ? 1 : -1
}

/** Whether a network holds an address. */
function isWithin(text: string, range: string): boolean | null {
  const [address, network] = [addressOf(text), addressOf(range)]
  if (address === undefined || network === undefined) return null
  return (
    address.prefix >= network.prefix &&
    masked(address.bits, network.prefix) === masked(network.bits, network.prefix)
  )
}

/** All eight groups with all digits. */
function fullText(bits: bigint): string {
  const digits = bits.toString(16).padStart(32, '0')
  return (digits.match(/.{4}/g) ?? []).join(':')
}

function canonical(text: string, prefix: number): string {
  const address = addressOf(text)
  if (address === undefined || prefix < 0 || prefix > 128) return ''
  return fullText(masked(address.bits, Math.min(address.prefix, prefix)))
}

const ipv4Text = (bits: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.')

/** The networks that together hold exactly the addresses from the first to the last, as a JSON array. */
function networksBetween(first: string, last: string): string | null {
  const [start, end] = [ipv4Bits(first.trim()), ipv4Bits(last.trim())]
  if (start === undefined || end === undefined) return null
  const networks: string[] = []
  for (let at = start; at <= end;) {
    let suffix = 32n
    // One bit shorter, as long as the network starts here and does not reach beyond the end.
    while (suffix > 0n) {
      const size = 1n << (33n - suffix)
      if (at % size !== 0n || at + size - 1n > end) break
      suffix--
    }
    networks.push(`"${ipv4Text(at)}/${suffix}"`)
    at += 1n << (32n - suffix)
  }
  return `[${networks.join(',')}]`
}

/** True if the text holds the address, or one that starts with the prefix, with no letter or digit beside it. */
function hasAddress(text: string, wanted: string): boolean {
  const isPrefix = wanted.endsWith('.')
  const parts = wanted.split('.')
  const given = isPrefix ? parts.slice(0, -1) : parts
  if (isPrefix ? given.length < 1 || given.length > 3 : given.length !== 4) return false
  if (ipv4Bits([...given, '0', '0', '0'].slice(0, 4).join('.')) === undefined) return false
  const found = text.match(/(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.\d)/gu) ?? []
  return found.some(
    (each) => ipv4Bits(each) !== undefined && (isPrefix ? each.startsWith(wanted) : each === wanted),
  )
}

const prefixed = (
  name: string,
  result: ComputedFunction['result'],
  compute: (texts: readonly string[], prefix: number) => number | bigint | string | boolean | null,
  count: 1 | 2,
): ComputedFunction => ({
  name,
  parameters: [...Array.from({ length: count }, () => 'VARCHAR' as const), 'BIGINT'],
  result,
  compute: (...values) => {
    const texts = values.slice(0, count)
    const prefix = values[count]
    return texts.every((text) => typeof text === 'string') && typeof prefix === 'bigint'
      ? compute(texts, Number(prefix))
      : null
  },
})

/** IP addresses of both kinds. */
export const addressFunctions: readonly ComputedFunction[] = [
  prefixed(
    'kql_ipv6_compare',
    'BIGINT',
    ([one = '', other = ''], prefix) => {
      const order = compared(one, other, prefix)
      return order === undefined ? null : BigInt(order)
    },
    2,
  ),
  prefixed('kql_ipv6_text', 'VARCHAR', ([text = ''], prefix) => canonical(text, prefix), 1),
  ofTexts('kql_ipv6_within', 'BOOLEAN', 2, (text = '', range = '') => isWithin(text, range)),
  ofTexts('kql_ipv4_networks', 'VARCHAR', 2, (first = '', last = '') => networksBetween(first, last)),
  ofTexts('kql_has_ipv4', 'BOOLEAN', 2, (text = '', wanted = '') => hasAddress(text, wanted)),
]
