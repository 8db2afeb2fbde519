import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createCredentialStore } from './auth/credential-store'
import { createCatalogService } from './catalog-service'
import { createConnectionService } from './connection-service'
import { createJobService } from './jobs/job-service'
import { createClusterRegistry } from './kusto/cluster-registry'
import { openLogFile } from './logger'
import { createJobsForChart } from './row-counts/jobs-for-chart'
import { createRowCountService } from './row-counts/row-count-service'
import { openSettings } from './settings/settings-service'
import { createSourceService } from './sources/source-service'
import type { StudioServices, StudioServicesOptions } from './studio-services'

const rememberedClusters = 20

/**
 * Puts the studio's services together on one home folder. Open jobs of earlier starts go on by themselves,
 * unless that is turned off.
 *
 * @throws StudioError `JournalFailed` when another process has the home folder, or a newer studio wrote its
 *   journal.
 */
export async function createStudio(options: StudioServicesOptions): Promise<StudioServices> {
  const { homeFolder } = options
  await mkdir(homeFolder, { recursive: true, mode: 0o700 })
  const log = openLogFile(join(homeFolder, 'studio.log'))
  const report = (error: unknown): void => log('services', 'A listener failed', error)
  const isLocalCluster = options.isLocalCluster ?? ((): boolean => false)
  const settings = await openSettings(homeFolder, log)
  const registry = createClusterRegistry({
    isLocalCluster,
    credentials: createCredentialStore(options.openBrowser),
  })

  const connection = createConnectionService({
    registry,
    isLocalCluster,
    report,
    onOpened(info) {
      if (info.isLocalCluster) {
        jobs.localClusterMoved(info.clusterUri)
        return
      }
      const others = settings.read().recentClusters.filter((uri) => uri !== info.clusterUri)
      settings
        .write({ recentClusters: [info.clusterUri, ...others].slice(0, rememberedClusters) })
        .catch((error: unknown) => log('settings', 'The cluster was not remembered', error))
    },
  })
  const sources = createSourceService({
    homeFolder,
    findPreviousIngestion: (file) => jobs.previousIngestion(file),
  })
  const jobs = createJobService({
    homeFolder,
    log,
    openConnection: () => connection.connection(),
    connectionTo: (clusterUri, signal) => registry.connectionTo(clusterUri, signal),
    files: sources,
    resumeJobs: options.resumeJobs,
  })
  const rowCounts = createRowCountService({
    connection: () => connection.connection(),
    jobs: createJobsForChart(jobs),
    store: jobs.rowCountStore,
    report,
  })

  return {
    connection,
    catalog: createCatalogService(() => connection.connection()),
    sources,
    jobs,
    rowCounts,
    settings,
    async close() {
      rowCounts.unwatch()
      await jobs.close()
      registry.close()
    },
  }
}
