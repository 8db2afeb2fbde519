import { useId, type ReactElement } from 'react'
import styles from './segmented-control.module.css'

/** A choice between a few short words, as a row of radio buttons; null: none of them. */
export function SegmentedControl<T extends string>(props: {
  readonly label: string
  readonly value: T | null
  /** Shown on hover. */
  readonly hint?: string
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}): ReactElement {
  const name = useId()
  return (
    <span className={styles['group']} role="radiogroup" aria-label={props.label} title={props.hint}>
      {props.options.map((option) => (
        <label key={option.value} className={styles['option']}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
          />
          <span className={styles['word']}>{option.label}</span>
        </label>
      ))}
    </span>
  )
}
