import { useState, type ReactElement } from 'react'
import type { ColumnProfile, ExtentRead, Finding } from '../../../../../electron/domain/schema/inspection'
import type { FieldConversion } from '../../../../../electron/domain/conversion/field-conversion'
import type { Column } from '../../../../../electron/domain/schema/table'
import type { ColumnChange } from '../../../state/inspection/inspection'
import { QuietButton } from '../../../components/quiet-button'
import { gridText } from '../../../text/en-prepare'
import styles from './column-head.module.css'
import { changedValues, columnLine } from './column-line'
import { Distribution, FitBar } from './distribution'
import { TypeMenu } from './type-menu'

/** A column's whole story: its name and type, how its values are spread, how many fit, and what is odd about them. */
export function ColumnHead(props: {
  readonly column: ColumnProfile
  /** Where it goes; null: nowhere. */
  readonly target: Column | null
  /** Whether the target is a new table, whose names and types are the user's. */
  readonly isNew: boolean
  readonly findings: readonly Finding[]
  readonly read: ExtentRead | null
  readonly onChange: (change: ColumnChange) => void
  /** A conversion that a type needs, or undefined to take an earlier one back. */
  readonly onConvert: (as: FieldConversion | undefined) => void
}): ReactElement {
  const { column, target, isNew, onChange } = props
  const isOut = target === null
  const line = columnLine(column, props.findings, props.read, isOut)
  return (
    <div className={`${styles['head'] ?? ''} ${isOut ? (styles['out'] ?? '') : ''}`}>
      {isNew && !isOut ? (
        <NameField name={target.name} onName={(name) => onChange({ name })} />
      ) : (
        <span className={styles['name']} title={column.name}>
          <PathName name={column.name} />
        </span>
      )}
      {isNew && !isOut ? (
        <TypeMenu
          column={column}
          name={target.name}
          type={target.type}
          onChoice={({ type, transform, conversion }) => {
            onChange({ type, transform })
            props.onConvert(conversion)
          }}
          onLeaveOut={() => onChange({ isLeftOut: true })}
        />
      ) : isNew ? (
        <QuietButton tabIndex={-1} onClick={() => onChange({ isLeftOut: false })}>
          {gridText.takeIn}
        </QuietButton>
      ) : (
        <span className={styles['type']}>{typeWords(column, target)}</span>
      )}
      <Distribution bins={column.distribution} />
      <FitBar
        column={isOut ? { ...column, type: null, becomeNull: 0 } : column}
        changed={isOut ? 0 : changedValues(column, props.findings)}
      />
      <span className={styles['line']} data-finding={line.isFinding} title={line.words}>
        {line.words}
      </span>
    </div>
  )
}

/** What the table calls the column, if that is another name, and its type. */
function typeWords(column: ColumnProfile, target: Column | null): string {
  if (target === null) return column.inferred
  return target.name === column.name ? target.type : `${gridText.goesInto(target.name)}, ${target.type}`
}

/** A path's last part, with what it lies in before it, in grey. */
function PathName(props: { readonly name: string }): ReactElement {
  const cut = props.name.lastIndexOf('.') + 1
  return (
    <>
      {cut > 0 && <span className={styles['parent']}>{props.name.slice(0, cut)}</span>}
      {props.name.slice(cut)}
    </>
  )
}

function NameField(props: { readonly name: string; readonly onName: (name: string) => void }): ReactElement {
  const [typed, setTyped] = useState<string | null>(null)
  const settle = (): void => {
    const name = typed?.trim()
    setTyped(null)
    if (name !== undefined && name !== '' && name !== props.name) props.onName(name)
  }
  return (
    <input
      className={styles['nameField']}
      tabIndex={-1}
      data-name-field
      aria-label={gridText.name(props.name)}
      title={props.name}
      value={typed ?? props.name}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setTyped(null)
        // The arrows move in the text, and Escape leaves the field, not the page.
        event.stopPropagation()
      }}
    />
  )
}
