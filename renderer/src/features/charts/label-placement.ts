/** A box in pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A label to place beside its point. */
interface LabelWish {
  readonly x: number
  readonly y: number
  readonly width: number
  /** Width of what stands there if the whole label has no room; not wider than that. */
  readonly shortWidth: number
  readonly height: number
}

const gap = 8

/**
 * Finds a place for each label beside its point: above right, above left, below right or below left; then the same, one
 * line further away. First each gets room for its short form, then as many as can for the whole label; newer events,
 * which are later wishes, choose first. A label with no free place is left out; its marker stays.
 *
 * @param obstacles What no label may cover or cross.
 * @returns one box per wish, in order, as wide as the form that fits; null if there was no room.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  area: Box,
  obstacles: readonly Box[] = [],
): readonly (Box | null)[] {
  const places: (Box | null)[] = wishes.map(() => null)
  const place = (index: number, wish: LabelWish, width: number): void => {
    const taken = [
      ...obstacles,
      ...wishes.flatMap(({ x, y }, at) => (at === index ? [] : [dot(x, y)])),
      ...places.filter((box, at) => box !== null && at !== index),
    ] as readonly Box[]
    const free = firstFree(candidates({ ...wish, width }), area, taken)
    if (free !== null) places[index] = free
  }
  const newestFirst = [...wishes.entries()].reverse()
  for (const [index, wish] of newestFirst) place(index, wish, wish.shortWidth)
  for (const [index, wish] of newestFirst) if (places[index] !== null) place(index, wish, wish.width)
  return places
}

/** The first of these boxes that lies inside the area and crosses no obstacle; null if none does. */
export function firstFree(boxes: readonly Box[], area: Box, obstacles: readonly Box[]): Box | null {
  return boxes.find((box) => isInside(box, area) && !obstacles.some((other) => overlap(box, other))) ?? null
}

function candidates({
  x,
  y,
  width,
  height,
}: Pick<LabelWish, 'x' | 'y' | 'width' | 'height'>): readonly Box[] {
  const above = y - gap / 2 - height
  const below = y + gap / 2
  const right = x + gap
  const left = x - gap - width
  return [0, height].flatMap((further) => [
    { left: right, top: above - further, width, height },
    { left, top: above - further, width, height },
    { left: right, top: below + further, width, height },
    { left, top: below + further, width, height },
  ])
}

/** Where the words of a countdown may stand: beside now in the batch's band, from the top of the plot to its bottom. */
export function countdownSpots(
  size: Pick<Box, 'width' | 'height'>,
  area: Box,
  { from, now, to }: { readonly from: number; readonly now: number; readonly to: number },
): readonly Box[] {
  const lanes = [
    [now, to],
    [from, now],
  ] as const
  const space = area.height - size.height
  return lanes.flatMap(([left, right]) =>
    right - left < size.width
      ? []
      : [0.5, 0.25, 0.75, 0, 1].map((part) => ({
          ...size,
          left: (left + right - size.width) / 2,
          top: area.top + part * space,
        })),
  )
}

function dot(x: number, y: number): Box {
  return { left: x - 4, top: y - 4, width: 8, height: 8 }
}

function isInside(box: Box, area: Box): boolean {
  return (
    box.left >= area.left &&
    box.top >= area.top &&
    box.left + box.width <= area.left + area.width &&
    box.top + box.height <= area.top + area.height
  )
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  )
}
