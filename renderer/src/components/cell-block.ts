import type { GridPlace } from './grid-keys'

/** A rectangle of cells, borders included; row -1 is the heads. */
export interface CellBlock {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** The rectangle between two cells. */
export function blockOf(one: GridPlace, other: GridPlace): CellBlock {
  return {
    top: Math.min(one.row, other.row),
    bottom: Math.max(one.row, other.row),
    left: Math.min(one.column, other.column),
    right: Math.max(one.column, other.column),
  }
}

/** Whether a cell is in the rectangle. */
export function isInBlock({ row, column }: GridPlace, { top, bottom, left, right }: CellBlock): boolean {
  return row >= top && row <= bottom && column >= left && column <= right
}

/** Whether the rectangle is a single cell. */
export function isOneCell({ top, bottom, left, right }: CellBlock): boolean {
  return top === bottom && left === right
}
