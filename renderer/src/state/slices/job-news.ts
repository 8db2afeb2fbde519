import { assertNever } from '../../../../electron/domain/assert-never'
import { differenceWords } from '../../../../electron/domain/account-words'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { valueDifferenceWords } from '../../../../electron/domain/value-words'
import { balanceOf, isAllSkipped } from '../../../../electron/domain/row-accounting'
import { jobTitle } from '../../text/job-words'
import { newsText } from '../../text/en'

/** What a screen reader says when a job's status changes; undefined if it did not change. */
export function jobNews(before: JobSnapshot, now: JobSnapshot): string | undefined {
  if (before.status === now.status) return undefined
  const title = jobTitle(now)
  switch (now.status) {
    case 'running':
      return newsText.running(title)
    case 'paused':
      return newsText.paused(title)
    case 'succeeded':
      return isAllSkipped(now) ? newsText.skipped(title) : newsText.succeeded(title, now.rows.landed)
    case 'countsDiffer':
      return newsText.differs(title, differenceWords(balanceOf(now)))
    case 'valuesDiffer':
      return newsText.valuesDiffer(title, now.values === null ? '' : valueDifferenceWords(now.values))
    case 'partiallySucceeded':
      return newsText.partiallySucceeded(title)
    case 'failed':
      return newsText.failed(title)
    case 'canceled':
      return newsText.canceled(title)
    case 'needsAttention':
      return newsText.needsAttention(title)
    case 'undone':
      return newsText.undone(title)
    default:
      return assertNever(now.status, 'job status')
  }
}
