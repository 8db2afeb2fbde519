import {
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { ColumnProfile } from '../../../../../electron/domain/schema/inspection'
import { scalarTypes, type ScalarType } from '../../../../../electron/domain/scalar-type'
import { gridText } from '../../../text/en-prepare'
import styles from './column-head.module.css'

/** The type of a new table's column: the suggested one first, and what each would cost. */
export function TypeMenu(props: {
  readonly column: ColumnProfile
  readonly name: string
  readonly type: ScalarType
  readonly onType: (type: ScalarType, transform: string | undefined) => void
  readonly onLeaveOut: () => void
}): ReactElement {
  const { column, type } = props
  const known = column.choices
  const others = scalarTypes.filter((other) => !known.some((choice) => choice.type === other))
  const isOther = type !== column.inferred && column.becomeNull > 0
  return (
    <Menu checkedValues={{ type: [type] }}>
      <MenuTrigger disableButtonEnhancement>
        <button
          type="button"
          tabIndex={-1}
          className={styles['type']}
          data-type-menu
          aria-label={gridText.type(props.name, type)}
        >
          {type}
          {isOther && <span className={styles['suggestion']}>→ {gridText.suggestion(column.inferred)}</span>}
          <span className={styles['arrow']} aria-hidden>
            ▾
          </span>
        </button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {known.map((choice) => (
            <MenuItemRadio
              key={`${choice.type} ${choice.transform ?? ''}`}
              name="type"
              value={choice.type}
              secondaryContent={costWords(choice, column.inferred)}
              onClick={() => props.onType(choice.type, choice.transform)}
            >
              {choice.type}
            </MenuItemRadio>
          ))}
          {others.map((other) => (
            <MenuItemRadio
              key={other}
              name="type"
              value={other}
              secondaryContent={gridText.unknownCost}
              onClick={() => props.onType(other, undefined)}
            >
              {other}
            </MenuItemRadio>
          ))}
          <MenuDivider />
          <MenuItem onClick={props.onLeaveOut}>{gridText.leaveOut}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function costWords(choice: ColumnProfile['choices'][number], inferred: ScalarType): string {
  const cost = choice.lost === 0 ? gridText.keepsAll : gridText.loses(choice.lost)
  const words = choice.transform === undefined ? cost : `${choice.transform}, ${cost}`
  return choice.type === inferred ? `${gridText.suggested}, ${words}` : words
}
