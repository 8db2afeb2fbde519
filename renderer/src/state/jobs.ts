import type { SourceRequest } from '../../../electron/domain/schema/source'
import type { JobSnapshot, SourceSnapshot } from '../../../electron/domain/schema/job'
import type { Response } from '../../../electron/contract/types'

import { newsText } from '../text/en'
import { jobTitle } from '../text/job-words'
import { jobNews } from './job-news'
import { toStudioError } from './one-at-a-time'
import { jobOptions } from './ingest-options'
import type { StudioSlice } from './slice'

/** Extents and rows that an undo would drop. */
export type UndoPreview = Response<'jobs/undoPreview'>

/** What the user can do to a job as a whole, or to some of its sources. */
export type JobAction = 'cancel' | 'pause' | 'resume' | 'retry' | 'checkAgain' | 'undo'

/** Ingestions, newest first. */
export interface JobsSlice {
  readonly jobs: readonly JobSnapshot[]
  /** Sources of jobs with more than a snapshot carries, by job, as far as they were read. */
  readonly sourcePages: Readonly<Record<string, readonly SourceSnapshot[]>>
  /** The job that "before and after" is about; null means the newest of the open table. */
  readonly selectedJobId: string | null
  loadJobs(): Promise<void>
  /** Starts an ingestion into the open table; false when it could not begin, which is then told. */
  startJob(sources: readonly SourceRequest[]): Promise<boolean>
  /** Does an action; a failure is told. */
  act(action: JobAction, jobId: string, sourceIds?: readonly string[]): Promise<boolean>
  provideBlobUri(jobId: string, sourceId: string, uri: string): Promise<void>
  undoPreview(jobId: string, signal: AbortSignal): Promise<UndoPreview>
  /** Reads some sources of a long job, from a place that follows on what is known. */
  readSources(jobId: string, offset: number, limit: number): Promise<void>
  selectJob(jobId: string | null): void
  /** Takes a snapshot; one that is older than what is known is left out. */
  receiveJob(job: JobSnapshot): void
}

const listLimit = 100

/** Makes the slice of the ingestions. */
export const createJobsSlice: StudioSlice<JobsSlice> = (set, get, { client, tasks }) => {
  const call = (action: JobAction, jobId: string, sourceIds?: readonly string[]): Promise<JobSnapshot> => {
    const selection = { jobId, ...(sourceIds === undefined ? {} : { sourceIds: [...sourceIds] }) }
    switch (action) {
      case 'cancel':
        return client.call('jobs/cancel', selection)
      case 'retry':
        return client.call('jobs/retry', selection)
      case 'pause':
      case 'resume':
      case 'checkAgain':
      case 'undo':
        return client.call(`jobs/${action}`, { jobId })
    }
  }

  return {
    jobs: [],
    sourcePages: {},
    selectedJobId: null,

    loadJobs: async () => {
      try {
        const jobs = await tasks.run('jobs', (signal) =>
          client.call('jobs/list', { limit: listLimit }, signal),
        )
        for (const job of jobs ?? []) get().receiveJob(job)
      } catch (error) {
        set({ notice: toStudioError(error) })
      }
    },

    startJob: async (sources) => {
      const { target } = get()
      if (target === null || sources.length === 0) return false
      try {
        const job = await client.call('jobs/start', {
          ...target,
          sources: [...sources],
          ...jobOptions(get().ingestOptions),
        })
        set({ selectedJobId: null, notice: null })
        get().receiveJob(job)
        get().announce(newsText.started(jobTitle(job)))
        return true
      } catch (error) {
        set({ notice: toStudioError(error) })
        return false
      }
    },

    act: async (action, jobId, sourceIds) => {
      try {
        get().receiveJob(await call(action, jobId, sourceIds))
        return true
      } catch (error) {
        set({ notice: toStudioError(error) })
        return false
      }
    },

    provideBlobUri: async (jobId, sourceId, uri) =>
      get().receiveJob(await client.call('jobs/provideBlobUri', { jobId, sourceId, uri })),

    undoPreview: (jobId, signal) => client.call('jobs/undoPreview', { jobId }, signal),

    readSources: async (jobId, offset, limit) => {
      try {
        const page = await tasks.run(`sources ${jobId}`, (signal) =>
          client.call('jobs/sources', { jobId, offset, limit }, signal),
        )
        if (page === undefined) return
        set((state) => {
          const known =
            state.sourcePages[jobId] ?? state.jobs.find((job) => job.jobId === jobId)?.sources ?? []
          const merged = [...known.slice(0, offset), ...page, ...known.slice(offset + page.length)]
          return { sourcePages: { ...state.sourcePages, [jobId]: merged } }
        })
      } catch (error) {
        set({ notice: toStudioError(error) })
      }
    },

    selectJob: (selectedJobId) => set({ selectedJobId }),

    receiveJob: (job) => {
      const { jobs } = get()
      const known = jobs.find(({ jobId }) => jobId === job.jobId)
      if (known !== undefined && known.revision > job.revision) return
      const others = jobs.filter(({ jobId }) => jobId !== job.jobId)
      set((state) => ({
        jobs: [...others, job].sort((one, other) => other.createdAt - one.createdAt),
        sourcePages: withNewer(state.sourcePages, job),
      }))
      const news = known === undefined ? undefined : jobNews(known, job)
      if (news !== undefined) get().announce(news)
    },
  }
}

/** A snapshot carries the sources that changed most; those win over pages that were read before. */
function withNewer(
  pages: Readonly<Record<string, readonly SourceSnapshot[]>>,
  job: JobSnapshot,
): Readonly<Record<string, readonly SourceSnapshot[]>> {
  const page = pages[job.jobId]
  if (page === undefined) return pages
  const newer = new Map(job.sources.map((source) => [source.sourceId, source]))
  return { ...pages, [job.jobId]: page.map((source) => newer.get(source.sourceId) ?? source) }
}
