import { dialog, type BrowserWindow } from 'electron'
import type { WriteLog } from '../services/logger'

/** What to do about a page that does not work. */
export type PageAnswer = 'load' | 'leave' | 'copyDiagnostics'

interface PageWatch {
  readonly log: WriteLog
  /** The page is gone; it is loaded again unless that was in vain too often. */
  onCrash(): void
  copyDiagnostics(): Promise<void>
  /** Asks the user, by default in a dialog. */
  readonly ask?: (window: BrowserWindow, trouble: keyof typeof questions) => Promise<PageAnswer>
  readonly now?: () => number
}

/** As many loads a minute are made without asking. */
const loadsUnasked = 3

const questions = {
  crashes: {
    message: 'The page of this window keeps crashing.',
    detail: 'Ingestions are not affected: they run outside of the page.',
    leave: 'Close window',
  },
  hangs: {
    message: 'The page of this window does not answer.',
    detail:
      'Ingestions are not affected: they run outside of the page. What was typed and not sent is lost if it is loaded again.',
    leave: 'Wait',
  },
} as const

/** Loads a crashed page again, asks the user if that does not help, and asks about a page that hangs. */
export function watchPage(window: BrowserWindow, watch: PageWatch): void {
  const { log, ask = askInDialog, now = () => performance.now() } = watch
  const page = window.webContents
  let loads: number[] = []
  let isAsking = false
  const load = (): void => {
    loads.push(now())
    page.reload()
  }
  const question = async (trouble: keyof typeof questions): Promise<PageAnswer | undefined> => {
    if (isAsking) return undefined
    isAsking = true
    try {
      let answer: PageAnswer
      do {
        answer = await ask(window, trouble)
        if (answer === 'copyDiagnostics') await watch.copyDiagnostics()
      } while (answer === 'copyDiagnostics')
      return window.isDestroyed() ? undefined : answer
    } finally {
      isAsking = false
    }
  }
  const crashed = async (): Promise<void> => {
    loads = loads.filter((at) => now() - at < 60_000)
    if (loads.length < loadsUnasked) return load()
    const answer = await question('crashes')
    if (answer === 'load') load()
    else if (answer === 'leave') window.close()
  }
  const hangs = async (): Promise<void> => {
    // Its end counts as a crash, which loads it again.
    if ((await question('hangs')) === 'load') page.forcefullyCrashRenderer()
  }
  const failed = (error: unknown): void => log('page', 'The question about the page failed', error)
  page.on('render-process-gone', (_event, { reason, exitCode }) => {
    log('page', `The page is gone: ${reason} (${exitCode})`)
    if (reason === 'clean-exit' || window.isDestroyed()) return
    watch.onCrash()
    crashed().catch(failed)
  })
  window.on('unresponsive', () => {
    log('page', 'The page does not answer')
    hangs().catch(failed)
  })
}

async function askInDialog(window: BrowserWindow, trouble: keyof typeof questions): Promise<PageAnswer> {
  const { message, detail, leave } = questions[trouble]
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Kusto Ingestion Studio',
    message,
    detail,
    buttons: ['Load it again', 'Copy diagnostics', leave],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  return (['load', 'copyDiagnostics', 'leave'] as const)[response] ?? 'leave'
}
