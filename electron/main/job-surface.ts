import { Notification } from 'electron'
import type { NoticeSurface } from './job-notices'
import { openWindows, showCurrentWindow } from './window'

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
