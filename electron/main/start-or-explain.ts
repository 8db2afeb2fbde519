import { StudioError } from '../domain/studio-error'
import { JournalFailure, type JournalProblem } from '../services/jobs/journal/journal-failure'

/** What the user wants to do after a failed start. */
export type StartAnswer = 'tryAgain' | 'readOnly' | 'quit'

/** What the dialog offers besides. */
export type StartChoice =
  StartAnswer | 'putAside' | 'otherHome' | 'standardHome' | 'showFolder' | 'copyDiagnostics'

/** `readOnly`: on a copy of what can be read of the journal, and nothing is changed. */
export type StartMode = 'normal' | 'readOnly'

/** The result of starting. */
export type Start<T> = { readonly kind: 'started'; readonly value: T } | { readonly kind: 'givenUp' }

/**
 * Starts; if that fails, asks what to do, and repeats until it works or the user gives up.
 *
 * @param ask Shows the failure and waits for an answer.
 */
export async function startOrExplain<T>(
  start: (mode: StartMode) => Promise<T>,
  ask: (failure: unknown) => Promise<StartAnswer>,
): Promise<Start<T>> {
  let mode: StartMode = 'normal'
  for (;;) {
    try {
      return { kind: 'started', value: await start(mode) }
    } catch (error) {
      const answer = await ask(error)
      if (answer === 'quit') return { kind: 'givenUp' }
      mode = answer === 'readOnly' ? 'readOnly' : 'normal'
    }
  }
}

/** The words on the dialog's buttons. */
export const choiceWords: Readonly<Record<StartChoice, string>> = {
  tryAgain: 'Try again',
  readOnly: 'Open read-only',
  putAside: 'Put it aside and start anew',
  otherHome: 'Another home folder…',
  standardHome: 'Standard home folder',
  showFolder: 'Show folder',
  copyDiagnostics: 'Copy diagnostics',
  quit: 'Quit',
}

const ofJournal: Readonly<Record<JournalProblem, readonly StartChoice[]>> = {
  damaged: ['readOnly', 'putAside'],
  newer: ['readOnly', 'putAside'],
  foreign: ['putAside'],
  held: ['readOnly'],
  unwritable: ['readOnly'],
}

/**
 * What can be done about a failed start, the usual thing first.
 *
 * @param isChosenHome Whether an earlier choice led to this home folder.
 */
export function choicesFor(failure: unknown, isChosenHome: boolean): readonly StartChoice[] {
  const special = failure instanceof JournalFailure ? ofJournal[failure.problem] : []
  const back: readonly StartChoice[] = isChosenHome ? ['standardHome'] : []
  return ['tryAgain', ...special, 'otherHome', ...back, 'showFolder', 'copyDiagnostics', 'quit']
}

/** The text of the dialog about a failed start. */
export function describeStartFailure(failure: unknown, logPath: string): string {
  if (!(failure instanceof StudioError))
    return `Something unexpected went wrong. The log says more: ${logPath}`
  const offers = choicesFor(failure, false)
  return [
    failure.message,
    failure.nextStep,
    offers.includes('readOnly')
      ? `“${choiceWords.readOnly}” shows what can be read of it, and changes nothing.`
      : undefined,
    offers.includes('putAside')
      ? `“${choiceWords.putAside}” keeps it under another name in the same folder.`
      : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('\n\n')
}
