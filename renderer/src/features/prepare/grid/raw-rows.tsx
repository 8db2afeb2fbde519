import type { ReactElement } from 'react'
import type { PreviewRow } from '../../../../../electron/domain/schema/inspection'
import { VirtualList } from '../../../components/virtual-list'
import { gridText } from '../../../text/en-prepare'
import { formatCount } from '../../../text/format'
import styles from './prepare-grid.module.css'

/** The same records as they stand in the source. */
export function RawRows(props: {
  readonly label: string
  readonly rows: readonly PreviewRow[]
}): ReactElement {
  const { rows } = props
  if (rows.length > 0 && rows.every(({ raw }) => raw === null)) {
    return <p className={styles['message']}>{gridText.noRaw}</p>
  }
  return (
    <VirtualList
      role="table"
      label={props.label}
      className={styles['grid']}
      rowClassName={styles['rawRow']}
      count={rows.length}
      rowHeight={27}
      keyOf={(index) => String(rows[index]?.record ?? index)}
      renderRow={(index) => {
        const row = rows[index]
        return (
          row !== undefined && (
            <>
              <span className={styles['lineNumber']} role="rowheader">
                {row.line === null ? '' : formatCount(row.line)}
              </span>
              <span className={styles['raw']} role="cell">
                {row.raw}
              </span>
            </>
          )
        )
      }}
    />
  )
}
