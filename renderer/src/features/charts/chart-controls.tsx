import type { ReactElement } from 'react'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import { QuietButton } from '../../components/quiet-button'
import { SegmentedControl } from '../../components/segmented-control'
import { chartText } from '../../text/en'
import { formatDuration } from '../../text/format'
import styles from './charts.module.css'
import { rangeNames, type RangeName } from './time-window'

/** Legend, live badge, range picker, table toggle. */
export function ChartControls(props: {
  readonly watch: TableWatch | null
  readonly range: RangeName
  readonly onRange: (range: RangeName) => void
  readonly isTable: boolean
  readonly onTable: () => void
}): ReactElement {
  const hasOthers = props.watch?.points.some(({ rows, ours }) => rows > ours) === true
  return (
    <div className={styles['controls']}>
      {hasOthers && (
        <span className={styles['legend']}>
          <span className={styles['keyOurs']}>{chartText.ours}</span>
          <span className={styles['keyOthers']}>{chartText.others}</span>
        </span>
      )}
      {props.watch !== null && (
        <span className={styles['live']}>{chartText.live(formatDuration(props.watch.intervalMs))}</span>
      )}
      <SegmentedControl
        label={chartText.range}
        value={props.range}
        options={rangeNames.map((value) => ({ value, label: chartText.ranges[value] }))}
        onChange={props.onRange}
      />
      <QuietButton onClick={props.onTable} aria-pressed={props.isTable}>
        {props.isTable ? chartText.showChart : chartText.showTable}
      </QuietButton>
    </div>
  )
}
