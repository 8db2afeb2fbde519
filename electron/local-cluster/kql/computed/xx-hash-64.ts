import type { ComputedFunction } from '../../engine/duckdb-engine-functions'

const prime1 = 11400714785074694791n
const prime2 = 14029467366897019727n
const prime3 = 1609587929392839161n
const prime4 = 9650029242287828579n
const prime5 = 2870177450012600261n

const low64 = (value: bigint): bigint => BigInt.asUintN(64, value)

function rotated(value: bigint, bits: bigint): bigint {
  return low64((value << bits) | (value >> (64n - bits)))
}

function mixed(sum: bigint, input: bigint): bigint {
  return low64(rotated(low64(sum + input * prime2), 31n) * prime1)
}

/**
 * The 64-bit xxHash of bytes with the seed 0, as a signed number.
 *
 * @see https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */
export function xxHash64(bytes: Buffer): bigint {
  let at = 0
  let hash = prime5
  if (bytes.length >= 32) {
    const sums = [low64(prime1 + prime2), prime2, 0n, low64(-prime1)]
    for (; at + 32 <= bytes.length; at += 32) {
      const start = at
      sums.forEach((sum, index) => {
        sums[index] = mixed(sum, bytes.readBigUInt64LE(start + index * 8))
      })
    }
    const turns = [1n, 7n, 12n, 18n]
    hash = low64(sums.reduce((total, sum, index) => total + rotated(sum, turns[index] ?? 0n), 0n))
    for (const sum of sums) hash = low64((hash ^ mixed(0n, sum)) * prime1 + prime4)
  }
  hash = low64(hash + BigInt(bytes.length))
  for (; at + 8 <= bytes.length; at += 8) {
    hash = low64(rotated(hash ^ mixed(0n, bytes.readBigUInt64LE(at)), 27n) * prime1 + prime4)
  }
  if (at + 4 <= bytes.length) {
    hash = low64(rotated(hash ^ low64(BigInt(bytes.readUInt32LE(at)) * prime1), 23n) * prime2 + prime3)
    at += 4
  }
  for (; at < bytes.length; at++) {
    hash = low64(rotated(hash ^ low64(BigInt(bytes[at] ?? 0) * prime5), 11n) * prime1)
  }
  hash = low64((hash ^ (hash >> 33n)) * prime2)
  hash = low64((hash ^ (hash >> 29n)) * prime3)
  return BigInt.asIntN(64, hash ^ (hash >> 32n))
}

/** The hash of a text's UTF-8 bytes, and of a whole number's eight bytes. */
export const xxHash64Functions: readonly ComputedFunction[] = [
  {
    name: 'kql_hash_text',
    parameters: ['VARCHAR'],
    result: 'BIGINT',
    compute: (text) => (typeof text === 'string' ? xxHash64(Buffer.from(text)) : null),
  },
  {
    name: 'kql_hash_long',
    parameters: ['BIGINT'],
    result: 'BIGINT',
    compute: (value) => {
      if (typeof value !== 'bigint') return null
      const bytes = Buffer.alloc(8)
      bytes.writeBigInt64LE(value)
      return xxHash64(bytes)
    },
  },
]
