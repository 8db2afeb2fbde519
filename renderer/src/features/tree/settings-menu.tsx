import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { SettingsRegular } from '@fluentui/react-icons/svg/settings'
import type { ReactElement } from 'react'
import { queuedVias } from '../../../../electron/domain/queued-via'
import { useStudio } from '../../state/use-studio'
import { treeText } from '../../text/en'
import { diagnosticsText } from '../../text/en-diagnostics'

const densities = ['automatic', 'comfortable', 'compact'] as const

/** Settings that are seldom changed, at the foot of the sidebar. */
export function SettingsMenu(): ReactElement {
  const density = useStudio((state) => state.settings.density)
  const queuedVia = useStudio((state) => state.settings.queuedVia)
  const openView = useStudio((state) => state.openView)
  const changeSettings = useStudio((state) => state.changeSettings)
  return (
    <Menu
      checkedValues={{ density: [density], queuedVia: [queuedVia] }}
      onCheckedValueChange={(_, { name, checkedItems: [item] }) => {
        if (name === 'density') {
          const chosen = densities.find((value) => value === item)
          if (chosen !== undefined) void changeSettings({ density: chosen })
        } else {
          const chosen = queuedVias.find((value) => value === item)
          if (chosen !== undefined) void changeSettings({ queuedVia: chosen })
        }
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          size="small"
          appearance="subtle"
          icon={<SettingsRegular />}
          aria-label={treeText.settings}
          title={treeText.settings}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{treeText.density}</MenuGroupHeader>
            {densities.map((value) => (
              <MenuItemRadio key={value} name="density" value={value}>
                {treeText.densities[value]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{treeText.queuedVia}</MenuGroupHeader>
            {queuedVias
              // Only the settings file and the command line go further than what the cluster prefers.
              .filter((value) => value !== 'rest' || queuedVia === 'rest')
              .map((value) => (
                <MenuItemRadio key={value} name="queuedVia" value={value}>
                  {treeText.queuedVias[value]}
                </MenuItemRadio>
              ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItem onClick={() => openView({ kind: 'diagnostics' })}>{diagnosticsText.banner}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
