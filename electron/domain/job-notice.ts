import { differenceWords } from './account-words'
import { balanceOf, isAllSkipped } from './row-accounting'
import type { JobSnapshot } from './schema/job'
import { differsInValues } from './value-accounting'
import { valueDifferenceWords } from './value-words'
import { wholeNumber } from './words/phrases'

/** A message of the system's own about an ingestion that has come to rest. */
export interface JobNotice {
  readonly title: string
  readonly body: string
}

/** What to tell someone who looks elsewhere; null while the ingestion is under way, or where the user ended it. */
export function jobNotice(job: JobSnapshot): JobNotice | null {
  const name = nameOf(job)
  const body = bodyOf(job)
  switch (job.status) {
    case 'running':
    case 'paused':
    case 'canceled':
    case 'undone':
      return null
    case 'succeeded':
      return { title: isAllSkipped(job) ? `${name}: skipped` : `${name}: landed`, body }
    case 'countsDiffer':
      return { title: `${name}: landed, ${differenceWords(balanceOf(job))}`, body }
    case 'valuesDiffer':
      return {
        title: `${name}: landed, but not all values`,
        body: withValues(body, job),
      }
    case 'partiallySucceeded':
      return { title: `${name}: landed in part`, body: withValues(body, job) }
    case 'failed':
      return { title: `${name}: failed`, body: reasonOf(job) ?? body }
    case 'needsAttention':
      return { title: `${name}: not known whether it landed`, body }
  }
}

/** How far the ingestions that are under way have come, from 0 to 1; null if none is. */
export function overallProgress(jobs: readonly JobSnapshot[]): number | null {
  const running = jobs.filter(({ status }) => status === 'running')
  const sources = running.reduce((sum, { sourceCount }) => sum + sourceCount, 0)
  if (sources === 0) return null
  return running.reduce((sum, job) => sum + progressOf(job), 0) / sources
}

/** An upload is most of what the user waits for with the machine on; the batch waits without it. */
const sentPart = 0.7

function progressOf({ counts, sources, sourceCount }: JobSnapshot): number {
  const { pending = 0, preparing = 0, uploading = 0, posting = 0, queued = 0 } = counts
  const settled = sourceCount - pending - preparing - uploading - posting - queued
  const uploads = sources.reduce((sum, { state }) => {
    if (state.kind !== 'uploading' || state.bytesTotal === null || state.bytesTotal === 0) return sum
    return sum + Math.min(1, state.bytesSent / state.bytesTotal)
  }, 0)
  return settled + (posting + queued + uploads) * sentPart
}

function nameOf({ sources, sourceCount }: JobSnapshot): string {
  const [first] = sources
  if (sourceCount !== 1 || first === undefined) return `${wholeNumber(sourceCount)} sources`
  return first.kind === 'blob' ? first.name.slice(first.name.lastIndexOf('/') + 1) : first.name
}

function bodyOf({ rows, table }: JobSnapshot): string {
  if (rows.landed === null) return `Into ${table}.`
  return `${wholeNumber(rows.landed)} ${rows.landed === 1 ? 'row' : 'rows'} into ${table}.`
}

function withValues(body: string, { values }: JobSnapshot): string {
  return values === null || !differsInValues(values)
    ? body
    : `${body} Of the values, ${valueDifferenceWords(values)}.`
}

function reasonOf({ sources }: JobSnapshot): string | null {
  for (const { state } of sources) if (state.kind === 'failed') return state.error.message
  return null
}
