import type { ComparedColumn, Shares } from '../schema/comparison'

/** Which rows a bar stands for. */
export const barParts = ['before', 'others', 'added'] as const
type BarPart = (typeof barParts)[number]

/** One bar with its parts, the lowest first. */
interface StackedBar<T extends Shares> {
  readonly bin: T
  readonly left: number
  readonly wide: number
  readonly parts: readonly { readonly part: BarPart; readonly top: number; readonly tall: number }[]
}

/** Even one row among a million is seen. */
const leastHeight = 1.5

/** Bars on a common scale: what was there below, what came in on top. */
export function stackedBars<T extends Shares & { readonly at: number }>(
  bins: readonly T[],
  area: { readonly width: number; readonly height: number; readonly first: number; readonly bins: number },
): StackedBar<T>[] {
  const largest = Math.max(1, ...bins.map(({ before, added, others }) => before + added + others))
  const wide = area.width / area.bins
  return bins.map((bin) => {
    let top = area.height
    const parts = barParts.flatMap((part) => {
      if (bin[part] <= 0) return []
      const tall = Math.max(leastHeight, (bin[part] / largest) * area.height)
      top = Math.max(0, top - tall)
      return [{ part, top, tall }]
    })
    return { bin, left: (bin.at - area.first) * wide, wide, parts }
  })
}

/** A bar of a small picture, counted from the left. */
export type Bar = Shares & { readonly at: number }

/** Bars that can be told apart in so small a picture. */
const mostBars = 20

/** How a column is spread in a few bars: values by how often they occur, or neighbouring bins joined until they fit. */
export function spreadBars({ bins, values }: ComparedColumn): Bar[] {
  if (bins.length === 0) return values.slice(0, mostBars).map((value, at) => ({ ...value, at }))
  const first = bins[0]?.at ?? 0
  const count = (bins.at(-1)?.at ?? first) - first + 1
  const joined = Math.ceil(count / mostBars)
  const bars = new Map<number, Bar>()
  for (const bin of bins) {
    const at = Math.floor((bin.at - first) / joined)
    const bar = bars.get(at) ?? { at, before: 0, added: 0, others: 0 }
    bars.set(at, {
      at,
      before: bar.before + bin.before,
      added: bar.added + bin.added,
      others: bar.others + bin.others,
    })
  }
  return [...bars.values()]
}

/** A column of few values has narrow bars on the left rather than blocks. */
const fewestPlaces = 12

/** How many places side by side a small picture has: gaps between its bars take room too. */
export function spreadPlaces(bars: readonly Bar[]): number {
  return Math.max(fewestPlaces, (bars.at(-1)?.at ?? 0) + 1)
}
