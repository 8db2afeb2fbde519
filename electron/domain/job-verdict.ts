import { accountLine, leftOutWords, surplusReason } from './account-words'
import { balanceOf, isWhole } from './row-accounting'
import type { JobSnapshot } from './schema/job'
import type { ValueAccount } from './schema/values'
import { differsInValues } from './value-accounting'
import { comparedWords, valueDifferenceWords, valueLines } from './value-words'
import { wholeNumber } from './words/phrases'

/** What became of an ingestion's records and values, in a sentence. */
export interface JobVerdict {
  readonly tone: 'landed' | 'failed' | 'warning' | 'running' | 'quiet'
  readonly words: string
  /** Why, and what to do; left out if the words say it all. */
  readonly hint?: string
  /** How far the comparison of values knows, where that is not to the last digit. */
  readonly reach?: string
}

/** Says what became of an ingestion, for the window, the command line and a report alike. */
export function jobVerdict(job: JobSnapshot): JobVerdict {
  const verdict = ofRows(job)
  const values = valuesToTell(job)
  const ofValues = values === null ? [] : valueLines(values, job.rows.landed ?? 0)
  const reach = values === null ? '' : comparedWords(values)
  const lines = [verdict.hint ?? '', ...ofValues, leftOutWords(job.leftOut)].filter((line) => line !== '')
  const { tone, words } =
    values === null || !differsInValues(values) ? verdict : withValues(job, verdict, values)
  return {
    tone,
    words,
    ...(lines.length > 0 && { hint: lines.join(' ') }),
    ...(reach !== '' && { reach }),
  }
}

/** The values of a job are told whatever else it ended with, unless its rows are gone or on their way. */
function valuesToTell({ status, values }: JobSnapshot): ValueAccount | null {
  return isUnsettled(status) || status === 'undone' ? null : values
}

function withValues({ status, rows }: JobSnapshot, verdict: JobVerdict, values: ValueAccount): JobVerdict {
  const difference = valueDifferenceWords(values)
  const words =
    status === 'valuesDiffer' && rows.landed !== null
      ? `${wholeNumber(rows.landed)} rows landed, of their values ${difference}`
      : `${verdict.words}; of the values, ${difference}`
  return { tone: 'failed', words }
}

function isUnsettled(status: JobSnapshot['status']): boolean {
  return status === 'running' || status === 'paused'
}

function ofRows(job: JobSnapshot): JobVerdict {
  const { expected, landed } = job.rows
  if (job.status === 'undone') return { tone: 'quiet', words: undoneWords(job.undoneRows ?? null) }
  if (isUnsettled(job.status)) {
    return {
      tone: 'running',
      words:
        expected === null
          ? 'On the way, still counting records'
          : `${wholeNumber(expected)} expected, on the way`,
    }
  }
  if (landed === null) {
    return {
      tone: 'warning',
      words:
        expected === null
          ? 'Expected and landed not known'
          : `${wholeNumber(expected)} expected, landed not known`,
    }
  }
  if (expected === null) return notCounted(job, landed)
  const balance = balanceOf(job)
  const words = accountLine(job.rows, balance)
  if ((balance.surplus ?? 0) > 0) return { tone: 'failed', words, hint: surplusReason }
  // Nobody said they are lost; they may still be on their way.
  if ((balance.undecided ?? 0) > 0) return { tone: 'warning', words }
  if (isWhole(job) && job.leftOut?.isUnasked === true)
    return { tone: 'failed', words: `${words}, ${wholeNumber(job.leftOut.records)} left out` }
  return { tone: isWhole(job) ? 'landed' : 'failed', words }
}

/** `5,000 landed, then undone`. */
export function undoneWords(rows: number | null): string {
  return rows === null ? 'Landed, then undone' : `${wholeNumber(rows)} landed, then undone`
}

function notCounted({ sources }: JobSnapshot, landed: number): JobVerdict {
  const words = `${wholeNumber(landed)} landed, expected not known`
  const [first, ...others] = sources
    .filter(({ rows, state }) => rows.expected === null && state.kind !== 'failed')
    .map(({ name }) => name.slice(name.lastIndexOf('/') + 1))
  if (first === undefined) return { tone: 'warning', words }
  const more = others.length === 1 ? '1 other source' : `${wholeNumber(others.length)} other sources`
  const names = others.length === 0 ? first : `${first} and ${more}`
  return {
    tone: 'warning',
    words,
    hint: `The records of ${names} could not be counted, so some of them may not have landed.`,
  }
}
