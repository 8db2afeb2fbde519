import { app, dialog, powerMonitor, type BrowserWindow } from 'electron'
import { Leaving } from './leaving'
import { openWindows } from './window'

/** Asks in a dialog of the system before the studio ends in the middle of an upload. */
export function askBeforeLeaving(unsent: () => number): Leaving<BrowserWindow> {
  const leaving = new Leaving<BrowserWindow>({
    unsent,
    windows: openWindows,
    ask,
    quit: () => app.quit(),
  })
  powerMonitor.on('shutdown', () => leaving.decide())
  return leaving
}

async function ask(parent: BrowserWindow, count: number): Promise<boolean> {
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
  return response === 1
}
