import { differsInValues } from '../../../../electron/domain/value-accounting'
import type { JobSnapshot, SourceSnapshot, Trouble } from '../../../../electron/domain/schema/job'

/** One line of the table of ingestions. */
export type JobRow =
  | {
      readonly kind: 'single'
      readonly key: string
      readonly job: JobSnapshot
      readonly source: SourceSnapshot
    }
  | { readonly kind: 'group'; readonly key: string; readonly job: JobSnapshot; readonly isExpanded: boolean }
  | {
      readonly kind: 'child'
      readonly key: string
      readonly job: JobSnapshot
      readonly source: SourceSnapshot
      /** Its place among all of the job's sources. */
      readonly index: number
    }
  | {
      readonly kind: 'why'
      readonly key: string
      readonly job: JobSnapshot
      readonly source: SourceSnapshot
      /** Just the reason, on one line; more once the user opens it. */
      readonly isBrief: boolean
      /** How many other sources of the job failed too, if this line speaks for all of them. */
      readonly others: number
    }
  /** What holds the job up, while the studio retries. */
  | { readonly kind: 'trouble'; readonly key: string; readonly job: JobSnapshot; readonly trouble: Trouble }
  | {
      readonly kind: 'more'
      readonly key: string
      readonly job: JobSnapshot
      /** How many sources have been read so far. */
      readonly known: number
    }

/** What is expanded: groups by job id, explanations by source id. */
export type Expanded = Readonly<Record<string, boolean>>

/** Lays jobs out as lines: one line for a job of one source, an expandable group for a larger one. */
export function jobRows(
  jobs: readonly JobSnapshot[],
  pages: Readonly<Record<string, readonly SourceSnapshot[]>>,
  expanded: Expanded,
): readonly JobRow[] {
  return jobs.flatMap((job, index) => {
    const only = job.sourceCount === 1 ? job.sources[0] : undefined
    if (only !== undefined) {
      const row: JobRow = { kind: 'single', key: job.jobId, job, source: only }
      // The newest ingestion and one that is held up explain themselves unasked.
      const isOpen = expanded[only.sourceId] ?? (index === 0 || only.trouble !== null)
      return [...withWhy(row, isOpen), ...troubleOf(job)]
    }
    const isExpanded = expanded[job.jobId] ?? false
    const group: readonly JobRow[] = [{ kind: 'group', key: job.jobId, job, isExpanded }, ...troubleOf(job)]
    if (!isExpanded) return [...group, ...failureOf(job)]
    const sources = sourcesOf(job, pages)
    const children = sources.flatMap((source, place) => {
      const row: JobRow = { kind: 'child', key: source.sourceId, job, source, index: place }
      return withWhy(row, expanded[source.sourceId] ?? false)
    })
    const more: readonly JobRow[] =
      sources.length < job.sourceCount
        ? [{ kind: 'more', key: `${job.jobId} more`, job, known: sources.length }]
        : []
    return [...group, ...children, ...more]
  })
}

/** The job's sources read so far; until a page has been read, those in the snapshot. */
export function sourcesOf(
  job: JobSnapshot,
  pages: Readonly<Record<string, readonly SourceSnapshot[]>>,
): readonly SourceSnapshot[] {
  const page = pages[job.jobId] ?? []
  return page.length > job.sources.length ? page : job.sources
}

/** Whether a source has something to explain: what went wrong, why its outcome is unknown, or why it is retried. */
export function hasWhy({ state, trouble, values }: SourceSnapshot): boolean {
  if (trouble !== null || (values !== undefined && differsInValues(values))) return true
  return ['failed', 'partiallySucceeded', 'unknown', 'skipped'].includes(state.kind)
}

function troubleOf(job: JobSnapshot): readonly JobRow[] {
  const { trouble } = job
  return trouble === null ? [] : [{ kind: 'trouble', key: `${job.jobId} trouble`, job, trouble }]
}

function withWhy(row: Extract<JobRow, { kind: 'single' | 'child' }>, isOpen: boolean): readonly JobRow[] {
  const { source, job } = row
  if (!hasWhy(source)) return [row]
  return [row, { kind: 'why', key: `${source.sourceId} why`, job, source, isBrief: !isOpen, others: 0 }]
}

/** A job of many sources says why the first of them failed, and how many more did. */
function failureOf(job: JobSnapshot): readonly JobRow[] {
  const source = job.sources.find(({ state }) => state.kind === 'failed')
  if (source === undefined) return []
  const others = (job.counts.failed ?? 1) - 1
  return [{ kind: 'why', key: `${job.jobId} why`, job, source, isBrief: true, others }]
}
