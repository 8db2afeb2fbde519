import { useState, type ReactElement } from 'react'
import type { ComparedColumn } from '../../../../../electron/domain/schema/comparison'
import { stackedBars } from '../../../../../electron/domain/snapshot/stacked-bars'
import { momentWords } from '../../../../../electron/domain/snapshot/range-words'
import { placedTicks, timeTicks } from '../../../../../electron/domain/snapshot/time-ticks'
import { compareText } from '../../../text/en-compare'
import { useSize } from '../../../components/use-size'
import styles from './compare-page.module.css'

const axisHeight = 20
/** Room for one label under the axis. */
const labelWidth = 96

/** A histogram over time, with what came in on top of what was there. */
export function TimeHistogram(props: {
  readonly column: ComparedColumn
  readonly tag: string | null
  /** What to call those whose rows are neither the ingestion's nor were there before. */
  readonly others: string
  readonly label: string
}): ReactElement {
  const { column, label } = props
  const [box, setBox] = useState<HTMLElement | null>(null)
  const { width, height } = useSize(box)
  const binMs = (column.width ?? 1) * 1000
  const first = column.bins[0]?.at ?? 0
  const last = column.bins.at(-1)?.at ?? first
  const bins = last - first + 1
  const tall = Math.max(0, height - axisHeight)
  const place = (at: number): number => ((at / binMs - first) / bins) * width
  const ticks = timeTicks(first * binMs, (last + 1) * binMs, Math.max(2, Math.floor(width / labelWidth)))
  return (
    <div ref={setBox} className={styles['histogram']} role="img" aria-label={label}>
      {width > 0 && (
        <svg width={width} height={height} aria-hidden>
          {stackedBars(column.bins, { width, height: tall, first, bins }).map(
            ({ bin, parts, left, wide }) => (
              <g key={bin.at}>
                <rect className={styles['hover']} x={left} y={0} width={wide} height={tall} />
                {parts.map(({ part, top, tall: barTall }) => (
                  <rect
                    key={part}
                    data-part={part}
                    x={left}
                    y={top}
                    width={Math.max(1, wide - 1)}
                    height={barTall}
                  />
                ))}
                <title>{titleOf(bin, props)}</title>
              </g>
            ),
          )}
          <line className={styles['axis']} x1={0} x2={width} y1={tall + 0.5} y2={tall + 0.5} />
          {placedTicks(ticks, place, width).map(({ x, label: words, labelX }) => (
            <g key={x}>
              <line className={styles['axis']} x1={x} x2={x} y1={tall} y2={tall + 4} />
              {words !== '' && (
                <text x={labelX} y={height - 3}>
                  {words}
                </text>
              )}
            </g>
          ))}
        </svg>
      )}
    </div>
  )
}

function titleOf(
  bin: ComparedColumn['bins'][number],
  { column: { width }, tag, others }: Parameters<typeof TimeHistogram>[0],
): string {
  const { legend, barRows } = compareText
  const seconds = width ?? 1
  const from = momentWords(bin.at * seconds * 1000, seconds)
  const to = momentWords((bin.at + 1) * seconds * 1000, seconds)
  const line = (label: string, rows: number): string => (rows > 0 ? barRows(label, rows) : '')
  return compareText.bar(
    `${from} – ${to}`,
    line(legend.before, bin.before),
    line(tag === null ? legend.since : legend.ours, bin.added),
    line(others, bin.others),
  )
}
