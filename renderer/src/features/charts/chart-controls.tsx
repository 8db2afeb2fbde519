import type { ReactElement } from 'react'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import { QuietButton } from '../../components/quiet-button'
import { SegmentedControl } from '../../components/segmented-control'
import { chartText } from '../../text/en'
import styles from './charts.module.css'
import { rangeNames, type RangeName } from './time-window'

/** How often the rows are counted, range picker, table toggle. */
export function ChartControls(props: {
  /** Null before the first count, and while the cluster does not answer. */
  readonly watch: TableWatch | null
  /** Null while the user looks at a piece of the past. */
  readonly range: RangeName | null
  readonly onRange: (range: RangeName) => void
  readonly onBack: () => void
  readonly isTable: boolean
  readonly onTable: () => void
}): ReactElement {
  const { watch, range } = props
  return (
    <div className={styles['controls']}>
      {watch !== null && (
        <span className={styles['live']} title={chartText.liveHint}>
          {chartText.live(watch.intervalMs)}
        </span>
      )}
      {range === null && <QuietButton onClick={props.onBack}>{chartText.wholeRange}</QuietButton>}
      <SegmentedControl
        label={chartText.range}
        hint={chartText.chartHint}
        value={range}
        options={rangeNames.map((value) => ({ value, label: chartText.ranges[value] }))}
        onChange={props.onRange}
      />
      <QuietButton onClick={props.onTable} aria-pressed={props.isTable}>
        {props.isTable ? chartText.showChart : chartText.showTable}
      </QuietButton>
    </div>
  )
}
