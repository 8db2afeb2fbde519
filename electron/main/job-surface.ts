import { app, dialog, Notification, type BrowserWindow } from 'electron'
import { unsentSources } from '../domain/job-notice'
import type { JobSnapshot } from '../domain/schema/job'
import type { NoticeSurface } from './job-notices'
import { currentWindow, openWindows, showCurrentWindow } from './window'

/** The windows' taskbar buttons, and the system's notifications; a click on one shows the window used last. */
export function jobSurface(): NoticeSurface {
  return {
    isLookedAt: () => openWindows().some((window) => window.isFocused()),
    showProgress(part) {
      for (const window of openWindows()) window.setProgressBar(part ?? -1)
    },
    notify({ title, body }) {
      if (!Notification.isSupported()) return
      const notification = new Notification({ title, body, silent: true })
      notification.on('click', showCurrentWindow)
      notification.show()
    },
  }
}

/** Leaving the studio in the middle of an upload. */
export interface Leaving {
  /** Asks before this window closes, if it is the last one. */
  guard(window: BrowserWindow): void
  /** Closes all windows and ends the studio, unless the user rather stays. */
  quit(): void
}

/**
 * Asks before the studio ends in the middle of an upload. Nothing is lost either way: what is not sent yet goes on at the
 * next start.
 */
export function askBeforeLeaving(running: () => readonly JobSnapshot[]): Leaving {
  let isDecided = false
  // The system shuts down, or the studio has been asked already.
  app.on('before-quit', () => (isDecided = true))
  const unsent = (): number => (isDecided ? 0 : unsentSources(running()))
  const ask = async (parent: BrowserWindow, count: number): Promise<boolean> => {
    const { response } = await dialog.showMessageBox(parent, {
      type: 'question',
      message:
        count === 1
          ? 'An upload is under way.'
          : `${count.toLocaleString('en-US')} sources are still to be sent.`,
      detail:
        'If you close the studio now, they go on at the next start, from where they are. What is already queued lands without the studio.',
      buttons: ['Keep open', 'Close, go on later'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    isDecided ||= response === 1
    return isDecided
  }
  return {
    guard(window) {
      window.on('close', (event) => {
        const isLast = openWindows().every((other) => other === window)
        const count = isLast ? unsent() : 0
        if (count === 0) return
        event.preventDefault()
        void ask(window, count).then((leaves) => {
          if (leaves && !window.isDestroyed()) window.close()
        })
      })
    },
    quit() {
      const parent = currentWindow()
      const count = unsent()
      if (parent === undefined || count === 0) return app.quit()
      void ask(parent, count).then((leaves) => {
        if (leaves) app.quit()
      })
    },
  }
}
