import { Tooltip } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import {
  commandAccelerators,
  formatAccelerator,
  type StudioCommand,
} from '../../../electron/domain/studio-command'
import { useStudio } from '../state/use-studio'

/** Shows a button's shortcut while it is hovered or focused. */
export function CommandTooltip(props: {
  readonly command: StudioCommand
  readonly children: ReactElement
}): ReactElement {
  const platform = useStudio((state) => state.platform)
  return (
    <Tooltip
      content={formatAccelerator(commandAccelerators[props.command], platform)}
      relationship="description"
      withArrow
    >
      {props.children}
    </Tooltip>
  )
}
