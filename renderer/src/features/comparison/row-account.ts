import type { JobSnapshot } from '../../../../electron/domain/ingestion-job'
import { rowsNotSeen } from '../../../../electron/domain/row-accounting'
import type { PillTone } from '../../components/pill'
import { comparisonText } from '../../text/en-work'
import { formatCount } from '../../text/format'

/** What the card says about one ingestion; null stands for what is not known. */
export interface Comparison {
  readonly before: number | null
  readonly after: number | null
  readonly change: number | null
  /** Of the change, what this ingestion landed. */
  readonly ours: number | null
  /** Of the change, what came or went by other hands. */
  readonly others: number | null
  readonly isSettled: boolean
  readonly account: { readonly tone: PillTone; readonly words: string }
}

/** Compares the table before an ingestion with the table after it, or now while it is under way. */
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
  const { expected, landed, refused } = job.rows
  if (job.status === 'undone') {
    return { tone: 'quiet', words: comparisonText.accountUndone(words(landed)) }
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
    // A blob's records are counted by nobody before they land: nothing is wrong with that.
    const tone = job.status === 'succeeded' ? 'quiet' : 'warning'
    return { tone, words: comparisonText.accountUnknown(formatCount(landed)) }
  }
  const notSeen = rowsNotSeen(job)
  const missing = notSeen?.rows ?? 0
  if (missing > 0 && notSeen?.isOpen === true) {
    // Nobody has said that they are lost: they may be on their way still.
    return { tone: 'warning', words: comparisonText.accountOpen(expected, landed, missing) }
  }
  const tone = missing === 0 && (refused ?? 0) === 0 ? 'landed' : 'failed'
  const sentence =
    refused === null || refused === 0
      ? comparisonText.account(expected, landed, missing)
      : comparisonText.accountRefused(expected, landed, refused, missing)
  return { tone, words: sentence }
}

function words(count: number | null): string {
  return count === null ? comparisonText.unknown : formatCount(count)
}
