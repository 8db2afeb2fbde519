import { Select } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { ComparedColumn, Comparison } from '../../../../../electron/domain/schema/comparison'
import { momentWords } from '../../../../../electron/domain/snapshot/range-words'
import { othersName } from '../../../../../electron/domain/whose-rows'
import { Card } from '../../../components/card'
import { QuietButton } from '../../../components/quiet-button'
import { useStudio } from '../../../state/use-studio'
import { compareText } from '../../../text/en-compare'
import styles from './compare-page.module.css'
import { TimeHistogram } from './time-histogram'
import { TimeTable } from './time-table'

/** Where in time the rows fall, by a time column of the user's choice: what was there, and what came in. */
export function TimeCard(props: { readonly comparison: Comparison }): ReactElement {
  const { comparison } = props
  const chosen = useStudio((state) => state.timeColumn())
  const choose = useStudio((state) => state.chooseTimeColumn)
  const times = comparison.columns.filter(({ type, after }) => type === 'datetime' && after !== null)
  const column = times.find(({ name }) => name === chosen) ?? times[0]
  const [isTable, setIsTable] = useState(false)
  return (
    <Card label={compareText.whereInTime} className={styles['time']}>
      <header className={styles['timeHead']}>
        <h2>{compareText.whereInTime}</h2>
        {column !== undefined && !isTable && <Legend comparison={comparison} column={column} />}
        {column !== undefined && (
          <label className={styles['by']}>
            <span>{compareText.by}</span>
            <Select
              size="small"
              appearance="underline"
              aria-label={compareText.timeColumn}
              value={column.name}
              onChange={(_, data) => void choose(data.value)}
            >
              {times.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          </label>
        )}
        {column !== undefined && column.bins.length > 0 && (
          <QuietButton onClick={() => setIsTable(!isTable)}>
            {isTable ? compareText.asChart : compareText.asTable}
          </QuietButton>
        )}
      </header>
      {column === undefined ? (
        <p className={styles['nothing']}>{compareText.noTime}</p>
      ) : column.bins.length === 0 ? (
        <p className={styles['nothing']}>{compareText.nothingInTime(column.name)}</p>
      ) : isTable ? (
        <TimeTable comparison={comparison} column={column} />
      ) : (
        <TimeHistogram
          column={column}
          tag={comparison.tag}
          others={othersName(comparison.rows)}
          label={chartWords(column)}
        />
      )}
    </Card>
  )
}

function Legend(props: { readonly comparison: Comparison; readonly column: ComparedColumn }): ReactElement {
  const { legend } = compareText
  const hasOthers = props.column.bins.some(({ others }) => others > 0)
  const tallest = Math.max(
    0,
    ...props.column.bins.map(({ before, added, others }) => before + added + others),
  )
  return (
    <span className={styles['legend']}>
      <span data-part="before">{legend.before}</span>
      <span data-part="added">{props.comparison.tag === null ? legend.since : legend.ours}</span>
      {hasOthers && <span data-part="others">{othersName(props.comparison.rows)}</span>}
      {/* The scale: bars begin at zero. */}
      <span data-part="scale">{compareText.tallest(tallest)}</span>
    </span>
  )
}

/** What the picture says, for those who cannot see it. */
function chartWords({ bins, width }: ComparedColumn): string {
  const added = bins.filter((bin) => bin.added > 0)
  const rows = Math.round(added.reduce((sum, bin) => sum + bin.added, 0))
  const edge = (bin: number): string => momentWords(bin * (width ?? 1) * 1000, width ?? 1)
  const [first, last] = [added[0]?.at ?? 0, added.at(-1)?.at ?? 0]
  return compareText.chart(rows, compareText.between(edge(first), edge(last + 1)))
}
