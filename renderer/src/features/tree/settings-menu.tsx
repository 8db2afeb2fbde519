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
import { useStudio } from '../../state/use-studio'
import { treeText } from '../../text/en'
import { diagnosticsText } from '../../text/en-diagnostics'

const densities = ['automatic', 'comfortable', 'compact'] as const

/** Settings that are seldom changed, at the foot of the sidebar. */
export function SettingsMenu(): ReactElement {
  const density = useStudio((state) => state.settings.density)
  const openView = useStudio((state) => state.openView)
  const changeSettings = useStudio((state) => state.changeSettings)
  return (
    <Menu
      checkedValues={{ density: [density] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        const chosen = densities.find((value) => value === checkedItems[0])
        if (chosen !== undefined) void changeSettings({ density: chosen })
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
          <MenuItem onClick={() => openView({ kind: 'diagnostics' })}>{diagnosticsText.banner}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
