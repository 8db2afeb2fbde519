import type { ReactElement } from 'react'
import type { PreviewRow } from '../../../../../electron/domain/schema/inspection'
import { gridText } from '../../../text/en-prepare'
import { formatCount } from '../../../text/format'
import styles from './prepare-grid.module.css'

/** A record as it stands in the source, and the byte where it begins. */
export function RawCell(props: {
  readonly id: string
  readonly row: PreviewRow
  readonly columnIndex: number
  readonly isActive: boolean
  readonly width: number
  readonly onPress: () => void
}): ReactElement {
  const { raw, byte } = props.row
  return (
    <span
      id={props.id}
      role="gridcell"
      aria-colindex={props.columnIndex}
      className={styles['rawCell']}
      data-active={props.isActive}
      style={{ width: props.width }}
      onMouseDown={props.onPress}
    >
      <span className={styles['byte']}>{byte === undefined || byte === null ? '' : formatCount(byte)}</span>
      <span className={styles['raw']} title={raw ?? gridText.noRaw}>
        {raw}
      </span>
    </span>
  )
}

/** The head above records as they stand in the source. */
export function RawHead(props: {
  readonly id: string
  readonly columnIndex: number
  readonly isActive: boolean
  readonly width: number
  readonly onPress: () => void
}): ReactElement {
  return (
    <span
      id={props.id}
      role="columnheader"
      aria-colindex={props.columnIndex}
      className={styles['rawHead']}
      data-active={props.isActive}
      style={{ width: props.width }}
      onMouseDown={props.onPress}
    >
      <span className={styles['byte']}>{gridText.byte}</span>
      <span>{gridText.asItStands}</span>
    </span>
  )
}
