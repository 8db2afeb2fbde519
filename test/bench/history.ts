import { mkdtempSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../electron/services/clock'
import { createJobService, type Jobs } from '../../electron/services/jobs/job-service'
import { Journal } from '../../electron/services/jobs/journal/journal'
import { unposted } from '../../electron/services/jobs/state/job-record'
import { LiveJob } from '../../electron/services/jobs/state/live-job'
import { TableObservers } from '../../electron/services/tables/table-observers'
import { exampleJob, exampleSource } from '../unit/services/jobs/journal/journal-examples'
import { median } from './measure'

/** Every so many jobs fail, or hold many files. */
const failsEvery = 50
const isManyEvery = 20
const filesOfMany = 40
const nothing = (): undefined => undefined

/**
 * Measures the history with a journal of many jobs: opening the journal and the first page together, then single
 * questions, in milliseconds.
 *
 * @param jobs How many jobs the journal has.
 * @param rounds How often each question is asked; its median counts.
 */
export async function measureHistory(folder: string, jobs: number, rounds: number): Promise<unknown[]> {
  const home = mkdtempSync(join(folder, 'history-'))
  const sources = fillJournal(home, jobs)
  const openings: number[] = []
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    const service = openJobs(home)
    await firstPage(service)
    openings.push(performance.now() - startedAt)
    await service.close()
  }
  const service = openJobs(home)
  const everything = { text: '', outcome: null, since: null, offset: 0, limit: 100 }
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    'first page': () => firstPage(service),
    'last page': () => service.history.list({ ...everything, offset: jobs - 100 }),
    failed: () => service.history.list({ ...everything, outcome: 'failed' }),
    'a common word': () => service.history.list({ ...everything, text: 'sensors' }),
    'one file': () => service.history.list({ ...everything, text: `sensors-${jobs >> 1}-7.csv` }),
    'three words': () => service.history.list({ ...everything, text: 'table quote sensors' }),
    'no match': () => service.history.list({ ...everything, text: 'nothing like this' }),
    'one job': () => Promise.resolve(service.history.job({ jobId: `job-${jobs >> 1}` })),
    export: () => exported(service),
  }
  const times: Record<string, number> = {}
  for (const [name, ask] of Object.entries(questions)) {
    const asked: number[] = []
    for (let round = 0; round < rounds; round++) {
      const startedAt = performance.now()
      await ask()
      asked.push(performance.now() - startedAt)
    }
    times[name] = Math.round(median(asked) * 10) / 10
  }
  await service.close()
  const journalMegabytes = Math.round(statSync(join(home, 'journal.sqlite')).size / 1e6)
  const open = Math.round(median(openings))
  return [{ scenario: 'history', jobs, sources, journalMegabytes, milliseconds: { open, ...times } }]
}

function firstPage(service: Jobs): Promise<unknown> {
  return service.history.list({ text: '', outcome: null, since: null, offset: 0, limit: 100 })
}

async function exported(service: Jobs): Promise<number> {
  let length = 0
  for await (const piece of service.history.csv({ text: '', outcome: null, since: null }))
    length += piece.length
  return length
}

/** Writes jobs of one to 40 files each, as the studio would have left them. */
function fillJournal(home: string, jobs: number): number {
  const journal = new Journal(home, (error) => {
    throw error
  })
  let count = 0
  for (let index = 0; index < jobs; index++) {
    const jobId = `job-${index}`
    const hasFailed = index % failsEvery === 0
    const files = index % isManyEvery === 0 ? filesOfMany : 1
    const createdAt = 1_700_000_000_000 + index * 60_000
    const record = { ...exampleJob, jobId, createdAt, landed: files, table: `Table${index % 97}` }
    const state = hasFailed
      ? {
          kind: 'failed' as const,
          error: {
            code: 'IngestionFailed' as const,
            message: 'A quote is opened and never closed.',
            retryable: false,
          },
        }
      : { kind: 'succeeded' as const, landedAt: createdAt + 9000 }
    const sources = Array.from({ length: files }, (_, ordinal) => ({
      ...exampleSource,
      sourceId: `${jobId}-${ordinal}`,
      jobId,
      ordinal,
      name: `sensors-${index}-${ordinal}.csv`,
      location: `/home/ana/data/plant-${index % 13}/sensors-${index}-${ordinal}.csv`,
      fingerprint: `${jobId}-${ordinal}`,
      state,
      landed: 1,
      refused: 0,
      settledAt: createdAt + 9000,
    }))
    const blobs = sources.map(({ sourceId }) => ({
      ...unposted,
      blobId: `blob of ${sourceId}`,
      jobId,
      attempt: 0,
      ordinal: 0,
      parts: [{ sourceId, start: 0, end: 3, records: 1 }],
      state: 'succeeded' as const,
      ignoreFirstRecord: false,
      rawDataSizeBytes: 3,
      blobName: `${sourceId}.csv.gz`,
      container: 'http://127.0.0.1:1/container',
    }))
    const job = new LiveJob(
      { job: record, sources, blobs },
      { journal, clock: systemClock, onChange: nothing },
    )
    job.keep()
    for (const blob of blobs) journal.saveBlob(blob)
    count += files
    if (index % 500 === 0) journal.commitNow()
  }
  journal.close()
  return count
}

/** The jobs alone: nothing of the history contacts a cluster. */
function openJobs(homeFolder: string): Jobs {
  const connectionTo = (): never => {
    throw new Error('The history contacts no cluster')
  }
  return createJobService({
    queuedVia: () => 'queue',
    homeFolder,
    log: nothing,
    openConnection: connectionTo,
    connectionTo,
    files: { pathOf: (handle) => handle },
    tables: new TableObservers({ connectionTo, clock: systemClock, log: nothing }),
  })
}
