import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { accountLine, surplusReason } from '../../../../electron/domain/account-words'
import { valueLines } from '../../../../electron/domain/value-words'
import { balanceOf, isWhole } from '../../../../electron/domain/row-accounting'
import type { PillTone } from '../../components/pill'
import { comparisonText } from '../../text/en-work'
import { formatCount } from '../../text/format'
import { sourceTitle } from '../../text/job-words'

/** What the card says about one ingestion; null means unknown. */
export interface Comparison {
  readonly before: number | null
  readonly after: number | null
  readonly change: number | null
  /** How much of the change this ingestion landed. */
  readonly ours: number | null
  /** How much of the change is due to other writers. */
  readonly others: number | null
  readonly isSettled: boolean
  readonly account: {
    readonly tone: PillTone
    readonly words: string
    /** Why, and what to do; left out if the words say it all. */
    readonly hint?: string
  }
}

/** Compares the table before an ingestion and after it (or now, while it is running). */
export function compare(job: JobSnapshot, rowsNow: number | null): Comparison {
  const isSettled = !['running', 'paused'].includes(job.status)
  const before = job.rowsBefore
  const after = isSettled ? (job.rowsAfter ?? rowsNow) : rowsNow
  const change = before === null || after === null ? null : after - before
  const ours = job.status === 'undone' ? 0 : job.rows.landed
  const others = change === null || ours === null || !isSettled ? null : change - ours
  return { before, after, change, ours, others, isSettled, account: account(job, isSettled) }
}

function account(job: JobSnapshot, isSettled: boolean): Comparison['account'] {
  const { expected, landed } = job.rows
  if (job.status === 'undone') {
    return { tone: 'quiet', words: comparisonText.accountUndone(job.undoneRows ?? null) }
  }
  if (!isSettled) {
    return expected === null
      ? { tone: 'running', words: comparisonText.accountCounting }
      : { tone: 'running', words: comparisonText.accountWaiting(formatCount(expected)) }
  }
  if (landed === null) {
    return expected === null
      ? { tone: 'warning', words: comparisonText.accountNothingKnown }
      : { tone: 'warning', words: comparisonText.accountLandedUnknown(formatCount(expected)) }
  }
  if (expected === null) {
    const words = comparisonText.accountUnknown(formatCount(landed))
    const uncounted = job.sources.filter(
      ({ rows, state }) => rows.expected === null && state.kind !== 'failed',
    )
    const [first, ...others] = uncounted.map(sourceTitle)
    if (first === undefined) return { tone: 'warning', words }
    return { tone: 'warning', words, hint: comparisonText.uncounted(first, others.length) }
  }
  const balance = balanceOf(job)
  const words = accountLine(job.rows, balance)
  if ((balance.surplus ?? 0) > 0) return { tone: 'failed', words, hint: surplusReason }
  // Nobody said they are lost; they may still be on their way.
  if ((balance.undecided ?? 0) > 0) return { tone: 'warning', words }
  const [lost, ...others] = job.values === null ? [] : valueLines(job.values, landed)
  if (lost !== undefined) {
    const tone = job.status === 'valuesDiffer' ? 'failed' : 'landed'
    return { tone, words, hint: [lost, ...others].join(' ') }
  }
  return { tone: isWhole(job) ? 'landed' : 'failed', words }
}
