import { app, nativeTheme, session, type WebContents } from 'electron'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { localClusterName } from '../domain/cluster-uri'
import { tokenSchema } from '../local-cluster/process/protocol'
import { createStudio } from '../services/create-studio'
import { createConfirmedPlaces } from '../services/confirmed-places'
import type { Studio } from '../services/studio-services'
import { confirmApplication } from './confirm-cluster'
import { logFile, takeHomeFolder } from './home-folder'
import { systemKeyStore } from './key-store'
import { registerHandlers } from './ipc/register'
import { followJobs } from './job-notices'
import { jobSurface } from './job-surface'
import { askBeforeLeaving } from './leave-dialog'
import { drawPicture } from './draw-picture'
import { closeBeforeQuit } from './lifecycle'
import { createDiagnostics } from './diagnostics'
import { DiskWatch } from './disk-watch'
import type { FileInbox } from './file-inbox'
import type { LinkInbox } from './link-inbox'
import { openInBrowser, openLink } from './links'
import { startInspectionProcess } from './inspection-process'
import { startLocalClusterProcess } from './local-cluster-process'
import { LocalClusterSupervisor } from './local-cluster-supervisor'
import { setMenu } from './menu'
import { reloadOnRequest } from './reload-on-request'
import { askAboutFailedStart } from './start-dialog'
import { followPower } from './power'
import { openReadOnlyHome, type ReadOnlyHome } from './read-only'
import { startOrExplain, type StartMode } from './start-or-explain'
import { takeSystemProxy } from './system-proxy'
import type { Troubles } from './troubles'
import { createUpdates } from './updater'
import { currentWindow, openWindow, openWindows, type WindowOptions } from './window'
import { startSession, type WindowHost, type WindowSession } from './window-session'

/** What broke, for each page. */
export type PageTroubles = Troubles<WebContents>

interface StartOptions extends WindowOptions {
  readonly links: LinkInbox
  readonly files: FileInbox
  readonly troubles: PageTroubles
  /** What went wrong since the start. */
  lastErrors(): readonly string[]
}

/**
 * Puts services, local cluster, pages and menu together and opens the first window. If the services cannot start, a
 * dialog says why, and the process ends unless a later attempt works.
 */
export async function startStudio(options: StartOptions): Promise<void> {
  const { bundles, home, log, links, troubles } = options
  const sessions = new Map<WebContents, WindowSession>()
  // One for each run, so that nobody can keep it; the user may choose it.
  const chosen = tokenSchema.safeParse(process.env['KUSTO_LOCAL_CLUSTER_TOKEN'])
  const token = chosen.success ? chosen.data : randomBytes(32).toString('base64url')
  const cluster = new LocalClusterSupervisor(
    () =>
      startLocalClusterProcess({
        entry: join(bundles, 'local-cluster', 'entry.cjs'),
        dataDir: join(home, 'local-cluster'),
        home,
        token,
        allowLocalBlobs: process.env['KUSTO_LOCAL_CLUSTER_ALLOW_LOCAL_BLOBS'] === '1',
        log,
      }),
    (info) => {
      for (const { publish } of sessions.values()) publish('localCluster/changed', () => info)
    },
  )
  const confirmed = createConfirmedPlaces(home)
  let readOnly: ReadOnlyHome | null = null
  const openServices = async (mode: StartMode): Promise<Studio | 'secondStart'> => {
    if (mode === 'normal' && !takeHomeFolder(home)) return 'secondStart'
    if (mode === 'readOnly') readOnly = openReadOnlyHome(home)
    await takeSystemProxy(process.env, (url) => session.defaultSession.resolveProxy(url))
    return await createStudio({
      homeFolder: readOnly?.folder ?? home,
      resumeJobs: readOnly === null,
      log,
      openBrowser: openInBrowser,
      keyStore: () => Promise.resolve(systemKeyStore()),
      confirmApplication: (clientId, named) => confirmApplication(confirmed, clientId, named),
      startInspection: () => startInspectionProcess(join(bundles, 'inspection', 'entry.cjs')),
      drawPicture,
      keepsLocalCluster: true,
      languageEntry: join(bundles, 'language', 'entry.cjs'),
      isLocalCluster: (clusterUri: string) => cluster.isLocalCluster(clusterUri),
    })
  }
  const start = await startOrExplain(openServices, async (failure) => {
    readOnly?.remove()
    readOnly = null
    return await askAboutFailedStart(failure, options)
  })
  if (start.kind === 'givenUp') return app.exit(1)
  if (start.value === 'secondStart') return app.quit()
  const studio = start.value
  const copy = readOnly as ReadOnlyHome | null
  followJobs(studio.jobs, jobSurface())
  const leaving = askBeforeLeaving(() => studio.unsentSources())
  closeBeforeQuit(
    [studio, { close: () => cluster.stop() }, { close: async () => copy?.remove() }],
    leaving,
    log,
  )

  const disks = new DiskWatch(home, (low) => {
    for (const { publish } of sessions.values()) publish('studio/lowDisk', () => ({ low }))
  })
  const host: WindowHost = {
    studio,
    cluster,
    home,
    readOnly: copy,
    lowDisk: () => disks.low,
    log,
    links,
    confirmed,
    files: options.files,
    troubles,
    diagnostics: createDiagnostics({ studio, cluster, home, lastErrors: () => options.lastErrors() }),
    openWindow: (firstCluster) =>
      openWindow(options, (window) => {
        const page = window.webContents
        sessions.set(page, startSession(window, firstCluster, host))
        window.once('closed', () => sessions.delete(page))
        window.on('close', (event) => leaving.handleClose(window, event, () => window.close()))
      }),
  }
  registerHandlers((page) => sessions.get(page)?.context, log)

  nativeTheme.themeSource = studio.settings.read().theme
  const currentSession = (): WindowSession | undefined => {
    const window = currentWindow()
    return window === undefined ? undefined : sessions.get(window.webContents)
  }
  links.deliverTo((link) => {
    const session = currentSession()
    if (session?.isListening() !== true) return false
    session.publish('link/opened', () => link)
    return true
  })
  options.files.deliverTo((paths) => {
    const session = currentSession()
    if (session?.isListening() !== true) return false
    session.openFiles(paths)
    return true
  })
  followPower(() => studio.tryNow())
  disks.start()
  const updates = createUpdates(home, log)
  updates.start()
  let commands = 0
  setMenu({
    isPackaged: app.isPackaged,
    platform: process.platform,
    onCommand(command) {
      // Every press counts: a key of its own keeps the next press from replacing it.
      currentSession()?.publish('command/requested', () => ({ command }), String(commands++))
    },
    onLink: (link) =>
      void openLink(link, logFile(home)).catch((error) => log('menu', 'A link did not open', error)),
    onUpdate: () => void updates.checkNow(),
    onQuit: () => app.quit(),
  })
  // The page opens the cluster first thing and learns then what went wrong.
  cluster.start().catch(() => undefined)
  host.openWindow(localClusterName)
  reloadOnRequest(
    {
      reloadPages: () => openWindows().forEach((window) => window.webContents.reloadIgnoringCache()),
      restartCluster: () => cluster.restart(),
    },
    log,
  )
}
