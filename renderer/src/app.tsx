import { FluentProvider } from '@fluentui/react-components'
import { useEffect, type ReactElement } from 'react'
import styles from './app.module.css'
import { LiveRegion } from './components/live-region'
import { Notice } from './components/notice'
import { StateBanners } from './components/state-banners'
import { TroubleBanner } from './components/trouble-banner'
import { ClusterPicker } from './features/connect/cluster-picker'
import { SignInNote } from './features/connect/sign-in-note'
import { HistoryPage } from './features/history/history-page'
import { ComparePage } from './features/comparison/page/compare-page'
import { QueryPane } from './features/query/query-pane'
import { PreparePage } from './features/prepare/prepare-page'
import { DropOverlay } from './features/sources/drop-overlay'
import { CatalogTree } from './features/tree/catalog-tree'
import { RecentIngestions } from './features/tree/recent-ingestions'
import { SettingsMenu } from './features/tree/settings-menu'
import { ThemeSwitch } from './features/tree/theme-switch'
import { OpenView } from './open-view'
import { isCompared } from './state/compare'
import { useStudio, useStudioStore } from './state/use-studio'
import { themeFor } from './styles/themes'
import { DensityContext, useDensity } from './styles/use-density'
import { ThemeContext, useThemeName } from './styles/use-theme'
import { appText } from './text/en'
import { Workspace } from './workspace'

/** The window: clusters and tables on the left, one table's workspace next to them. */
export function App(): ReactElement {
  const store = useStudioStore()
  const theme = useThemeName()
  const density = useDensity()
  const page = useStudio((state) => {
    if (state.isHistoryOpen) return 'history'
    if (state.prepared !== null) return 'prepare'
    return isCompared(state) ? 'compare' : 'workspace'
  })
  const isQueryOpen = useStudio((state) => state.isQueryOpen)
  useEffect(() => {
    void store.getState().start()
  }, [store])
  return (
    <ThemeContext value={theme}>
      <DensityContext value={density}>
        <FluentProvider
          theme={themeFor(theme)}
          className="studio-theme"
          data-theme={theme}
          data-density={density}
        >
          <div className={styles['window']}>
            <nav className={styles['sidebar']} aria-label={appText.sidebar}>
              <ClusterPicker />
              <div className={styles['lists']}>
                <CatalogTree />
                <RecentIngestions />
              </div>
              <footer className={styles['foot']}>
                <SignInNote />
                <div className={styles['choices']}>
                  <ThemeSwitch />
                  <SettingsMenu />
                </div>
              </footer>
            </nav>
            <main className={styles['main']} aria-label={appText.workspace}>
              <StateBanners />
              <TroubleBanner />
              <Notice />
              <div className={styles['page']} data-beside-query={isQueryOpen}>
                {page === 'history' && <HistoryPage />}
                {page === 'prepare' && <PreparePage />}
                {page === 'compare' && <ComparePage />}
                {page === 'workspace' && <Workspace />}
              </div>
              {isQueryOpen && <QueryPane />}
            </main>
          </div>
          <OpenView />
          <DropOverlay />
          <LiveRegion />
        </FluentProvider>
      </DensityContext>
    </ThemeContext>
  )
}
