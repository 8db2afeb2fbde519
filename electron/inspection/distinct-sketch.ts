/** Positions of each level, and the share of hashes that the first two do not take: 1 in 128, 1 in 16,384. */
const levelBits = 16_384
const levelShare = 128

/** Estimates stay good up to so many values for each position. */
const mostPerBit = 5

/**
 * SQL that marks the values of `text` in a bit string, which can be merged with others: three levels, each of which
 * sees a 128th of what the one before it sees.
 */
export function sketchSql(text: string): string {
  const hash = `hash(${text})`
  const place = `CAST((${hash} >> 14) & ${levelBits - 1} AS INTEGER)`
  const level = `CASE WHEN ${hash} & 127 <> 0 THEN 0 WHEN ${hash} & 16256 <> 0 THEN ${levelBits} ELSE ${2 * levelBits} END`
  return `to_base64(CAST(bitstring_agg(${place} + ${level}, 0, ${3 * levelBits - 1}) AS BLOB))`
}

/**
 * Estimates how many distinct values there are, within about 3 %, by linear counting on the finest level that is not
 * full (K.-Y. Whang et al., A linear-time probabilistic counting algorithm, 1990).
 */
export class DistinctSketch {
  readonly #bits = Buffer.alloc((3 * levelBits) / 8)
  #isEmpty = true

  /** Adds what {@link sketchSql} gave; null: there was no value. */
  add(base64: string | null): void {
    if (base64 === null) return
    this.#isEmpty = false
    const bytes = Buffer.from(base64, 'base64')
    // A bit string as bytes begins with one that says how many bits of the next are padding.
    const offset = bytes.length - this.#bits.length
    for (let index = 0; index < this.#bits.length; index++) {
      this.#bits[index] = (this.#bits[index] as number) | (bytes[index + offset] as number)
    }
  }

  estimate(): number {
    if (this.#isEmpty) return 0
    const counts = [0, 1, 2].map((level) => this.#countLevel(level))
    for (const [level, found] of counts.entries()) {
      if (found > levelBits * mostPerBit && level < 2) continue
      const rest = counts.slice(level + 1).reduce((sum, count) => sum + count, 0)
      // The finest level sees nearly all values: what it leaves to the others is added, not guessed.
      if (level === 0) return Math.round(found + rest)
      return Math.round((found + rest) * levelShare ** level)
    }
    return 0
  }

  #countLevel(level: number): number {
    const size = levelBits / 8
    let zeros = 0
    for (const byte of this.#bits.subarray(level * size, (level + 1) * size)) zeros += zerosOf[byte] as number
    return levelBits * Math.log(levelBits / Math.max(zeros, 0.5))
  }
}

/** How many bits of each byte are not set. */
const zerosOf = Uint8Array.from({ length: 256 }, (_, byte) => 8 - byte.toString(2).replace(/0/g, '').length)
