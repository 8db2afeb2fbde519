import { app, dialog, Notification, type BrowserWindow } from 'electron'
import { unsentSources } from '../domain/job-notice'
import type { JobSnapshot } from '../domain/schema/job'
import type { NoticeSurface } from './job-notices'

/** The window's taskbar button, and the system's notifications; a click on one shows the window. */
export function jobSurface(window: () => BrowserWindow | undefined): NoticeSurface {
  return {
    isLookedAt: () => window()?.isFocused() === true,
    showProgress: (part) => window()?.setProgressBar(part ?? -1),
    notify({ title, body }) {
      if (!Notification.isSupported()) return
      const notification = new Notification({ title, body, silent: true })
      notification.on('click', () => {
        window()?.show()
        window()?.focus()
      })
      notification.show()
    },
  }
}

/**
 * Asks before the window closes in the middle of an upload. Nothing is lost either way: what is not sent yet goes on at
 * the next start.
 */
export function askBeforeClosing(window: BrowserWindow, running: () => readonly JobSnapshot[]): void {
  let isDecided = false
  // The system shuts down, or the studio has been asked already.
  app.on('before-quit', () => (isDecided = true))
  window.on('close', (event) => {
    const unsent = isDecided ? 0 : unsentSources(running())
    if (unsent === 0) return
    event.preventDefault()
    void dialog
      .showMessageBox(window, {
        type: 'question',
        message:
          unsent === 1
            ? 'An upload is under way.'
            : `${unsent.toLocaleString('en-US')} sources are still to be sent.`,
        detail:
          'If you close the studio now, they go on at the next start, from where they are. What is already queued lands without the studio.',
        buttons: ['Keep open', 'Close, go on later'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      .then(({ response }) => {
        if (response !== 1) return
        isDecided = true
        if (!window.isDestroyed()) window.close()
      })
  })
}
