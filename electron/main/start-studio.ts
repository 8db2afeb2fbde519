import { app, nativeTheme } from 'electron'
import { join } from 'node:path'
import { createStudio } from '../services/create-studio'
import type { StudioServices } from '../services/studio-services'
import { logFile, takeHomeFolder } from './home-folder'
import { createFileDialog, createSaveDialog } from './file-dialog'
import { createHandlers } from './ipc/handlers/all-handlers'
import { createPublisher } from './ipc/publish'
import { registerHandlers } from './ipc/register'
import { RequestRegistry } from './ipc/requests'
import { followJobs } from './job-notices'
import { askBeforeClosing, jobSurface } from './job-surface'
import { drawPicture } from './draw-picture'
import { closeBeforeQuit } from './lifecycle'
import { openInBrowser, openLink } from './links'
import { startInspectionProcess } from './inspection-process'
import { startLocalClusterProcess } from './local-cluster-process'
import { LocalClusterSupervisor } from './local-cluster-supervisor'
import { setMenu } from './menu'
import { reloadOnRequest } from './reload-on-request'
import { publishServiceEvents } from './service-events'
import { askAboutFailedStart } from './start-dialog'
import { startOrExplain } from './start-or-explain'
import { currentWindow, openWindow, type WindowOptions } from './window'

/**
 * Puts services, local cluster, page and menu together and opens the window. If the services cannot start, a dialog
 * says why, and the process ends unless a later attempt works.
 */
export async function startStudio(options: WindowOptions): Promise<void> {
  const { bundles, home, log } = options
  const publish = createPublisher(() => currentWindow()?.webContents, log)
  const cluster = new LocalClusterSupervisor(
    () =>
      startLocalClusterProcess({
        entry: join(bundles, 'local-cluster', 'entry.cjs'),
        dataDir: join(home, 'local-cluster'),
        portFile: join(home, 'local-cluster-port.json'),
        log,
      }),
    (info) => publish('localCluster/changed', () => info),
  )
  const openServices = async (): Promise<StudioServices | 'secondStart'> => {
    if (!takeHomeFolder(home)) return 'secondStart'
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
  const services = start.value
  closeBeforeQuit([services, { close: () => cluster.stop() }], log)
  publishServiceEvents(services, publish)
  const followed = followJobs(services.jobs, jobSurface(currentWindow))

  const requests = new RequestRegistry()
  const { handlers, visibility } = createHandlers(services, cluster, createFileDialog(currentWindow), {
    version: app.getVersion(),
    platform: process.platform,
    applyTheme: (theme) => (nativeTheme.themeSource = theme),
    openLink: (link) => openLink(link, logFile(home)),
    chooseSavePath: createSaveDialog(currentWindow),
  })
  registerHandlers({ handlers, requests, log })

  nativeTheme.themeSource = services.settings.read().theme
  let commands = 0
  setMenu({
    isPackaged: app.isPackaged,
    platform: process.platform,
    // Every press counts: a key of its own keeps the next press from replacing it.
    onCommand: (command) => publish('command/requested', () => ({ command }), String(commands++)),
    onLink: (link) =>
      void openLink(link, logFile(home)).catch((error) => log('menu', 'A link did not open', error)),
  })
  // The page opens the cluster first thing and learns then what went wrong.
  cluster.start().catch(() => undefined)
  const window = openWindow(options)
  askBeforeClosing(window, followed.running)
  window.on('hide', visibility.pause).on('minimize', visibility.pause)
  window.on('show', visibility.resume).on('restore', visibility.resume)
  window.webContents.on('did-start-loading', () => requests.cancelAll())
  reloadOnRequest(
    {
      reloadPage: () => currentWindow()?.webContents.reloadIgnoringCache(),
      restartCluster: () => cluster.restart(),
    },
    log,
  )
}
