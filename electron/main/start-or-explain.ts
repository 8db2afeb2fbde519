import { StudioError } from '../domain/studio-error'

/** What the person at the screen wants after a start that failed. */
export type StartAnswer = 'tryAgain' | 'quit'

/** What a start came to. */
export type Start<T> = { readonly kind: 'started'; readonly value: T } | { readonly kind: 'givenUp' }

/**
 * Starts; when that fails, asks what to do, and goes on until it works or the person gives up.
 *
 * @param ask Shows the failure, and waits for an answer.
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

/** The words of a dialog about a start that failed. */
export function describeStartFailure(failure: unknown, logPath: string): string {
  if (failure instanceof StudioError) {
    return [failure.message, failure.nextStep].filter((part) => part !== undefined).join('\n\n')
  }
  return `Something went wrong that should not. The log says more: ${logPath}`
}
