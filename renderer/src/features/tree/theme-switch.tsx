import type { ReactElement } from 'react'
import { SegmentedControl } from '../../components/segmented-control'
import { useStudio } from '../../state/use-studio'
import { treeText } from '../../text/en'
import styles from './tree.module.css'

const themes = ['system', 'light', 'dark'] as const

/** Chooses the theme, at the foot of the sidebar. */
export function ThemeSwitch(): ReactElement {
  const theme = useStudio((state) => state.settings.theme)
  const changeSettings = useStudio((state) => state.changeSettings)
  return (
    <div className={styles['theme']}>
      <SegmentedControl
        label={treeText.theme}
        value={theme}
        options={themes.map((value) => ({ value, label: treeText.themes[value] }))}
        onChange={(value) => void changeSettings({ theme: value })}
      />
    </div>
  )
}
