import { SearchBox } from '@fluentui/react-components'
import { useMemo, useState, type ReactElement } from 'react'
import type { PreviewRow, RowSelection } from '../../../../../electron/domain/schema/inspection'
import { Card } from '../../../components/card'
import { ErrorNote } from '../../../components/error-note'
import {
  cellsByPlace,
  columnsOf,
  extentOf,
  findingsOf,
  placeOf,
  readingOf,
  type Inspection,
} from '../../../state/inspection/inspection'
import { withConversion } from '../../../state/inspection/conversions'
import { matchColumns } from '../../../state/inspection/target-of'
import { valueOf } from '../../../state/loadable'
import { useStudio } from '../../../state/use-studio'
import { gridText } from '../../../text/en-prepare'
import { extentWords } from '../../../text/extent-words'
import { ColumnHead } from './column-head'
import { markWords } from './grid-cell'
import type { GridPlace } from '../../../components/grid-keys'
import type { GridColumn, RowMode } from './grid-column'
import { PrepareGrid } from './prepare-grid'
import styles from './prepare-grid.module.css'

const selections: readonly RowSelection[] = ['first', 'findings', 'random']
/** From so many columns on, a field finds them by name. */
const manyColumns = 20
const noRows: readonly PreviewRow[] = []
const noColumns: readonly GridColumn[] = []

/** The records, with a head for each column; below them, which records, and the place of the one in focus. */
export function GridCard(props: { readonly inspection: Inspection; readonly mode: RowMode }): ReactElement {
  const { inspection, mode } = props
  const { key, look, check, draft } = inspection
  const { which, rows: others } = useStudio((state) => state.preview)
  const changeColumn = useStudio((state) => state.changeColumn)
  const changeReading = useStudio((state) => state.changeReading)
  const [wanted, setWanted] = useState('')
  const [active, setActive] = useState<GridPlace>({ row: 0, column: 0 })
  const { own } = inspection
  const profiles = useMemo(() => columnsOf({ own, look, check }), [own, look, check])
  const reading = readingOf(inspection)
  const all = useMemo<readonly GridColumn[]>(() => {
    const match = matchColumns(draft, profiles, reading)
    const cells = cellsByPlace({ look })
    return profiles.map((profile, index) => ({
      index: cells.get(placeOf(profile)) ?? index,
      profile,
      target: match.columns[index] ?? null,
    }))
  }, [draft, profiles, reading, look])
  const columns = useMemo(() => {
    const words = wanted.trim().toLowerCase()
    return words === '' ? all : all.filter(({ profile }) => profile.name.toLowerCase().includes(words))
  }, [all, wanted])
  const shown = mode === 'raw' ? noColumns : columns
  const rows = which === 'first' ? (look?.rows ?? noRows) : (valueOf(others) ?? noRows)
  const { reading: confirmed } = inspection
  const findings = useMemo(() => findingsOf({ look, check, reading: confirmed }), [look, check, confirmed])
  const read = extentOf(inspection)
  const place = {
    row: Math.min(active.row, rows.length - 1),
    column: Math.min(active.column, shown.length - (mode === 'parsed' ? 1 : 0)),
  }
  const isLoading = which !== 'first' && others.kind === 'loading'
  return (
    <Card label={gridText.grid(inspection.name)}>
      {which !== 'first' && others.kind === 'failed' ? (
        <div className={styles['message']}>
          <ErrorNote error={others.error} />
        </div>
      ) : mode === 'raw' && rows.length > 0 && rows.every(({ raw }) => raw === null) ? (
        <p className={styles['message']}>{gridText.noRaw}</p>
      ) : (
        <PrepareGrid
          label={gridText.grid(inspection.name)}
          mode={mode}
          columns={shown}
          rows={rows}
          empty={
            isLoading
              ? gridText.loading
              : which === 'findings'
                ? noFindingsWords(inspection)
                : gridText.noRows
          }
          corner={extentWords(inspection)}
          {...(which === 'findings' ? { shownColumn: firstMarked(rows, shown) } : {})}
          active={place}
          onActive={setActive}
          renderHead={({ profile, target }) => (
            <ColumnHead
              column={profile}
              target={target}
              isNew={draft.table === null}
              findings={findings.filter(({ column }) => column === profile.name || column === target?.name)}
              read={read}
              onChange={(change) => changeColumn(key, placeOf(profile), change)}
              onConvert={(as) => {
                const change = withConversion(reading, profile, as)
                if (as !== undefined || reading?.conversions !== undefined) changeReading(key, change)
              }}
            />
          )}
        />
      )}
      <Footer
        mode={mode}
        which={which}
        columns={columns.length}
        all={all.length}
        wanted={wanted}
        onWanted={setWanted}
        row={rows[Math.max(0, place.row)]}
        mark={rowMark(rows, shown, place)}
        isLoading={isLoading}
      />
    </Card>
  )
}

function Footer(props: {
  readonly mode: RowMode
  readonly which: RowSelection
  readonly columns: number
  readonly all: number
  readonly wanted: string
  readonly onWanted: (wanted: string) => void
  readonly row: PreviewRow | undefined
  readonly mark: string | undefined
  readonly isLoading: boolean
}): ReactElement {
  const showRows = useStudio((state) => state.showRows)
  const words = { first: gridText.first, findings: gridText.findings, random: gridText.random }
  return (
    <div className={styles['foot']}>
      <div className={styles['tabs']} role="tablist" aria-label={gridText.which}>
        {selections.map((selection) => (
          <button
            key={selection}
            type="button"
            role="tab"
            className={styles['tab']}
            aria-selected={selection === props.which}
            onClick={() => void showRows(selection)}
          >
            {words[selection]}
          </button>
        ))}
      </div>
      {props.all >= manyColumns && props.mode !== 'raw' && (
        <>
          <SearchBox
            size="small"
            className={styles['search'] ?? ''}
            placeholder={gridText.search}
            aria-label={gridText.search}
            value={props.wanted}
            onChange={(_, data) => props.onWanted(data.value)}
          />
          <span role="status">
            {props.wanted.trim() === '' ? '' : gridText.columnsFound(props.columns, props.all)}
          </span>
        </>
      )}
      <span className={styles['place']} role="status">
        {props.mark !== undefined && <strong>{props.mark}</strong>}
        {props.isLoading ? gridText.loading : props.row === undefined ? '' : placeWords(props.row)}
      </span>
    </div>
  )
}

/** Where the first value stands that does not arrive as it is written. */
function firstMarked(rows: readonly PreviewRow[], columns: readonly GridColumn[]): number | undefined {
  const [mark] = rows[0]?.marks ?? []
  const at = columns.findIndex(({ index }) => index === mark?.index)
  return at < 0 ? undefined : at
}

/** Rows without findings are good news only once all of the source was read. */
function noFindingsWords(inspection: Inspection): string {
  return extentOf(inspection)?.isWhole === true ? gridText.noFindings : gridText.noFindingsYet
}

function placeWords({ line, record, byte }: PreviewRow): string {
  if (line !== null) return gridText.place(line, byte ?? null)
  return record === null ? '' : gridText.recordPlace(record)
}

function rowMark(
  rows: readonly PreviewRow[],
  columns: readonly GridColumn[],
  place: GridPlace,
): string | undefined {
  const row = rows[place.row]
  const column = columns[place.column]
  return row === undefined || column === undefined ? undefined : markWords(row, column.index)
}
