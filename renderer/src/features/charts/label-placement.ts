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
  readonly height: number
}

const gap = 8

/**
 * Finds a place for each label beside its point: above right, above left, below right or below left; then the same, one
 * line further away. Later wishes (newer events) choose first. A label with no free place is left out; its marker stays.
 *
 * @param obstacles What no label may cover or cross.
 * @returns one box per wish, in order; null if there was no room.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  area: Box,
  obstacles: readonly Box[] = [],
): readonly (Box | null)[] {
  const taken: Box[] = [...obstacles, ...wishes.map(({ x, y }) => dot(x, y))]
  const places: (Box | null)[] = wishes.map(() => null)
  for (let index = wishes.length - 1; index >= 0; index--) {
    const wish = wishes[index]
    if (wish === undefined) continue
    const own = taken.findIndex((box) => box.left === wish.x - 4 && box.top === wish.y - 4)
    const others = taken.filter((_, at) => at !== own)
    const free = candidates(wish).find(
      (box) => isInside(box, area) && !others.some((other) => overlap(box, other)),
    )
    if (free === undefined) continue
    places[index] = free
    taken.push(free)
  }
  return places
}

function candidates({ x, y, width, height }: LabelWish): readonly Box[] {
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
