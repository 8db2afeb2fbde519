import { Select } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { dataFormats, formatFacts, type DataFormat } from '../../../../electron/domain/data-format'
import { sourcesText } from '../../text/en-work'
import styles from './sources.module.css'

/** Chooses a data format; without one it says so, or what applies then. */
export function FormatSelect(props: {
  readonly value: DataFormat | null
  readonly formats?: readonly DataFormat[]
  readonly onChange: (format: DataFormat) => void
  /** What no format means; it can then be chosen again. */
  readonly none?: { readonly label: string; readonly onChoose: () => void }
}): ReactElement {
  const formats = props.formats ?? dataFormats
  return (
    <Select
      size="small"
      className={styles['format'] ?? ''}
      aria-label={sourcesText.format}
      value={props.value ?? ''}
      onChange={(_, data) => {
        const format = formats.find((one) => one === data.value)
        if (format !== undefined) props.onChange(format)
        else props.none?.onChoose()
      }}
    >
      {(props.value === null || props.none !== undefined) && (
        <option value="">{props.none?.label ?? sourcesText.chooseFormat}</option>
      )}
      {formats.map((format) => (
        <option key={format} value={format}>
          {formatFacts[format].label}
        </option>
      ))}
    </Select>
  )
}
