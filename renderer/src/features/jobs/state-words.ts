import { differenceWords } from '../../../../electron/domain/account-words'
import type { JobSnapshot, SourceSnapshot } from '../../../../electron/domain/schema/job'
import { balanceOf } from '../../../../electron/domain/row-accounting'
import { valueDifferenceWords } from '../../../../electron/domain/value-words'
import { isUnwatched } from '../../../../electron/domain/source-state'
import type { PillTone } from '../../components/pill'
import { jobsText } from '../../text/en-work'
import { formatBytes, formatCount, formatCountdown, formatRate } from '../../text/format'

/** A state in a few words, and its colour. */
interface StateWords {
  readonly tone: PillTone
  readonly words: string
}

const percent = new Intl.NumberFormat('en-US', { style: 'percent' })

/** A job as it is known while its cluster does not answer: nobody can tell when its batch seals. */
export function sealUnknown(job: JobSnapshot): JobSnapshot {
  return { ...job, sealsAt: null }
}

/** The words for one source at the moment `now`. */
export function sourceWords(source: SourceSnapshot, job: JobSnapshot, now: number): StateWords {
  const words = jobsText.states
  const { state } = source
  const isHeldUp = job.trouble !== null && job.status !== 'paused'
  if (isHeldUp && ['pending', 'preparing', 'uploading', 'posting'].includes(state.kind))
    return { tone: 'warning', words: words.heldUp }
  switch (state.kind) {
    case 'pending':
      return { tone: 'quiet', words: job.status === 'paused' ? words.paused : words.pending }
    case 'preparing':
      return { tone: 'running', words: words.preparing }
    case 'uploading':
      if (job.status === 'paused') return { tone: 'quiet', words: words.paused }
      if (state.separated !== undefined)
        return {
          tone: 'running',
          words: words.leavingOut(percent.format(Math.floor(state.separated * 100) / 100)),
        }
      if (state.converted !== undefined)
        return {
          tone: 'running',
          words: words.converting(formatBytes(state.converted.bytes), formatBytes(state.converted.of)),
        }
      return { tone: 'running', words: uploading(state, source.uploadRate) }
    case 'posting':
      return { tone: 'running', words: words.posting }
    case 'queued':
      if (source.trouble !== null) return { tone: 'warning', words: words.triedAgain }
      return { tone: isHeldUp ? 'warning' : 'running', words: queued(job.sealsAt, now) }
    case 'succeeded':
      if (job.undo === 'undone')
        return { tone: 'quiet', words: job.sourceCount === 1 ? undoneWords(job) : words.undone }
      if (job.status === 'running' && source.rows.expected === null)
        return { tone: 'running', words: words.counting }
      // Among several sources, nobody can tell which one it is.
      if (job.sourceCount === 1 && job.status === 'countsDiffer') return countsDiffer(job)
      if (job.sourceCount === 1 && job.status === 'valuesDiffer') return valuesDiffer(job)
      if (job.status === 'running' && isAllLanded(job))
        return { tone: 'running', words: words.checkingValues }
      return { tone: 'landed', words: words.succeeded }
    case 'partiallySucceeded':
      return { tone: 'warning', words: words.partiallySucceeded }
    case 'unknown':
      return { tone: 'warning', words: isUnwatched(state) ? words.unwatched : words.unknown }
    case 'skipped':
      return { tone: 'quiet', words: words.skipped }
    case 'failed':
      return { tone: 'failed', words: words.failed }
    case 'canceled':
      return { tone: 'quiet', words: words.canceled }
  }
}

/** The words for a job of many sources. */
export function jobWords(job: JobSnapshot, now: number): StateWords {
  const landed = (job.counts.succeeded ?? 0) + (job.counts.partiallySucceeded ?? 0)
  const skipped = job.counts.skipped ?? 0
  const failed = job.counts.failed ?? 0
  const progress = [
    jobsText.groupPart(formatCount(landed), formatCount(job.sourceCount)),
    ...(skipped === 0 ? [] : [jobsText.groupSkipped(formatCount(skipped))]),
    ...(failed === 0 ? [] : [jobsText.groupFailed(formatCount(failed))]),
  ].join(', ')
  switch (job.status) {
    case 'running': {
      const tone = job.trouble === null ? 'running' : 'warning'
      const queuedCount = job.counts.queued ?? 0
      const sent = queuedCount + landed + failed + skipped
      if (sent < job.sourceCount && landed === 0) {
        const words = jobsText.groupSent(formatCount(sent), formatCount(job.sourceCount))
        return { tone, words }
      }
      if (sent === job.sourceCount && queuedCount === 0) {
        const isCounted = job.rows.expected !== null
        return { tone, words: isCounted ? jobsText.states.checkingValues : jobsText.states.counting }
      }
      const isAllQueued = landed === 0 && queuedCount > 0
      return { tone, words: isAllQueued ? queued(job.sealsAt, now) : progress }
    }
    case 'paused':
      return { tone: 'quiet', words: jobsText.states.paused }
    case 'succeeded':
      return skipped === 0
        ? { tone: 'landed', words: jobsText.states.succeeded }
        : { tone: landed === 0 ? 'quiet' : 'landed', words: progress }
    case 'countsDiffer':
      return countsDiffer(job)
    case 'valuesDiffer':
      return valuesDiffer(job)
    case 'undone':
      return { tone: 'quiet', words: undoneWords(job) }
    case 'canceled':
      return { tone: 'quiet', words: jobsText.states.canceled }
    case 'needsAttention':
      return { tone: 'warning', words: jobsText.states.unknown }
    case 'failed':
    case 'partiallySucceeded':
      return { tone: 'failed', words: progress }
  }
}

/** How many rows an undo took back, if that is known. */
function undoneWords({ undoneRows }: JobSnapshot): string {
  const isKnown = undoneRows !== undefined && undoneRows !== null
  return isKnown ? jobsText.states.undoneRows(undoneRows) : jobsText.states.undone
}

function countsDiffer(job: JobSnapshot): StateWords {
  return { tone: 'failed', words: jobsText.states.countsDiffer(differenceWords(balanceOf(job))) }
}

/** Rows are there, values of theirs are not. */
function valuesDiffer({ values }: JobSnapshot): StateWords {
  return { tone: 'failed', words: values === null ? '' : valueDifferenceWords(values) }
}

function isAllLanded({ counts, sourceCount }: JobSnapshot): boolean {
  return counts.succeeded === sourceCount
}

function uploading(
  state: { readonly bytesSent: number; readonly bytesTotal: number | null },
  rate: number | null,
): string {
  if (state.bytesTotal === null || state.bytesTotal === 0) return jobsText.states.uploading
  const part = percent.format(Math.min(1, state.bytesSent / state.bytesTotal))
  return rate === null
    ? jobsText.states.uploadingPart(part)
    : jobsText.states.uploadingRate(part, formatRate(rate))
}

function queued(sealsAt: number | null, now: number): string {
  if (sealsAt === null) return jobsText.states.queued
  return sealsAt > now ? jobsText.states.queuedSeals(formatCountdown(sealsAt - now)) : jobsText.states.landing
}
