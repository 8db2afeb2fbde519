import { dialog, shell } from 'electron'
import { StudioError } from '../domain/studio-error'
import type { WriteLog } from '../services/logger'
import { logFile } from './home-folder'
import { describeStartFailure, type StartAnswer } from './start-or-explain'

const buttons = ['Try again', 'Show folder', 'Quit'] as const

/**
 * Shows a dialog, before there is a window, that says why the studio could not start and asks what to do. Closing it
 * means giving up.
 */
export async function askAboutFailedStart(
  failure: unknown,
  { home, log }: { readonly home: string; readonly log: WriteLog },
): Promise<StartAnswer> {
  log('main', 'The studio could not start', failure)
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title: 'Kusto Ingestion Studio',
      message: 'The studio could not start.',
      detail: describeStartFailure(failure, logFile(home)),
      buttons: [...buttons],
      defaultId: buttons.indexOf('Try again'),
      cancelId: buttons.indexOf('Quit'),
      noLink: true,
    })
    if (buttons[response] !== 'Show folder') return buttons[response] === 'Try again' ? 'tryAgain' : 'quit'
    shell.showItemInFolder((failure instanceof StudioError ? failure.subject : undefined) ?? home)
  }
}
