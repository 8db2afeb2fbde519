import type { JobSnapshot, SourceSnapshot } from '../../../../electron/domain/schema/job'
import { newsText } from '../../text/en'
import { jobTitle } from '../../text/job-words'
import type { JobAction, JobsSlice } from '../jobs'
import { jobOptions } from '../sources/ingest-options'
import { jobNews } from './job-news'
import type { StudioSlice } from './slice'

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
        get().notify(error)
      }
    },

    startJob: async (sources, prepared = {}) => {
      const { target, ingestOptions } = get()
      if (target === null || sources.length === 0) return false
      return await get().attempt(async () => {
        const request = { ...target, sources: [...sources], ...jobOptions(ingestOptions), ...prepared }
        const job = await client.call('jobs/start', request)
        set({ selectedJobId: null })
        get().receiveJob(job)
        get().announce(newsText.started(jobTitle(job)))
      })
    },

    act: async (action, jobId, sourceIds) => {
      await get().attempt(async () => get().receiveJob(await call(action, jobId, sourceIds)))
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
        const { sourcePages, jobs } = get()
        const known = sourcePages[jobId] ?? jobs.find((job) => job.jobId === jobId)?.sources ?? []
        const merged = [...known.slice(0, offset), ...page, ...known.slice(offset + page.length)]
        set({ sourcePages: { ...sourcePages, [jobId]: merged } })
      } catch (error) {
        get().notify(error)
      }
    },

    selectJob: (selectedJobId) => set({ selectedJobId }),

    receiveJob: (job) => {
      const { jobs, sourcePages } = get()
      const known = jobs.find(({ jobId }) => jobId === job.jobId)
      if (known !== undefined && known.revision > job.revision) return
      const others = jobs.filter(({ jobId }) => jobId !== job.jobId)
      set({
        jobs: [...others, job].sort((one, other) => other.createdAt - one.createdAt),
        sourcePages: withNewer(sourcePages, job),
      })
      get().noteMoved(job)
      const news = known === undefined ? undefined : jobNews(known, job)
      if (news !== undefined) get().announce(news)
    },
  }
}

/** A snapshot carries the sources that changed most; they win over pages that were read earlier. */
function withNewer(
  pages: Readonly<Record<string, readonly SourceSnapshot[]>>,
  job: JobSnapshot,
): Readonly<Record<string, readonly SourceSnapshot[]>> {
  const page = pages[job.jobId]
  if (page === undefined) return pages
  const newer = new Map(job.sources.map((source) => [source.sourceId, source]))
  return { ...pages, [job.jobId]: page.map((source) => newer.get(source.sourceId) ?? source) }
}
