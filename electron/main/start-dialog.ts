import { app, clipboard, dialog, shell } from 'electron'
import { StudioError } from '../domain/studio-error'
import { writeDiagnostics } from '../services/diagnostics/write-diagnostics'
import { putJournalAside } from '../services/jobs/journal/journal-aside'
import type { WriteLog } from '../services/logger'
import { chooseHome, forgetChosenHome } from '../services/chosen-home'
import { homeFolder, logFile } from './home-folder'
import { choicesFor, choiceWords, describeStartFailure, type StartAnswer } from './start-or-explain'

interface FailedStart {
  readonly home: string
  readonly log: WriteLog
  lastErrors(): readonly string[]
}

/**
 * Shows a dialog, before there is a window, that says why the studio could not start and asks what to do. Closing it
 * means giving up.
 */
export async function askAboutFailedStart(failure: unknown, start: FailedStart): Promise<StartAnswer> {
  const { home, log } = start
  log('main', 'The studio could not start', failure)
  let problem = failure
  for (;;) {
    const choices = choicesFor(problem, homeFolder().by === 'choice')
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title: 'Kusto Ingestion Studio',
      message: 'The studio could not start.',
      detail: describeStartFailure(problem, logFile(home)),
      buttons: choices.map((choice) => choiceWords[choice]),
      defaultId: choices.indexOf('tryAgain'),
      cancelId: choices.indexOf('quit'),
      noLink: true,
    })
    const choice = choices[response] ?? 'quit'
    switch (choice) {
      case 'tryAgain':
      case 'readOnly':
      case 'quit':
        return choice
      case 'showFolder':
        shell.showItemInFolder((failure instanceof StudioError ? failure.subject : undefined) ?? home)
        break
      case 'copyDiagnostics':
        clipboard.writeText(await diagnosticsOf(start))
        break
      case 'putAside':
        try {
          log('main', `The journal was put aside as ${putJournalAside(home, Date.now())}`, undefined, 'note')
          return 'tryAgain'
        } catch (cause) {
          log('main', 'The journal could not be put aside', cause)
          problem = new StudioError('HomeFolderFailed', 'The journal could not be put aside.', {
            subject: home,
            nextStep: 'Make its folder writable, or choose another home folder.',
            cause,
          })
        }
        break
      case 'otherHome':
        if (await startInOtherHome(log)) return 'quit'
        break
      case 'standardHome':
        forgetChosenHome()
        app.relaunch()
        return 'quit'
    }
  }
}

/**
 * Asks for a folder, and starts again there once this process has ended. Later starts go there too, unless this one's
 * home was named: who names one each time would not see the choice. False if the user rather does not.
 */
async function startInOtherHome(log: WriteLog): Promise<boolean> {
  const isNamed = homeFolder().by === 'name'
  const { filePaths } = await dialog.showOpenDialog({
    title: isNamed ? 'Home folder for this start' : 'Home folder from now on',
    message: 'The studio keeps its journal, its settings and the local cluster there.',
    buttonLabel: 'Start there',
    properties: ['openDirectory', 'createDirectory'],
  })
  const [folder] = filePaths
  if (folder === undefined) return false
  const isKept = !isNamed && (await keepChoice(folder, log))
  const others = process.argv.slice(1).filter((text) => !text.startsWith('--user-data-dir'))
  // The variable comes before the switch, and a new start would inherit it.
  delete process.env['KUSTO_STUDIO_HOME']
  app.relaunch({ args: isKept ? others : [...others, `--user-data-dir=${folder}`] })
  return true
}

/** Whether later starts will find the choice; if not, the next one can still be told. */
async function keepChoice(folder: string, log: WriteLog): Promise<boolean> {
  try {
    await chooseHome(folder)
    return true
  } catch (error) {
    log('main', 'The choice of a home folder could not be kept', error)
    return false
  }
}

async function diagnosticsOf({ home, lastErrors }: FailedStart): Promise<string> {
  return await writeDiagnostics({
    version: app.getVersion(),
    homeFolder: home,
    appFolder: app.getAppPath(),
    settings: undefined,
    state: [app.isPackaged ? 'packaged' : 'from source', 'could not start'],
    lastErrors: lastErrors(),
  })
}
