import { useState, type ReactElement } from 'react'
import type { Rows } from '../../../../../electron/domain/schema/table'
import { isOneCell, type CellBlock } from '../../../components/cell-block'
import { QuietButton } from '../../../components/quiet-button'
import { useStudio, useStudioStore } from '../../../state/use-studio'
import { toTabbed } from '../../../text/delimited'
import { queryText } from '../../../text/en-query'
import type { RowFilter } from './arrange-rows'
import styles from './result-view.module.css'

/** What can be done with rows: filter them, copy them with their heads, write them to a file. */
export function ResultTools(props: {
  readonly shown: Pick<Rows, 'columns' | 'rows'>
  /** How many rows there are without the filter. */
  readonly all: number
  readonly filter: RowFilter
  readonly onFilter: (filter: RowFilter) => void
  /** What is selected in the grid. */
  readonly block: CellBlock | null
}): ReactElement {
  const { shown, filter, onFilter, block } = props
  const store = useStudioStore()
  const exportRows = useStudio((state) => state.exportRows)
  const [said, setSaid] = useState('')

  const copy = async (): Promise<void> => {
    const { columns, rows, count } = selected(shown, block)
    await navigator.clipboard.writeText(toTabbed(columns, rows))
    setSaid(queryText.copied(count))
  }
  const write = async (): Promise<void> => {
    const name = await exportRows(shown)
    if (name !== null) setSaid(queryText.exported(name))
  }

  return (
    <>
      <input
        className={styles['filter']}
        type="search"
        aria-label={queryText.filter}
        placeholder={queryText.filter}
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || filter.text === '') return
          // Only the field: a second Escape closes the pane.
          event.preventDefault()
          onFilter({ ...filter, text: '' })
        }}
      />
      <select
        className={styles['filterColumn']}
        aria-label={queryText.filterIn}
        value={filter.column ?? ''}
        onChange={(event) =>
          onFilter({ ...filter, column: event.target.value === '' ? null : Number(event.target.value) })
        }
      >
        <option value="">{queryText.anyColumn}</option>
        {shown.columns.map(({ name }, index) => (
          <option key={`${index} ${name}`} value={index}>
            {name}
          </option>
        ))}
      </select>
      <span className={styles['shown']}>
        {shown.rows.length < props.all && queryText.filtered(shown.rows.length, props.all)}
      </span>
      <span className={styles['said']} role="status">
        {said}
      </span>
      <QuietButton onClick={() => void store.getState().attempt(copy)}>{queryText.copy}</QuietButton>
      <QuietButton onClick={() => void store.getState().attempt(write)}>{queryText.export}</QuietButton>
    </>
  )
}

/** The selected cells, or all if no more than one is selected. */
function selected(
  { columns, rows }: Pick<Rows, 'columns' | 'rows'>,
  block: CellBlock | null,
): { readonly columns: string[]; readonly rows: Rows['rows']; readonly count: number } {
  const names = columns.map(({ name }) => name)
  if (block === null || isOneCell(block)) return { columns: names, rows, count: rows.length }
  const chosen = rows
    .slice(Math.max(0, block.top), block.bottom + 1)
    .map((row) => row.slice(block.left, block.right + 1))
  return { columns: names.slice(block.left, block.right + 1), rows: chosen, count: chosen.length }
}
