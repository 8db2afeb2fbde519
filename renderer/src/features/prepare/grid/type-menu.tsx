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
import { choiceWords, conversionWords } from '../../../../../electron/domain/finding-words'
import type { ColumnProfile, TypeChoice } from '../../../../../electron/domain/schema/inspection'
import { scalarTypes, type ScalarType } from '../../../../../electron/domain/scalar-type'
import { gridText } from '../../../text/en-prepare'
import styles from './column-head.module.css'

/** The type of a new table's column: the suggested one first, and what each would cost. */
export function TypeMenu(props: {
  readonly column: ColumnProfile
  readonly name: string
  readonly type: ScalarType
  readonly onChoice: (choice: Pick<TypeChoice, 'type' | 'transform' | 'conversion'>) => void
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
              key={`${choice.type} ${choice.transform ?? choice.conversion ?? ''}`}
              name="type"
              value={choice.type}
              secondaryContent={costWords(choice, column.inferred)}
              onClick={() => props.onChoice(choice)}
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
              onClick={() => props.onChoice({ type: other })}
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

function costWords(choice: TypeChoice, inferred: ScalarType): string {
  const cost = choice.lost === 0 ? gridText.keepsAll : gridText.loses(choice.lost)
  const how =
    choice.transform ??
    (choice.conversion === undefined ? undefined : choiceWords.convert(conversionWords[choice.conversion]))
  const words = how === undefined ? cost : `${how}, ${cost}`
  return choice.type === inferred ? `${gridText.suggested}, ${words}` : words
}
