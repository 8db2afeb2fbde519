import type { ReactElement } from 'react'
import type { ComparedColumn, Comparison, Shares } from '../../../../../electron/domain/schema/comparison'
import { momentWords } from '../../../../../electron/domain/snapshot/range-words'
import { othersName } from '../../../../../electron/domain/whose-rows'
import { compareText } from '../../../text/en-compare'
import { formatCount } from '../../../text/format'
import styles from './columns-card.module.css'

/** The histogram as numbers, newest period first; rows without a value stand at the top, because no bar shows them. */
export function TimeTable(props: {
  readonly comparison: Comparison
  readonly column: ComparedColumn
}): ReactElement {
  const { comparison, column } = props
  const seconds = column.width ?? 1
  const edge = (bin: number): string => momentWords(bin * seconds * 1000, seconds)
  const bins = column.bins
    .filter((bin) => total(bin) > 0)
    .map((bin) => ({ period: `${edge(bin.at)} – ${edge(bin.at + 1)}`, shares: bin }))
    .reverse()
  const rows =
    total(column.withoutValue) > 0
      ? [{ period: compareText.noValue, shares: column.withoutValue }, ...bins]
      : bins
  const { legend } = compareText
  const hasOthers = rows.some(({ shares }) => shares.others > 0)
  const caption = compareText.tableCaption(column.name)
  return (
    <div className={styles['scroller']} tabIndex={0} role="region" aria-label={caption}>
      <table className={styles['table']} aria-label={caption}>
        <thead>
          <tr>
            <th scope="col">{compareText.period}</th>
            <Head words={legend.before} />
            <Head words={comparison.tag === null ? legend.since : legend.ours} />
            {hasOthers && <Head words={othersName(comparison.rows)} />}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ period, shares }) => (
            <tr key={period}>
              <th scope="row">{period}</th>
              <Count rows={shares.before} />
              <Count rows={shares.added} />
              {hasOthers && <Count rows={shares.others} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Head(props: { readonly words: string }): ReactElement {
  return (
    <th scope="col" className={styles['right']}>
      {props.words}
    </th>
  )
}

function Count(props: { readonly rows: number }): ReactElement {
  return <td className={styles['right']}>{props.rows === 0 ? '' : formatCount(Math.round(props.rows))}</td>
}

function total({ before, added, others }: Shares): number {
  return before + added + others
}
