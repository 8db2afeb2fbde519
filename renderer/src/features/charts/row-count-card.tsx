import { useCallback, useMemo, useState, type ReactElement } from 'react'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import { Card } from '../../components/card'
import { useNow } from '../../state/clock'
import { latestRows } from '../../state/row-counts'
import { useStudio } from '../../state/use-studio'
import { useTheme } from '../../styles/use-theme'
import { chartText } from '../../text/en'
import { formatClockSeconds, formatCount } from '../../text/format'
import { ChartControls } from './chart-controls'
import { chartModel } from './chart-model'
import { ChartTable } from './chart-table'
import styles from './charts.module.css'
import { RowCountChart } from './row-count-chart'
import { changeInLastMinute, type RangeName } from './time-window'

/** The row count, as the largest number on screen, above its chart. */
export function RowCountCard(): ReactElement {
  const watch = useStudio((state) => state.watch)
  const watchError = useStudio((state) => state.watchError)
  const [range, setRange] = useState<RangeName>('5m')
  const [isTable, setIsTable] = useState(false)
  const [hoveredAt, setHoveredAt] = useState<number | null>(null)
  const rows = latestRows(watch)
  const error = watchError ?? watch?.error ?? null
  return (
    <Card label={chartText.card} className={styles['card']}>
      <header className={styles['header']}>
        <p className={styles['count']}>
          <span className={styles['countNumber']} data-testid="row-count">
            {rows === undefined ? '–' : formatCount(rows)}
          </span>
          <span className={styles['countUnit']}>{chartText.rows(rows ?? 0)}</span>
          <Change watch={watch} hoveredAt={hoveredAt} />
        </p>
        <ChartControls
          watch={watch}
          range={range}
          onRange={setRange}
          isTable={isTable}
          onTable={() => setIsTable(!isTable)}
        />
      </header>
      {error !== null && (
        <p className={styles['error']}>
          {chartText.countFailed} {error.message}
        </p>
      )}
      {watch === null ? (
        <p className={styles['waiting']}>{error === null ? chartText.counting : ''}</p>
      ) : (
        <Picture watch={watch} range={range} isTable={isTable} onHover={setHoveredAt} />
      )}
    </Card>
  )
}

function Change(props: {
  readonly watch: TableWatch | null
  readonly hoveredAt: number | null
}): ReactElement {
  const now = useNow(1000)
  const { watch, hoveredAt } = props
  if (watch === null) return <span />
  if (hoveredAt !== null) {
    const reading = [...watch.points].reverse().find(({ at }) => at <= hoveredAt) ?? watch.points[0]
    const text = chartText.at(formatCount(reading?.rows ?? 0), formatClockSeconds(hoveredAt))
    return <span className={styles['hovered']}>{text}</span>
  }
  const change = changeInLastMinute(watch.points, now)
  if (change === null || change === 0) return <span className={styles['still']}>{chartText.noChange}</span>
  return <span className={change > 0 ? styles['up'] : styles['down']}>{chartText.lastMinute(change)}</span>
}

function Picture(props: {
  readonly watch: TableWatch
  readonly range: RangeName
  readonly isTable: boolean
  readonly onHover: (at: number | null) => void
}): ReactElement {
  const { watch, range, onHover } = props
  const now = useNow(1000)
  const { palette, fontFamily } = useTheme()
  const model = useMemo(() => chartModel(watch, range, now), [watch, range, now])
  const hover = useCallback((at: number | null) => onHover(at), [onHover])
  const first = formatCount(model.totals[0] ?? 0)
  const last = formatCount(model.totals[model.totals.length - 1] ?? 0)
  const isEmpty = model.totals.every((rows) => rows === 0)
  const isWaiting = watch.batches.some(({ sealed }) => !sealed)
  return (
    <div className={styles['picture']}>
      {!props.isTable && (
        <RowCountChart
          model={model}
          palette={palette}
          fontFamily={fontFamily}
          summary={chartText.summary(chartText.rangeWords[range], first, last)}
          onHover={hover}
        />
      )}
      {!props.isTable && isEmpty && (
        <p className={styles['empty']}>{isWaiting ? chartText.emptyWaiting : chartText.empty}</p>
      )}
      <ChartTable watch={watch} isVisible={props.isTable} />
    </div>
  )
}
