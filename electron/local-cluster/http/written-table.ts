import type { BeginTable, ResultTable, TableBuilder, TableHead } from '../answers/result-table'
import { cellToJson } from './cell-json'

/** A table whose rows are written as JSON already: outside the heap, and a fraction of their size as values. */
export interface WrittenTable extends TableHead {
  readonly rowCount: number
  /** Rows, with commas between them but not between pages. */
  readonly pages: readonly Buffer[]
}

/**
 * Begins tables that write rows as they come.
 *
 * @param rowsPerPage Rows of every page but the last; undefined: as they come.
 * @param keep Told how many bytes a page takes before it is kept; throws if that is too much.
 */
export function writtenTables(
  rowsPerPage: number | undefined,
  keep: (bytes: number) => void,
): BeginTable<WrittenTable> {
  return (head) => new TableWriter(head, rowsPerPage, keep)
}

/** Writes a table whose rows are all there. */
export function writtenTable(table: ResultTable, rowsPerPage?: number): WrittenTable {
  const { rows, ...head } = table
  const writer = new TableWriter(head, rowsPerPage, () => undefined)
  writer.add(rows)
  return writer.end()
}

class TableWriter implements TableBuilder<WrittenTable> {
  readonly #head: TableHead
  readonly #rowsPerPage: number | undefined
  readonly #keep: (bytes: number) => void
  readonly #pages: Buffer[] = []
  #open: string[] = []
  #rowCount = 0

  constructor(head: TableHead, rowsPerPage: number | undefined, keep: (bytes: number) => void) {
    this.#head = head
    this.#rowsPerPage = rowsPerPage
    this.#keep = keep
  }

  add(rows: ResultTable['rows']): void {
    const types = this.#head.columns.map((column) => column.type)
    for (const row of rows) {
      this.#open.push(`[${row.map((cell, index) => cellToJson(types[index] ?? 'string', cell)).join(',')}]`)
      if (this.#open.length === this.#rowsPerPage) this.#endPage()
    }
    this.#rowCount += rows.length
    if (this.#rowsPerPage === undefined) this.#endPage()
  }

  end(): WrittenTable {
    this.#endPage()
    return { ...this.#head, rowCount: this.#rowCount, pages: this.#pages }
  }

  #endPage(): void {
    if (this.#open.length === 0) return
    const page = Buffer.from(this.#open.join(','))
    this.#open = []
    this.#keep(page.length)
    this.#pages.push(page)
  }
}
