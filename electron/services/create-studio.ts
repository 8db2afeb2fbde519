import './node18-crypto'
import { join } from 'node:path'
import { isLoopbackHost } from '../domain/loopback-host'
import type { Connection } from '../domain/schema/connection'
import { createCredentialStore } from './auth/credential-store'
import { createSignInMemory } from './auth/sign-in-memory'
import { createCatalogService } from './catalog-service'
import { systemClock } from './clock'
import { createConnectionCheck } from './connection-check/connection-check-service'
import { createConnectionService, type OpenConnection } from './connection-service'
import { openHomeFolder } from './home-folder'
import { createJobService } from './jobs/job-service'
import { createForesight } from './inspection/foresight'
import { createInspectionService } from './inspection/inspection-service'
import { looksOfCluster, ownLooks } from './inspection/own-looks'
import type { ConnectionRegistry, KustoConnection } from './kusto/connection'
import { createClusterRegistry } from './kusto/cluster-registry'
import { openLogFile } from './logger'
import { tokenOfLocalCluster } from './local-cluster-files'
import { exemptLoopbackFromProxies } from './loopback-proxy'
import { createJobsForChart } from './row-counts/jobs-for-chart'
import { startLanguageThread } from './query/language-thread'
import { createQueryService } from './query/query-service'
import { createRowCounts } from './row-counts/row-count-service'
import { openSettings } from './settings/settings-service'
import { createSourceService } from './sources/source-service'
import { createSnapshotService } from './snapshots/snapshot-service'
import { TableObservers } from './tables/table-observers'
import type { StudioServicesOptions } from './studio-options'
import type { SettingsService, Studio } from './studio-services'

/**
 * Puts the services together: one credential for each cloud, one connection for each cluster, one journal. Jobs still
 * open from earlier starts continue.
 *
 * @throws StudioError if the home folder cannot be used, or another process has its journal.
 */
export async function createStudio(options: StudioServicesOptions): Promise<Studio> {
  const { homeFolder } = options
  openHomeFolder(homeFolder)
  exemptLoopbackFromProxies(process.env)
  const log = options.log ?? openLogFile(join(homeFolder, 'studio.log'))
  const report = (error: unknown): void => log('services', 'A listener or a count failed', error)
  const isLocalCluster = (clusterUri: string): boolean =>
    options.isLocalCluster?.(clusterUri) ?? isLoopbackHost(new URL(clusterUri).hostname)

  const settings = await openSettings(homeFolder, log)
  const registry = createClusterRegistry({
    isLocalCluster,
    localToken: (clusterUri) => tokenOfLocalCluster(homeFolder, clusterUri, process.env),
    confirmApplication: options.confirmApplication,
    credentials: createCredentialStore({
      openBrowser: options.openBrowser,
      memory: createSignInMemory(homeFolder, {
        file: options.signInFile ?? 'sign-ins.json',
        keyStore: options.keyStore ?? (() => Promise.resolve(null)),
        log,
      }),
      app: options.app,
      whenNeeded: options.signInWhenNeeded,
      showDeviceCode: options.showDeviceCode,
      onSignedIn: () => jobs.signedIn(),
      onSignedOut: () => jobs.signedOut(),
    }),
  })
  const openConnection = (): OpenConnection =>
    createConnectionService({
      registry,
      isLocalCluster,
      report,
      onOpened(info) {
        if (info.isLocalCluster) jobs.localClusterMoved(info.clusterUri)
        else void remember(settings, info).catch((error: unknown) => log('settings', 'Not written', error))
      },
    })
  const own = openConnection()
  const connection = (): KustoConnection => own.connection()
  const sources = createSourceService({
    homeFolder,
    findPreviousIngestion: (file) => jobs.previousIngestion(file),
  })
  const connectionTo: ConnectionRegistry['connectionTo'] = (clusterUri, signal) =>
    registry.connectionTo(clusterUri, signal)
  const tables = new TableObservers({ connectionTo, clock: systemClock, log })
  const inspection = createInspectionService({ start: options.startInspection, sources, log })
  const snapshots = createSnapshotService({
    connection,
    connectionTo,
    store: () => jobs.snapshotStore,
    job: (jobId) => jobs.job(jobId),
    othersBeside: (jobId) => jobs.othersBeside(jobId),
    drawPicture: options.drawPicture,
    clock: systemClock,
    log,
  })
  const jobs = createJobService({
    homeFolder,
    log,
    files: sources,
    openConnection: connection,
    connectionTo,
    tables,
    snapshots,
    foresee: options.startInspection === undefined ? undefined : createForesight(inspection),
    separate: options.startInspection === undefined ? undefined : inspection.separate,
    resumeJobs: options.resumeJobs,
    keepsLocalCluster: options.keepsLocalCluster,
    journalUse: options.journalUse,
    targetBlobBytes: options.targetBlobBytes,
    queuedVia: () => options.via ?? settings.read().queuedVia,
  })
  const rowCounts = createRowCounts({
    tables,
    jobs: createJobsForChart(jobs),
    store: jobs.rowCountStore,
    clock: systemClock,
    report,
  })
  const queries = createQueryService({
    homeFolder,
    connection,
    startLanguage: () => startLanguageThread(options.languageEntry),
    clock: systemClock,
    log,
  })
  const ownRowCounts = rowCounts.on(connection)
  const connectionCheck = createConnectionCheck({ connectionTo })

  return {
    connection: own,
    connectionCheck,
    queries,
    catalog: createCatalogService(connection),
    sources,
    inspection: looksOfCluster(inspection, () => own.current()?.isLocalCluster === true),
    jobs,
    history: jobs.history,
    rowCounts: ownRowCounts,
    snapshots,
    settings,
    openSession() {
      const opened = openConnection()
      const current = (): KustoConnection => opened.connection()
      const looks = ownLooks(looksOfCluster(inspection, () => opened.current()?.isLocalCluster === true))
      const counts = rowCounts.on(current)
      return {
        connection: opened,
        connectionCheck,
        queries: queries.on(current),
        catalog: createCatalogService(current),
        sources,
        inspection: looks,
        ...jobs.on(current),
        rowCounts: counts,
        snapshots: snapshots.on(current),
        settings,
        closeLooks: () => looks.closeAll(),
        close() {
          counts.unwatch()
          looks.closeAll()
          opened.end()
          return Promise.resolve()
        },
      }
    },
    tryNow: () => jobs.tryNow(),
    unsentSources: () => jobs.unsentSources(),
    async close() {
      ownRowCounts.unwatch()
      await snapshots.close()
      queries.end()
      try {
        await jobs.close()
      } finally {
        registry.close()
        await inspection.end()
      }
    },
  }
}

/** Most clusters to remember. */
const rememberedClusters = 20

async function remember(settings: SettingsService, { clusterUri }: Connection): Promise<void> {
  const others = settings.read().recentClusters.filter((known) => known !== clusterUri)
  await settings.write({ recentClusters: [clusterUri, ...others].slice(0, rememberedClusters) })
}
