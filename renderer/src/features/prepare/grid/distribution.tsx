import type { ReactElement } from 'react'
import type { ColumnProfile } from '../../../../../electron/domain/schema/inspection'
import { gridText } from '../../../text/en-prepare'
import styles from './column-head.module.css'

const height = 24
/** A column of few values has narrow bars on the left rather than blocks. */
const fewestBins = 12

/** How a column's values are spread, as bars without axes; its line says the range. */
export function Distribution(props: { readonly bins: readonly number[] }): ReactElement {
  const { bins } = props
  const largest = Math.max(1, ...bins)
  return (
    <svg
      className={styles['distribution']}
      viewBox={`0 0 ${Math.max(fewestBins, bins.length) * 5} ${height}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      {bins.map((count, index) => {
        const tall = count === 0 ? 0 : Math.max(1.5, (count / largest) * height)
        return <rect key={index} x={index * 5 + 0.5} y={height - tall} width={4} height={tall} />
      })}
    </svg>
  )
}

/** One bar for all values: those that fit, those that would change or become null, and those that are empty. */
export function FitBar(props: { readonly column: ColumnProfile; readonly changed: number }): ReactElement {
  const { changed } = props
  const { values, empty, becomeNull, type } = props.column
  const fits = Math.max(0, values - empty - becomeNull - changed)
  const words = gridText.fits({ fits, lost: becomeNull, changed, empty })
  const share = (count: number): number => (values === 0 ? 0 : count / values)
  return (
    <span className={styles['bar']} role="img" aria-label={words} title={words}>
      {type !== null && <span className={styles['fits']} style={{ flexGrow: share(fits) }} />}
      {changed > 0 && <span className={styles['changed']} style={{ flexGrow: share(changed) }} />}
      {becomeNull > 0 && <span className={styles['lost']} style={{ flexGrow: share(becomeNull) }} />}
      <span style={{ flexGrow: type === null ? 1 : share(empty) }} />
    </span>
  )
}
