import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import type { WriteLog } from '../services/logger'
import { pageUrl } from './page-file'
import { boundsBeside, readWindowBounds, writeWindowBounds } from './window-bounds'

/** What it takes to open a window. */
export interface WindowOptions {
  /** The folder of the bundles, `out/`. */
  readonly bundles: string
  readonly home: string
  readonly log: WriteLog
}

/** The studio's windows; the one that was used last is at the end. */
const opened: BrowserWindow[] = []

/** All windows; none before the first opens and after the last closes. */
export function openWindows(): readonly BrowserWindow[] {
  return opened.filter((window) => !window.isDestroyed())
}

/** The window that is used, or was used last. */
export function currentWindow(): BrowserWindow | undefined {
  return openWindows().at(-1)
}

/** Brings the window that was used last to the front. */
export function showCurrentWindow(): void {
  const window = currentWindow()
  if (window === undefined) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/**
 * The only place that creates windows that are seen: each is sandboxed and shows the page, nothing else. `prepare` gets the window
 * before its page is loaded.
 */
export function openWindow(
  { bundles, home, log }: WindowOptions,
  prepare: (window: BrowserWindow) => void,
): void {
  const boundsFile = join(home, 'window.json')
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const besides = currentWindow()
  const { position, size, isMaximized } =
    besides === undefined
      ? readWindowBounds(boundsFile, workAreas)
      : boundsBeside(besides.getNormalBounds(), workAreas)
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
  opened.push(window)
  window.on('focus', () => opened.push(...opened.splice(opened.indexOf(window), 1)))
  window.on('closed', () => opened.splice(opened.indexOf(window), 1))
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
  prepare(window)
  // A reload during loading makes this fail although the page is there.
  window
    .loadURL(pageUrl)
    .catch((error) => log('window', 'The page was not loaded at the first attempt', error))
}
