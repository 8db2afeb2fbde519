import { FluentProvider } from '@fluentui/react-components'
import { useEffect, type ReactElement } from 'react'
import styles from './app.module.css'
import { LiveRegion } from './components/live-region'
import { Notice } from './components/notice'
import { ClusterPicker } from './features/connect/cluster-picker'
import { SignInNote } from './features/connect/sign-in-note'
import { QueryPane } from './features/query/query-pane'
import { PreparePage } from './features/prepare/prepare-page'
import { DropOverlay } from './features/sources/drop-overlay'
import { CatalogTree } from './features/tree/catalog-tree'
import { RecentIngestions } from './features/tree/recent-ingestions'
import { ThemeSwitch } from './features/tree/theme-switch'
import { OpenView } from './open-view'
import { useStudio, useStudioStore } from './state/use-studio'
import { themeFor } from './styles/themes'
import { ThemeContext, useThemeName } from './styles/use-theme'
import { appText } from './text/en'
import { Workspace } from './workspace'

/** The window: clusters and tables on the left, one table's workspace next to them. */
export function App(): ReactElement {
  const store = useStudioStore()
  const theme = useThemeName()
  const isPreparing = useStudio((state) => state.prepared !== null)
  const isQueryOpen = useStudio((state) => state.isQueryOpen)
  useEffect(() => {
    void store.getState().start()
  }, [store])
  return (
    <ThemeContext value={theme}>
      <FluentProvider theme={themeFor(theme)} className="studio-theme" data-theme={theme}>
        <div className={styles['window']}>
          <nav className={styles['sidebar']} aria-label={appText.sidebar}>
            <ClusterPicker />
            <div className={styles['lists']}>
              <CatalogTree />
              <RecentIngestions />
            </div>
            <footer className={styles['foot']}>
              <SignInNote />
              <ThemeSwitch />
            </footer>
          </nav>
          <main className={styles['main']} aria-label={appText.workspace}>
            <Notice />
            <div className={styles['page']} data-beside-query={isQueryOpen}>
              {isPreparing ? <PreparePage /> : <Workspace />}
            </div>
            {isQueryOpen && <QueryPane />}
          </main>
        </div>
        <OpenView />
        <DropOverlay />
        <LiveRegion />
      </FluentProvider>
    </ThemeContext>
  )
}
