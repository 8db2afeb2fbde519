import type { ReactElement } from 'react'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import { chartText } from '../../text/en'
import styles from './charts.module.css'

type Sign = keyof typeof chartText.legend

/**
 * What the chart's signs mean: only those that this table has had.
 *
 * @param props.hasOthers Whether the line of other writers is drawn; one line alone needs no name.
 */
export function ChartLegend(props: {
  readonly watch: Pick<TableWatch, 'markers' | 'batches'>
  readonly hasOthers: boolean
}): ReactElement | null {
  const { hasOthers } = props
  const signs = signsOf(props.watch)
  if (signs.length === 0 && !hasOthers) return null
  return (
    <p className={styles['legend']}>
      {hasOthers && (
        <>
          <span className={styles['keyAll']}>{chartText.allRows}</span>
          <span className={styles['keyOthers']} title={chartText.othersHint}>
            {chartText.others}
          </span>
        </>
      )}
      {signs.map((sign) => {
        const [words, meaning] = chartText.legend[sign]
        return (
          <span key={sign} title={meaning}>
            <svg className={styles['sign']} data-sign={sign} viewBox="0 0 12 12" aria-hidden="true">
              <path d={shapes[sign]} />
            </svg>
            {words}
          </span>
        )
      })}
    </p>
  )
}

const shapes: Readonly<Record<Sign, string>> = {
  queued: 'M6 1.5 11 10.5H1Z',
  waiting: 'M1.5 0V12H10.5V0Z',
  landed: 'M6 2a4 4 0 1 0 .01 0Z',
  failed: 'M2 2 10 10M10 2 2 10',
  undone: 'M6 2a4 4 0 1 0 .01 0Z',
}

function signsOf({ markers, batches }: Pick<TableWatch, 'markers' | 'batches'>): readonly Sign[] {
  const had = new Set<Sign>(markers.map(({ kind }) => kind))
  if (batches.length > 0) had.add('waiting')
  return (['queued', 'waiting', 'landed', 'failed', 'undone'] as const).filter((sign) => had.has(sign))
}
