import type { ReactElement } from 'react'
import { othersPhrases } from '../../../../electron/domain/whose-rows'
import { comparisonText } from '../../text/en-work'
import { formatCount } from '../../text/format'
import styles from './comparison.module.css'
import type { Comparison } from './row-account'

/** What the table's rows are made of: those before, this ingestion's, others'. */
export function ProportionBar(props: { readonly comparison: Comparison }): ReactElement {
  const { before, after } = props.comparison
  const ours = Math.max(0, props.comparison.ours ?? 0)
  const others = Math.max(0, props.comparison.others ?? 0)
  const whole = Math.max(1, after ?? 0, (before ?? 0) + ours + others)
  const width = (rows: number): { readonly width: string } => ({ width: `${(rows / whole) * 100}%` })
  const label = comparisonText.bar(
    formatCount(before ?? 0),
    formatCount(ours),
    othersPhrases(props.comparison).join(', '),
  )
  return (
    <div className={styles['bar']} role="img" aria-label={label} title={label}>
      <span className={styles['barBefore']} style={width(before ?? 0)} />
      <span className={styles['barOurs']} style={width(ours)} />
      <span className={styles['barOthers']} style={width(others)} />
    </div>
  )
}
