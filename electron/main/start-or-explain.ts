import { StudioError } from '../domain/studio-error'

/** What the user wants to do after a failed start. */
export type StartAnswer = 'tryAgain' | 'quit'

/** The result of starting. */
export type Start<T> = { readonly kind: 'started'; readonly value: T } | { readonly kind: 'givenUp' }

/**
 * Starts; if that fails, asks what to do, and repeats until it works or the user gives up.
 *
 * @param ask Shows the failure and waits for an answer.
 */
export async function startOrExplain<T>(
  start: () => Promise<T>,
  ask: (failure: unknown) => Promise<StartAnswer>,
): Promise<Start<T>> {
  for (;;) {
    try {
      return { kind: 'started', value: await start() }
    } catch (error) {
      if ((await ask(error)) === 'quit') return { kind: 'givenUp' }
    }
  }
}

/** The text of the dialog about a failed start. */
export function describeStartFailure(failure: unknown, logPath: string): string {
  if (failure instanceof StudioError) {
    return [failure.message, failure.nextStep].filter((part) => part !== undefined).join('\n\n')
  }
  return `Something unexpected went wrong. The log says more: ${logPath}`
}
