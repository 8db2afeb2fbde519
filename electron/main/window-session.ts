import { app, nativeTheme, type BrowserWindow, type WebContents } from 'electron'
import type { MethodName } from '../contract/names'
import type { LowDisk } from '../domain/schema/low-disk'
import type { Salvaged } from '../services/jobs/journal/salvage-journal'
import type { ConfirmedPlaces } from '../services/confirmed-places'
import type { WriteLog } from '../services/logger'
import type { Studio } from '../services/studio-services'
import { confirmingClusters } from './confirm-cluster'
import { createFileDialog, createSaveDialog } from './file-dialog'
import { logFile } from './home-folder'
import type { AnswerContext } from './ipc/answer-request'
import { createHandlers } from './ipc/handlers/all-handlers'
import { createPublisher, type Publish } from './ipc/publish'
import { mayCallReadOnly, refusedReadOnly } from './read-only'
import { RequestRegistry } from './ipc/requests'
import type { LinkInbox } from './link-inbox'
import type { Diagnostics } from './diagnostics'
import type { FileInbox } from './file-inbox'
import { openInBrowser, openLink } from './links'
import type { LocalClusterSupervisor } from './local-cluster-supervisor'
import { watchPage } from './page-watch'
import { publishServiceEvents } from './service-events'
import type { Troubles } from './troubles'

/** What belongs to one window: its page's calls are answered from here, and its page hears of these events only. */
export interface WindowSession {
  readonly context: AnswerContext
  readonly publish: Publish
  /** Whether the page has asked for its first snapshot, and hears events since. */
  isListening(): boolean
  /** Gives the page files that the system asks the studio to open. */
  openFiles(paths: readonly string[]): void
}

/** What all windows share. */
export interface WindowHost {
  readonly studio: Studio
  readonly cluster: LocalClusterSupervisor
  readonly home: string
  /** What the user sees of a journal that cannot be used; null if it can. */
  readonly readOnly: Salvaged | null
  /** A disk that is nearly full. */
  lowDisk(): LowDisk | null
  readonly log: WriteLog
  readonly links: LinkInbox
  /** What the user agreed to connect to. */
  readonly confirmed: ConfirmedPlaces
  readonly files: FileInbox
  readonly troubles: Troubles<WebContents>
  readonly diagnostics: Diagnostics
  /** Opens another window, which opens this cluster first. */
  openWindow(firstCluster: string): void
}

/** Gives a window its own session of the studio, until it is closed. */
export function startSession(window: BrowserWindow, firstCluster: string, host: WindowHost): WindowSession {
  const { studio, cluster, home, log, troubles, diagnostics } = host
  const services = studio.openSession()
  const page = window.webContents
  const publish = createPublisher(() => page, log)
  const requests = new RequestRegistry()
  let isListening = false
  const { handlers, visibility } = createHandlers(
    services,
    cluster,
    createFileDialog(() => window),
    {
      version: app.getVersion(),
      platform: process.platform,
      applyTheme: (theme) => (nativeTheme.themeSource = theme),
      openLink: (link) => openLink(link, logFile(home)),
      openBrowser: openInBrowser,
      confirmCluster: confirmingClusters(
        host.confirmed,
        () => (window.isDestroyed() ? undefined : window),
        (isAsking) => publish('connection/asking', () => ({ isAsking })),
      ),
      openWindow: (first) => host.openWindow(first),
      firstCluster,
      takeLink() {
        isListening = true
        host.files.flush()
        return host.links.take()
      },
      readOnly: host.readOnly,
      lowDisk: () => host.lowDisk(),
      takeTrouble: () => troubles.take(page),
      writeDiagnostics: () => diagnostics.write(),
      chooseSavePath: createSaveDialog(() => window),
    },
  )
  const stopEvents = publishServiceEvents(services, publish)
  troubles.add(page, (trouble) => {
    if (isListening) publish('studio/trouble', () => trouble)
    return isListening
  })
  watchPage(window, {
    log,
    onCrash() {
      isListening = false
      troubles.report('page', page)
    },
    copyDiagnostics: () => diagnostics.copy(),
  })
  window.on('hide', visibility.pause).on('minimize', visibility.pause)
  window.on('show', visibility.resume).on('restore', visibility.resume)
  /** A page that is loaded again knows nothing of what the one before had under way. */
  const forgetPage = (): void => {
    isListening = false
    requests.cancelAll()
    services.closeLooks()
  }
  page.on('did-start-loading', forgetPage).on('render-process-gone', forgetPage)
  window.once('closed', () => {
    troubles.remove(page)
    requests.cancelAll()
    stopEvents()
    services.close().catch((error: unknown) => log('window', 'The session did not close', error))
  })
  let opened = 0
  const openFiles = (paths: readonly string[]): void => {
    services.sources.register(paths).then(
      // A key of its own: nothing replaces it.
      (files) => publish('sources/opened', () => files, String(opened++)),
      (error: unknown) => {
        log('window', 'Files could not be opened', error)
        troubles.report('studio', page)
      },
    )
  }
  const assertAllowed = (method: MethodName, request: unknown): void => {
    if (host.readOnly !== null && !mayCallReadOnly(method, request)) throw refusedReadOnly()
  }
  return {
    context: { handlers, requests, log, assertAllowed },
    publish,
    isListening: () => isListening,
    openFiles,
  }
}
