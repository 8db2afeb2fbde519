import type { Shares } from '../schema/comparison'
import type { Snapshot, SnapshotPart } from '../schema/snapshot'

/** Rows by bin or value, estimated for the whole part. */
type Spread = ReadonlyMap<number | string, number>

/** One moment's spread of a column: all rows, and those of the ingestion. */
interface Layers {
  readonly width: number | null
  readonly all: Spread
  readonly ours: Spread | null
  /** How many rows each row that was read stands for; 1 if all were read. */
  readonly scale: number
}

/** Where the rows of each bin come from, in order of the bins. */
export function binShares(
  before: Snapshot | null,
  after: Snapshot,
  name: string,
): { readonly width: number | null; readonly bins: (Shares & { readonly at: number })[] } {
  const [first, second] = [before, after].map((snapshot) => layersOf(snapshot, name, 'bins'))
  const widths = [first?.width, second?.width].filter((width) => typeof width === 'number')
  const width = widths.length === 0 ? null : Math.max(...widths)
  if (width === null) return { width, bins: [] }
  const shares = sharesOf(merged(first, width), merged(second, width))
  const bins = [...shares].map(([at, share]) => ({ at: Number(at), ...share }))
  return { width, bins: bins.sort((left, right) => left.at - right.at) }
}

/** Where the rows of each value come from, most frequent first. */
export function valueShares(
  before: Snapshot | null,
  after: Snapshot,
  name: string,
): (Shares & { readonly value: string })[] {
  const shares = sharesOf(layersOf(before, name, 'values'), layersOf(after, name, 'values'))
  const values = [...shares].map(([value, share]) => ({ value: String(value), ...share }))
  const total = (share: Shares): number => share.before + share.added + share.others
  return values.sort((left, right) => total(right) - total(left))
}

function layersOf(snapshot: Snapshot | null, name: string, what: 'bins' | 'values'): Layers | undefined {
  const index = snapshot?.columns.findIndex((column) => column.name === name) ?? -1
  if (snapshot === null || index === -1) return undefined
  const read = what === 'bins' || snapshot.columns[index]?.type === 'dynamic' ? 'spread' : 'counted'
  const others = spreadOf(snapshot.others, index, what, read)
  const ours = snapshot.ours === null ? null : spreadOf(snapshot.ours, index, what, read)
  const { width = null } = snapshot.columns[index] ?? {}
  return { width, all: sum(others, ours ?? new Map()), ours, scale: scaleOf(snapshot.others, read) }
}

function spreadOf(part: SnapshotPart, index: number, what: 'bins' | 'values', read: ReadRows): Spread {
  const facts = part.columns[index]
  const scale = scaleOf(part, read)
  if (what === 'bins') return new Map(facts?.bins.map(({ bin, rows }) => [bin, rows * scale]))
  return new Map(facts?.values?.map(({ value, rows }) => [value, rows * scale]))
}

/** Which rows of a part were read for its bins or values. */
type ReadRows = 'counted' | 'spread'

function scaleOf(part: SnapshotPart, read: ReadRows): number {
  return part[read] === 0 ? 1 : part.rows / part[read]
}

/** Bins of the wider width; each width divides the next. */
function merged(layers: Layers | undefined, width: number): Layers | undefined {
  const own = layers?.width ?? null
  if (layers === undefined || own === null || own === width) return layers
  const merge = (spread: Spread): Spread => {
    const wide = new Map<number, number>()
    for (const [bin, rows] of spread) {
      // A hair more, because a width like 0.1 is not exact.
      const key = Math.floor((Number(bin) * own) / width + 1e-9)
      wide.set(key, (wide.get(key) ?? 0) + rows)
    }
    return wide
  }
  return { ...layers, width, all: merge(layers.all), ours: layers.ours === null ? null : merge(layers.ours) }
}

/**
 * What was there before, what was added and what others brought. Without a first moment, everything that the ingestion
 * did not bring counts as there before.
 */
function sharesOf(first: Layers | undefined, second: Layers | undefined): Map<number | string, Shares> {
  const shares = new Map<number | string, Shares>()
  const scale = Math.max(first?.scale ?? 1, second?.scale ?? 1)
  const keys = new Set([...(first?.all.keys() ?? []), ...(second?.all.keys() ?? [])])
  for (const key of keys) {
    const all = second?.all.get(key) ?? 0
    const ours = second?.ours?.get(key) ?? 0
    const rest = Math.max(0, all - ours)
    const before = first === undefined ? rest : (first.all.get(key) ?? 0)
    const more = rest - before
    const since = more > chance(Math.max(rest, before), scale) ? more : 0
    const isOurs = (second?.ours ?? null) !== null
    shares.set(key, { before, added: isOurs ? ours : since, others: isOurs ? since : 0 })
  }
  return shares
}

/** By how much two samples of the same rows may differ: four standard deviations of a count. */
function chance(rows: number, scale: number): number {
  return scale > 1 ? 4 * scale * Math.sqrt(rows / scale + 1) : 0
}

function sum(one: Spread, other: Spread): Spread {
  const both = new Map(one)
  for (const [key, rows] of other) both.set(key, (both.get(key) ?? 0) + rows)
  return both
}
