import type { ReactElement } from 'react'
import type { ComparedColumn } from '../../../../../electron/domain/schema/comparison'
import { spreadBars, spreadPlaces, stackedBars } from '../../../../../electron/domain/snapshot/stacked-bars'
import { compareText } from '../../../text/en-compare'
import styles from './columns-card.module.css'

const height = 28
const width = 160

/** How a column's values are spread, both moments in one small picture. */
export function Spread(props: { readonly column: ComparedColumn }): ReactElement {
  const bars = spreadBars(props.column)
  if (bars.length === 0) return <span className={styles['same']}>{noSpread(props.column)}</span>
  const area = { width, height, first: 0, bins: spreadPlaces(bars) }
  return (
    <svg
      className={styles['spread']}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      preserveAspectRatio="none"
      aria-hidden
    >
      {stackedBars(bars, area).map(({ bin, parts, left, wide }) =>
        parts.map(({ part, top, tall }) => (
          <rect
            key={`${bin.at} ${part}`}
            data-part={part}
            x={left}
            y={top}
            width={Math.max(1, wide - 1)}
            height={tall}
          />
        )),
      )}
    </svg>
  )
}

function noSpread({ type }: ComparedColumn): string {
  return type === 'string' || type === 'guid' ? compareText.many : compareText.noDistribution
}
