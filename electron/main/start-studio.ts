import { app, nativeTheme, session, type WebContents } from 'electron'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { localClusterName } from '../domain/cluster-uri'
import { tokenSchema } from '../local-cluster/process/protocol'
import { createStudio } from '../services/create-studio'
import type { Studio } from '../services/studio-services'
import { logFile, takeHomeFolder } from './home-folder'
import { registerHandlers } from './ipc/register'
import { followJobs } from './job-notices'
import { askBeforeLeaving, jobSurface } from './job-surface'
import { drawPicture } from './draw-picture'
import { closeBeforeQuit } from './lifecycle'
import type { LinkInbox } from './link-inbox'
import { openInBrowser, openLink } from './links'
import { startInspectionProcess } from './inspection-process'
import { startLocalClusterProcess } from './local-cluster-process'
import { LocalClusterSupervisor } from './local-cluster-supervisor'
import { setMenu } from './menu'
import { reloadOnRequest } from './reload-on-request'
import { askAboutFailedStart } from './start-dialog'
import { startOrExplain } from './start-or-explain'
import { takeSystemProxy } from './system-proxy'
import { currentWindow, openWindow, openWindows, type WindowOptions } from './window'
import { startSession, type WindowHost, type WindowSession } from './window-session'

/**
 * Puts services, local cluster, pages and menu together and opens the first window. If the services cannot start, a
 * dialog says why, and the process ends unless a later attempt works.
 */
export async function startStudio(options: WindowOptions, links: LinkInbox): Promise<void> {
  const { bundles, home, log } = options
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
  const openServices = async (): Promise<Studio | 'secondStart'> => {
    if (!takeHomeFolder(home)) return 'secondStart'
    await takeSystemProxy(process.env, (url) => session.defaultSession.resolveProxy(url))
    return await createStudio({
      homeFolder: home,
      openBrowser: openInBrowser,
      startInspection: () => startInspectionProcess(join(bundles, 'inspection', 'entry.cjs')),
      drawPicture,
      languageEntry: join(bundles, 'language', 'entry.cjs'),
      isLocalCluster: (clusterUri: string) => cluster.isLocalCluster(clusterUri),
    })
  }
  const start = await startOrExplain(openServices, (failure) => askAboutFailedStart(failure, options))
  if (start.kind === 'givenUp') return app.exit(1)
  if (start.value === 'secondStart') return app.quit()
  const studio = start.value
  closeBeforeQuit([studio, { close: () => cluster.stop() }], log)
  const leaving = askBeforeLeaving(followJobs(studio.jobs, jobSurface()).running)

  const host: WindowHost = {
    studio,
    cluster,
    home,
    log,
    links,
    openWindow: (firstCluster) =>
      openWindow(options, (window) => {
        const page = window.webContents
        sessions.set(page, startSession(window, firstCluster, host))
        window.once('closed', () => sessions.delete(page))
        leaving.guard(window)
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
    onQuit: () => leaving.quit(),
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
