import type { Comparison } from '../schema/comparison'
import { othersName } from '../whose-rows'

/** A table's size in bytes, or its number of extents, at two moments. */
export type Measure = Comparison['size']

/** By whom it changed. */
interface MeasureShares {
  /** What the ingestion brought; the change by everybody, where they are not told apart. Null is not known. */
  readonly change: number | null
  /** Who else changed it, in words; empty if nobody did. */
  readonly others: readonly string[]
}

/**
 * Tells what an ingestion added to a table's size or extents from what others did. Extents with a `drop-by:` tag merge
 * only with each other, so the ingestion's own are counted exactly; a change elsewhere without rows is such a merge.
 *
 * @param format Writes an amount, without its sign.
 */
export function measureShares(
  { before, after, added }: Measure,
  { rows, tag }: Pick<Comparison, 'rows' | 'tag'>,
  format: (amount: number) => string,
): MeasureShares {
  const change = before === null || after === null ? null : after - before
  if (change === null || tag === null) return { change, others: [] }
  if (added === null) return { change, others: rows.others === 0 ? [] : ['by all writers'] }
  const rest = change - added
  if (rest === 0) return { change: added, others: [] }
  const who = rows.others === 0 ? 'by merging extents' : `by ${othersName(rows)}`
  return { change: added, others: [`${rest > 0 ? '+' : '−'}${format(Math.abs(rest))} ${who}`] }
}

/** The table's size in storage; where a cluster does not say that, the size of its data before it was compressed. */
export function sizeOf({ size, originalSize }: Pick<Comparison, 'size' | 'originalSize'>): Measure {
  return size.after === 0 ? originalSize : size
}
