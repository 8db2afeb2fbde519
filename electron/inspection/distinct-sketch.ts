/** Positions of each level, and the share of hashes that the first two do not take: 1 in 128, 1 in 16,384. */
const levelBits = 16_384
const levelShare = 128

/** Estimates stay good up to so many values for each position. */
const mostPerBit = 5

/**
 * SQL that marks hashes in a bit string, which can be merged with others: three levels, each of which sees a 128th of
 * what the one before it sees.
 *
 * @param hash SQL of a hash of 64 bits.
 */
export function sketchSql(hash: string): string {
  const place = `CAST((${hash} >> 14) & ${levelBits - 1} AS INTEGER)`
  const level = `CAST(${hash} & 127 = 0 AS INTEGER) + CAST(${hash} & 16383 = 0 AS INTEGER)`
  return `to_base64(CAST(bitstring_agg(${place} + (${level}) * ${levelBits}, 0, ${3 * levelBits - 1}) AS BLOB))`
}

/**
 * Estimates how many distinct values there are, within about 3 %, by linear counting on the finest level that is not
 * full (K.-Y. Whang et al., A linear-time probabilistic counting algorithm, 1990).
 */
class DistinctSketch {
  readonly #bits = Buffer.alloc((3 * levelBits) / 8)
  /** Positions of each level that are marked. */
  readonly #marked: [number, number, number] = [0, 0, 0]
  #isEmpty = true

  /** Adds what {@link sketchSql} gave. */
  add(base64: string): void {
    this.#isEmpty = false
    const bytes = Buffer.from(base64, 'base64')
    // A bit string as bytes begins with one that says how many bits of the next are padding.
    const offset = bytes.length - this.#bits.length
    for (let index = 0; index < this.#bits.length; index++) {
      const added = bytes[index + offset] as number
      // Most are: a thousand columns have a thousand of these.
      if (added === 0) continue
      const before = this.#bits[index] as number
      this.#bits[index] = before | added
      const level = Math.floor((8 * index) / levelBits) as 0 | 1 | 2
      this.#marked[level] += onesOf[added & ~before] as number
    }
  }

  estimate(): number {
    if (this.#isEmpty) return 0
    const counts = this.#marked.map((marked) => linearCount(levelBits - marked))
    for (const [level, found] of counts.entries()) {
      if (found > levelBits * mostPerBit && level < 2) continue
      const rest = counts.slice(level + 1).reduce((sum, count) => sum + count, 0)
      // The finest level sees nearly all values: what it leaves to the others is added, not guessed.
      if (level === 0) return Math.round(found + rest)
      return Math.round((found + rest) * levelShare ** level)
    }
    return 0
  }
}

/** How many values leave so many positions of a level unmarked. */
function linearCount(zeros: number): number {
  return levelBits * Math.log(levelBits / Math.max(zeros, 0.5))
}

/** Estimates the distinct values of a source of which only some parts have been marked. */
export class DistinctGrowth {
  readonly #sketch = new DistinctSketch()
  /** Values and distinct ones after each part. */
  readonly #steps: { readonly values: number; readonly distinct: number }[] = [{ values: 0, distinct: 0 }]
  #others = { nothing: false, empty: false }

  /** @param part How many values it has, and whether nothing or an empty text is among what was marked. */
  add(
    base64: string,
    part: { readonly present: number; readonly nothing: boolean; readonly empty: boolean },
  ): void {
    this.#sketch.add(base64)
    this.#others = { nothing: this.#others.nothing || part.nothing, empty: this.#others.empty || part.empty }
    const others = Number(this.#others.nothing) + Number(this.#others.empty)
    const values = (this.#steps[this.#steps.length - 1]?.values ?? 0) + part.present
    this.#steps.push({ values, distinct: Math.max(0, this.#sketch.estimate() - others) })
  }

  /** Of so many values in all: those that were not marked bring as many new ones as the later half of the marked. */
  estimate(values: number): number {
    const last = this.#steps[this.#steps.length - 1] ?? { values: 0, distinct: 0 }
    const middle = this.#steps[Math.floor((this.#steps.length - 1) / 2)] ?? last
    const marked = last.values - middle.values
    const rate = marked > 0 ? Math.max(0, last.distinct - middle.distinct) / marked : 0
    return last.distinct + rate * Math.max(0, values - last.values)
  }
}

/** How many bits of each byte are set. */
const onesOf = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replace(/0/g, '').length)
