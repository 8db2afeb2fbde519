import { app, nativeTheme, type BrowserWindow } from 'electron'
import type { ConfirmedPlaces } from '../services/confirmed-places'
import type { WriteLog } from '../services/logger'
import type { Studio } from '../services/studio-services'
import { confirmingClusters } from './confirm-cluster'
import { createFileDialog, createSaveDialog } from './file-dialog'
import { logFile } from './home-folder'
import type { AnswerContext } from './ipc/answer-request'
import { createHandlers } from './ipc/handlers/all-handlers'
import { createPublisher, type Publish } from './ipc/publish'
import { RequestRegistry } from './ipc/requests'
import type { LinkInbox } from './link-inbox'
import { openInBrowser, openLink } from './links'
import type { LocalClusterSupervisor } from './local-cluster-supervisor'
import { publishServiceEvents } from './service-events'

/** What belongs to one window: its page's calls are answered from here, and its page hears of these events only. */
export interface WindowSession {
  readonly context: AnswerContext
  readonly publish: Publish
  /** Whether the page has asked for its first snapshot, and hears events since. */
  isListening(): boolean
}

/** What all windows share. */
export interface WindowHost {
  readonly studio: Studio
  readonly cluster: LocalClusterSupervisor
  readonly home: string
  readonly log: WriteLog
  readonly links: LinkInbox
  /** What the user agreed to connect to. */
  readonly confirmed: ConfirmedPlaces
  /** Opens another window, which opens this cluster first. */
  openWindow(firstCluster: string): void
}

/** Gives a window its own session of the studio, until it is closed. */
export function startSession(window: BrowserWindow, firstCluster: string, host: WindowHost): WindowSession {
  const { studio, cluster, home, log } = host
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
      confirmCluster: confirmingClusters(host.confirmed, () => (window.isDestroyed() ? undefined : window)),
      openWindow: (first) => host.openWindow(first),
      firstCluster,
      takeLink() {
        isListening = true
        return host.links.take()
      },
      chooseSavePath: createSaveDialog(() => window),
    },
  )
  const stopEvents = publishServiceEvents(services, publish)
  window.on('hide', visibility.pause).on('minimize', visibility.pause)
  window.on('show', visibility.resume).on('restore', visibility.resume)
  page.on('did-start-loading', () => {
    isListening = false
    requests.cancelAll()
  })
  window.once('closed', () => {
    requests.cancelAll()
    stopEvents()
    services.close().catch((error: unknown) => log('window', 'The session did not close', error))
  })
  return { context: { handlers, requests, log }, publish, isListening: () => isListening }
}
