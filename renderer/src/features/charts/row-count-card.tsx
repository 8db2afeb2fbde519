import { useCallback, useMemo, useState, type ReactElement } from 'react'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import { Card } from '../../components/card'
import { useSize } from '../../components/use-size'
import { useJudgedNow, useNow } from '../../state/clock'
import { countedAt, isClusterAway, isSilent, isTableGone, latestRows } from '../../state/row-counts'
import { useStudio } from '../../state/use-studio'
import { useTheme } from '../../styles/use-theme'
import { chartText } from '../../text/en'
import { formatClockSeconds, formatCount } from '../../text/format'
import { ChartControls } from './chart-controls'
import { ChartLegend } from './chart-legend'
import { chartModel, type ChartModel } from './chart-model'
import { ChartTable } from './chart-table'
import styles from './charts.module.css'
import { RowCountChart } from './row-count-chart'
import { readingAt } from './readings'
import { recentChange } from './recent-change'
import { rangeFor, timeWindow, type ChartView, type RangeName, type TimeWindow } from './time-window'

/** The row count, as the largest number on screen, above its chart. */
export function RowCountCard(): ReactElement {
  const watch = useStudio((state) => state.watch)
  const watchError = useStudio((state) => state.watchError)
  /** Undefined until the user chooses. */
  const [chosen, setChosen] = useState<RangeName>()
  const [piece, setPiece] = useState<TimeWindow | null>(null)
  const [isTable, setIsTable] = useState(false)
  const [hoveredAt, setHoveredAt] = useState<number | null>(null)
  const rows = latestRows(watch)
  const error = watchError ?? watch?.error ?? null
  const [picture, setPicture] = useState<HTMLElement | null>(null)
  const now = useNow(1000)
  const range = chosen ?? (watch === null ? '5m' : rangeFor(watch, now))
  const isMute = useJudgedNow(useCallback((at: number) => isSilent(watch, at), [watch]))
  const model = useChartModel(watch, range, piece, useSize(picture).width)
  return (
    <Card label={chartText.card} className={styles['card']}>
      <header className={styles['header']}>
        <p className={styles['count']}>
          <span className={styles['countNumber']} data-testid="row-count">
            {rows === undefined ? '–' : formatCount(rows)}
          </span>
          <span className={styles['countUnit']}>{chartText.rows(rows ?? 0)}</span>
          {isMute && watch !== null ? (
            <Silence watch={watch} />
          ) : (
            <Change watch={watch} hoveredAt={hoveredAt} />
          )}
        </p>
        <ChartControls
          watch={isMute ? null : watch}
          range={piece === null ? range : null}
          onRange={(name) => {
            setPiece(null)
            setChosen(name)
          }}
          onBack={() => setPiece(null)}
          isTable={isTable}
          onTable={() => setIsTable(!isTable)}
        />
        {watch !== null && !isTable && <ChartLegend watch={watch} hasOthers={model?.hasOthers === true} />}
      </header>
      {error !== null && (
        <p className={styles['error']}>
          {error.code === 'TableNotFound' ? chartText.gone : `${chartText.countFailed} ${error.message}`}
        </p>
      )}
      {watch === null || model === null ? (
        <p className={styles['waiting']}>{error === null ? chartText.counting : ''}</p>
      ) : (
        <Picture
          onElement={setPicture}
          watch={watch}
          model={model}
          span={spanWords(range, piece)}
          onPiece={setPiece}
          isTable={isTable}
          onHover={setHoveredAt}
        />
      )}
    </Card>
  )
}

/** Nobody counts any more: since when, and whether the cluster is away or the table gone. */
function Silence(props: { readonly watch: TableWatch }): ReactElement {
  const { watch } = props
  const isAway = isClusterAway(watch, useNow(1000))
  const at = countedAt(watch)
  return (
    <span className={styles['silent']} role="status" title={isAway ? chartText.lastCountedHint : undefined}>
      {isAway && <span>{chartText.noAnswer}</span>}
      {isTableGone(watch) && <span>{chartText.dropped}</span>}
      {at !== undefined && <span>{chartText.lastCounted(formatClockSeconds(at))}</span>}
    </span>
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
    const reading = readingAt(watch.points, hoveredAt)
    const text = chartText.at(formatCount(reading?.rows ?? 0), formatClockSeconds(hoveredAt))
    return <span className={styles['hovered']}>{text}</span>
  }
  const change = recentChange(watch, now)
  return <span className={styles[change?.direction ?? 'still']}>{change?.words ?? chartText.noChange}</span>
}

/** What the chart draws, in step with the countdown of the table's header; null until the table is watched. */
function useChartModel(
  watch: TableWatch | null,
  range: RangeName,
  piece: TimeWindow | null,
  width: number,
): ChartModel | null {
  const isWaiting = watch?.batches.some(({ sealed }) => !sealed) === true
  const now = useNow(isWaiting ? 500 : 1000)
  const columns = width === 0 ? undefined : Math.ceil(width * window.devicePixelRatio)
  return useMemo(() => {
    if (watch === null) return null
    const view: ChartView = piece === null ? { kind: 'range', range } : { kind: 'piece', window: piece }
    return chartModel(watch, view, now, columns)
  }, [watch, range, piece, now, columns])
}

function Picture(props: {
  readonly onElement: (element: HTMLElement | null) => void
  readonly watch: TableWatch
  readonly model: ChartModel
  /** Words for the time that is shown. */
  readonly span: string
  readonly onPiece: (piece: TimeWindow | null) => void
  readonly isTable: boolean
  readonly onHover: (at: number | null) => void
}): ReactElement {
  const { watch, model, onPiece, onHover, onElement } = props
  const { palette, fontFamily } = useTheme()
  const limits = timeWindow('all', watch, model.now)
  const first = formatCount(model.totals[0] ?? 0)
  const last = formatCount(model.totals[model.totals.length - 1] ?? 0)
  const isEmpty =
    watch.points.length > 0 && latestRows(watch) === 0 && model.totals.every((rows) => rows === 0)
  return (
    <div ref={onElement} className={styles['picture']}>
      {!props.isTable && (
        <RowCountChart
          model={model}
          palette={palette}
          fontFamily={fontFamily}
          summary={chartText.summary(props.span, first, last)}
          limits={limits}
          onPiece={onPiece}
          onHover={onHover}
        />
      )}
      {!props.isTable && isEmpty && <p className={styles['empty']}>{emptyWords(watch)}</p>}
      <ChartTable watch={watch} isVisible={props.isTable} />
    </div>
  )
}

function emptyWords({ error, batches }: TableWatch): string {
  // Why is said above the picture.
  if (error?.code === 'TableNotFound') return ''
  return batches.some(({ sealed }) => !sealed) ? chartText.emptyWaiting : chartText.empty
}

function spanWords(range: RangeName, piece: TimeWindow | null): string {
  if (piece === null) return chartText.rangeWords[range]
  return chartText.pieceWords(formatClockSeconds(piece.from), formatClockSeconds(piece.to))
}
