/** A cell of the grid; row -1 is the heads. */
export interface GridPlace {
  readonly row: number
  readonly column: number
}

/** How far the grid reaches. */
interface GridSize {
  readonly rows: number
  readonly columns: number
  /** Rows in view, for PgUp and PgDn. */
  readonly page: number
}

/**
 * Where a key leads from a cell, as in a spreadsheet (WAI-ARIA authoring practices: grid); undefined for a key that
 * leads nowhere.
 */
export function placeAfter(
  key: string,
  isControl: boolean,
  { row, column }: GridPlace,
  { rows, columns, page }: GridSize,
): GridPlace | undefined {
  const at = (nextRow: number, nextColumn: number): GridPlace => ({
    row: Math.min(rows - 1, Math.max(-1, nextRow)),
    column: Math.min(columns - 1, Math.max(0, nextColumn)),
  })
  switch (key) {
    case 'ArrowUp':
      return at(row - 1, column)
    case 'ArrowDown':
      return at(row + 1, column)
    case 'ArrowLeft':
      return at(row, column - 1)
    case 'ArrowRight':
      return at(row, column + 1)
    case 'Home':
      return at(isControl ? 0 : row, 0)
    case 'End':
      return at(isControl ? rows - 1 : row, columns - 1)
    case 'PageUp':
      return at(Math.max(0, row - page), column)
    case 'PageDown':
      return at(row + page, column)
    default:
      return undefined
  }
}

/** The id of a cell, for `aria-activedescendant`. */
export function cellId({ row, column }: GridPlace): string {
  return `prepare-${row + 1}-${column}`
}

/** Whether two places are the same cell. */
export function isSamePlace(one: GridPlace, other: GridPlace): boolean {
  return one.row === other.row && one.column === other.column
}
