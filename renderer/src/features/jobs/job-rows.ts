import type { JobSnapshot, SourceSnapshot } from '../../../../electron/domain/ingestion-job'

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
      /** Its place among all sources of the job. */
      readonly index: number
    }
  | { readonly kind: 'why'; readonly key: string; readonly job: JobSnapshot; readonly source: SourceSnapshot }
  | {
      readonly kind: 'more'
      readonly key: string
      readonly job: JobSnapshot
      /** How many sources were read so far. */
      readonly known: number
    }

/** What is folded out, by job id for groups and by source id for explanations. */
export type Expanded = Readonly<Record<string, boolean>>

/** Lays jobs out as lines: a job of one source is one line, a larger one a group that folds out. */
export function jobRows(
  jobs: readonly JobSnapshot[],
  pages: Readonly<Record<string, readonly SourceSnapshot[]>>,
  expanded: Expanded,
): readonly JobRow[] {
  return jobs.flatMap((job, index) => {
    const only = job.sourceCount === 1 ? job.sources[0] : undefined
    if (only !== undefined) {
      const row: JobRow = { kind: 'single', key: job.jobId, job, source: only }
      // The newest ingestion explains itself without being asked.
      return withWhy(row, expanded[only.sourceId] ?? index === 0)
    }
    const isExpanded = expanded[job.jobId] ?? false
    const group: JobRow = { kind: 'group', key: job.jobId, job, isExpanded }
    if (!isExpanded) return [group]
    const sources = sourcesOf(job, pages)
    const children = sources.flatMap((source, place) => {
      const row: JobRow = { kind: 'child', key: source.sourceId, job, source, index: place }
      return withWhy(row, expanded[source.sourceId] ?? false)
    })
    const more: readonly JobRow[] =
      sources.length < job.sourceCount
        ? [{ kind: 'more', key: `${job.jobId} more`, job, known: sources.length }]
        : []
    return [group, ...children, ...more]
  })
}

/** All sources of a job that were read so far; the snapshot's own while no page was. */
export function sourcesOf(
  job: JobSnapshot,
  pages: Readonly<Record<string, readonly SourceSnapshot[]>>,
): readonly SourceSnapshot[] {
  const page = pages[job.jobId] ?? []
  return page.length > job.sources.length ? page : job.sources
}

/** Whether a state has something to explain: what went wrong, or why it is not known. */
export function hasWhy({ state }: SourceSnapshot): boolean {
  return ['failed', 'partiallySucceeded', 'unknown', 'skipped'].includes(state.kind)
}

function withWhy(row: Extract<JobRow, { kind: 'single' | 'child' }>, isOpen: boolean): readonly JobRow[] {
  if (!isOpen || !hasWhy(row.source)) return [row]
  return [row, { kind: 'why', key: `${row.source.sourceId} why`, job: row.job, source: row.source }]
}
