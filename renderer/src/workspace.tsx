import type { ReactElement } from 'react'
import { RowCountCard } from './features/charts/row-count-card'
import { ComparisonCard } from './features/comparison/comparison-card'
import { ConnectionPanel } from './features/connect/connection-panel'
import { LocalClusterBanner } from './features/connect/local-cluster-banner'
import { JobsCard } from './features/jobs/jobs-card'
import { SourcesCard } from './features/sources/sources-card'
import { useReturnFocus } from './components/return-focus'
import { FirstRun } from './features/target/first-run'
import { TableHeader } from './features/target/table-header'
import { jobsOfTable } from './state/job-selectors'
import { whoNeedsRoom } from './state/room'
import { useStudio } from './state/use-studio'
import styles from './workspace.module.css'

/** The area next to the sidebar: waiting, a first run, or the open table's cards. */
export function Workspace(): ReactElement | null {
  const place = useStudio((state) => {
    if (state.target !== null) return 'table'
    if (state.databases.kind !== 'ready') return 'connection'
    const isReading = state.expandedDatabases.some((name) => state.tables[name]?.kind === 'loading')
    return isReading ? 'reading' : 'firstRun'
  })
  useReturnFocus()
  const room = useStudio(whoNeedsRoom)
  const hasJobs = useStudio((state) => jobsOfTable(state.jobs, state.connection, state.target).length > 0)
  switch (place) {
    case 'connection':
      return <ConnectionPanel />
    case 'reading':
      return null
    case 'firstRun':
      return (
        <>
          <LocalClusterBanner />
          <FirstRun />
        </>
      )
    case 'table':
      return (
        <>
          <LocalClusterBanner />
          <TableHeader />
          <div className={styles['cards']} data-room={room} data-jobs={hasJobs ? undefined : 'none'}>
            <div className={styles['chart']}>
              <RowCountCard />
            </div>
            <div className={styles['sources']}>
              <SourcesCard />
            </div>
            <div className={styles['comparison']}>
              <ComparisonCard />
            </div>
            <div className={styles['jobs']}>
              <JobsCard />
            </div>
          </div>
        </>
      )
  }
}
