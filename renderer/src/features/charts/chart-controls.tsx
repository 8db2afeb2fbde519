import { useCallback, type ReactElement } from 'react'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import { QuietButton } from '../../components/quiet-button'
import { SegmentedControl } from '../../components/segmented-control'
import { useJudgedNow } from '../../state/clock'
import { countedAt, isSilent } from '../../state/row-counts'
import { chartText } from '../../text/en'
import { formatClockSeconds, formatDuration } from '../../text/format'
import { ChartLegend } from './chart-legend'
import styles from './charts.module.css'
import { rangeNames, type RangeName } from './time-window'

/** Legend, how fresh the count is, range picker, table toggle. */
export function ChartControls(props: {
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
      {watch !== null && range !== null && <ChartLegend watch={watch} />}
      {watch !== null && <Freshness watch={watch} />}
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

/** How often the rows are counted, or since when nobody answers. */
function Freshness(props: { readonly watch: TableWatch }): ReactElement {
  const { watch } = props
  const isMute = useJudgedNow(useCallback((now: number) => isSilent(watch, now), [watch]))
  const at = countedAt(watch)
  if (at !== undefined && isMute) {
    return (
      <span className={styles['silent']} role="status" title={chartText.lastCountedHint}>
        {chartText.lastCounted(formatClockSeconds(at))}
      </span>
    )
  }
  return (
    <span className={styles['live']} title={chartText.liveHint}>
      {chartText.live(formatDuration(watch.intervalMs))}
    </span>
  )
}
