import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import { reloadAfterCrash } from './crash-guards'
import type { WriteLog } from '../services/logger'
import { pageUrl } from './page-file'
import { readWindowBounds, writeWindowBounds } from './window-bounds'

/** What it takes to open a window. */
export interface WindowOptions {
  /** The folder of the bundles, `out/`. */
  readonly bundles: string
  readonly home: string
  readonly log: WriteLog
}

let opened: BrowserWindow | undefined

/** The studio's window; undefined before it opens and after it closes. */
export function currentWindow(): BrowserWindow | undefined {
  return opened === undefined || opened.isDestroyed() ? undefined : opened
}

/** The only place that creates windows that are seen: each is sandboxed and shows the page, nothing else. */
export function openWindow({ bundles, home, log }: WindowOptions): BrowserWindow {
  const boundsFile = join(home, 'window.json')
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const { position, size, isMaximized } = readWindowBounds(boundsFile, workAreas)
  const window = new BrowserWindow({
    ...position,
    ...size,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Kusto Ingestion Studio',
    icon: join(bundles, 'icon.png'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1a19' : '#ffffff',
    webPreferences: {
      preload: join(bundles, 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  opened = window
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    try {
      const { x, y, width, height } = window.getNormalBounds()
      const isMaximized = window.isMaximized()
      writeWindowBounds(boundsFile, { position: { x, y }, size: { width, height }, isMaximized })
    } catch (error) {
      // Let the window close anyway: its position matters less.
      log('window', 'The bounds could not be saved', error)
    }
  })
  reloadAfterCrash(window, log)
  // A reload during loading makes this fail although the page is there.
  window
    .loadURL(pageUrl)
    .catch((error) => log('window', 'The page was not loaded at the first attempt', error))
  return window
}
