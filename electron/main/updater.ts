import { app, dialog } from 'electron'
import type { WriteLog } from '../services/logger'
import { Updates, type Updater, type UpdateSource } from './updates'
import { currentWindow } from './window'

/** The updates of this studio, with electron-updater and the system's dialogs. */
export function createUpdates(home: string, log: WriteLog): Updates {
  return new Updates({
    version: app.getVersion(),
    home,
    resources: app.isPackaged ? process.resourcesPath : undefined,
    open: (source) => openUpdater(source, log),
    log,
    async ask({ message, detail, buttons }) {
      const options = {
        type: 'info' as const,
        title: 'Kusto Ingestion Studio',
        message,
        detail,
        buttons: [...buttons],
        defaultId: 0,
        cancelId: buttons.length - 1,
        noLink: true,
      }
      const window = currentWindow()
      const { response } = await (window === undefined
        ? dialog.showMessageBox(options)
        : dialog.showMessageBox(window, options))
      return response
    },
  })
}

/** Loaded only when it is wanted: most studios never ask for updates. */
async function openUpdater(source: UpdateSource | null, log: WriteLog): Promise<Updater> {
  const { autoUpdater } = await import('electron-updater')
  autoUpdater.autoDownload = false
  autoUpdater.autoInstallOnAppQuit = false
  autoUpdater.logger = {
    info: () => undefined,
    warn: (message) => log('updates', String(message)),
    error: (message) => log('updates', String(message)),
  }
  if (source !== null) autoUpdater.setFeedURL(source)
  return {
    async check() {
      const found = await autoUpdater.checkForUpdates()
      return found?.isUpdateAvailable === true ? found.updateInfo.version : null
    },
    download: async () => void (await autoUpdater.downloadUpdate()),
    install: () => autoUpdater.quitAndInstall(),
  }
}
