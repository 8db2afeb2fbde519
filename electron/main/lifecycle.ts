import { app, type BrowserWindow } from 'electron'
import type { WriteLog } from '../services/logger'

/** Something to close when the studio quits. */
interface Closable {
  close(): Promise<void>
}

/** Longest time that quitting may take, in milliseconds; open work continues at the next start. */
const quitDeadlineMs = 6_000

/** Starting the studio a second time shows the first one's window. */
export function showWindowOnSecondStart(window: () => BrowserWindow | undefined): void {
  app.on('second-instance', () => {
    const open = window()
    if (open === undefined) return
    if (open.isMinimized()) open.restore()
    open.show()
    open.focus()
  })
}

/** Closes everything in order before the process ends, within a deadline. */
export function closeBeforeQuit(parts: readonly Closable[], log: WriteLog): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    const deadline = setTimeout(() => finish('The deadline for closing has passed'), quitDeadlineMs)
    const finish = (problem?: string): void => {
      clearTimeout(deadline)
      if (problem !== undefined) log('main', problem)
      state = 'closed'
      app.quit()
    }
    void closeInOrder(parts, log).then(() => finish())
  })
  app.on('window-all-closed', () => app.quit())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
}

async function closeInOrder(parts: readonly Closable[], log: WriteLog): Promise<void> {
  for (const part of parts) {
    try {
      await part.close()
    } catch (error) {
      log('main', 'A part could not be closed', error)
    }
  }
}
