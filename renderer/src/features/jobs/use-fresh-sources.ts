import { useEffect, useMemo } from 'react'
import { useStudio } from '../../state/use-studio'
import type { JobRow } from './job-rows'

/** The first and last row in view. */
export interface RowRange {
  readonly first: number
  readonly last: number
}

/** Nothing in view yet. */
export const noRange: RowRange = { first: 0, last: -1 }

const settleMs = 250
const pageSize = 500

/**
 * Keeps the sources in view up to date. A snapshot carries only a long job's first sources; this reads the others when
 * they come into view, and again whenever their job changes.
 */
export function useFreshSources(rows: readonly JobRow[], range: RowRange): void {
  const readSources = useStudio((state) => state.readSources)
  const wanted = useMemo(() => wantedPart(rows, range), [rows, range])
  const { jobId, offset, limit, revision } = wanted
  useEffect(() => {
    if (jobId === null) return undefined
    const timer = setTimeout(() => void readSources(jobId, offset, limit), settleMs)
    return () => clearTimeout(timer)
  }, [readSources, jobId, offset, limit, revision])
}

interface WantedPart {
  readonly jobId: string | null
  readonly offset: number
  readonly limit: number
  readonly revision: number
}

const nothing: WantedPart = { jobId: null, offset: 0, limit: 0, revision: 0 }

function wantedPart(rows: readonly JobRow[], range: RowRange): WantedPart {
  const seen = rows.slice(range.first, range.last + 1)
  const more = seen.find((row) => row.kind === 'more')
  if (more !== undefined) {
    return { jobId: more.job.jobId, offset: more.known, limit: pageSize, revision: more.job.revision }
  }
  const hidden = seen
    .filter((row) => row.kind === 'child')
    .filter((row) => row.index >= row.job.sources.length)
  const first = hidden[0]
  if (first === undefined) return nothing
  const ofJob = hidden.filter(({ job }) => job.jobId === first.job.jobId)
  const last = ofJob[ofJob.length - 1] ?? first
  const { jobId, revision } = first.job
  return { jobId, offset: first.index, limit: last.index - first.index + 1, revision }
}
