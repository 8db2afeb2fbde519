import { differenceWords } from './account-words'
import { balanceOf } from './row-accounting'
import type { HistoryEntry } from './schema/history'
import type { JobSnapshot } from './schema/job'
import { wholeNumber } from './words/phrases'

/** How the sources of a job ended: `4 of 8 landed, 1 in part, 3 failed`. What landed in part has neither landed nor failed. */
export function countsWords({ counts, sourceCount }: Pick<JobSnapshot, 'counts' | 'sourceCount'>): string {
  const { succeeded = 0, partiallySucceeded = 0, skipped = 0, failed = 0 } = counts
  const part = (count: number, words: string): string[] =>
    count === 0 ? [] : [`${wholeNumber(count)} ${words}`]
  return [
    `${wholeNumber(succeeded)} of ${wholeNumber(sourceCount)} landed`,
    ...part(partiallySucceeded, 'in part'),
    ...part(skipped, 'skipped'),
    ...part(failed, 'failed'),
  ].join(', ')
}

/** How a job ended, in a few words, and their tone; for the window, the command line and an export alike. */
export function outcomeWords(entry: HistoryEntry): {
  readonly tone: 'landed' | 'failed' | 'warning' | 'running' | 'quiet'
  readonly words: string
} {
  const { outcome, status, sourceCount, rows, values, undoneRows } = entry
  switch (outcome) {
    case 'open':
      return status === 'paused'
        ? { tone: 'quiet', words: 'Paused' }
        : { tone: 'running', words: 'In progress' }
    case 'landed':
      return { tone: 'landed', words: values === null ? 'Landed' : `Landed, ${values}` }
    case 'failed': {
      const ended = status === 'failed' ? 'Failed' : 'Landed in part'
      const words = sourceCount > 1 ? countsWords(entry) : ended
      return { tone: 'failed', words: values === null ? words : `${words}, ${values}` }
    }
    case 'differs': {
      const isOfValues = status === 'valuesDiffer'
      const words = isOfValues
        ? (values ?? 'values differ')
        : differenceWords(balanceOf({ rows, counts: {} }))
      return { tone: 'failed', words: `Landed, ${words}` }
    }
    case 'notKnown':
      return { tone: 'warning', words: 'Not known' }
    case 'undone':
      return { tone: 'quiet', words: undoneRows === null ? 'Undone' : `${wholeNumber(undoneRows)} undone` }
    case 'skipped':
      return { tone: 'quiet', words: 'Skipped' }
    case 'canceled':
      return { tone: 'quiet', words: 'Canceled' }
  }
}
