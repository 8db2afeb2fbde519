import type { Response } from '../../../../electron/contract/types'
import type { Request } from '../../../../electron/contract/types'
import { jobTime, lastSeal } from '../../../../electron/domain/job-phases'
import type { JobSnapshot, JobTime, SourceSnapshot } from '../../../../electron/domain/schema/job'
import type { WireError } from '../../../../electron/domain/schema/wire-error'
import { jobStatus } from '../../../../electron/domain/ingestion-job'
import { balanceOf } from '../../../../electron/domain/row-accounting'
import {
  canTake,
  isUnwatched,
  nextSourceState,
  type SourceEvent,
} from '../../../../electron/domain/source-state'

import type { FakeClock } from './fake-clock'
import type { FakeTable } from './fake-world'

const uploadBytesPerSecond = 48_000_000
const uploadStepMs = 250
const landingMs = 400
const sourcesInSnapshot = 200

/** What the fake engine needs to know about a source besides the request. */
export interface FakeSource {
  readonly request: Request<'jobs/start'>['sources'][number]
  readonly name: string
  readonly location: string
  readonly sizeBytes: number
  readonly records: number
  /** False if the cluster fetches it itself. */
  readonly isUploaded: boolean
}

/** How a source ends, chosen by a test or a scene. */
type FakeOutcome =
  | { readonly kind: 'lands' }
  | { readonly kind: 'fails'; readonly error: WireError }
  | { readonly kind: 'isLost' }

/** Drives jobs through the real state machine on the fake clock, and batches as the service does. */
export class FakeJobs {
  readonly jobs = new Map<string, JobSnapshot>()
  readonly #sources = new Map<string, { readonly table: FakeTable; readonly source: FakeSource }>()
  outcomeOf: (source: FakeSource) => FakeOutcome = () => ({ kind: 'lands' })
  readonly #clock: FakeClock
  readonly #changed: (job: JobSnapshot) => void
  readonly #tableChanged: (table: FakeTable) => void
  #next = 1

  constructor(
    clock: FakeClock,
    changed: (job: JobSnapshot) => void,
    tableChanged: (table: FakeTable) => void,
  ) {
    this.#clock = clock
    this.#changed = changed
    this.#tableChanged = tableChanged
  }

  /** Starts a job; its sources move with the clock. */
  start(table: FakeTable, clusterUri: string, sources: readonly FakeSource[]): JobSnapshot {
    const jobId = `job-${this.#next++}`
    const job: JobSnapshot = {
      jobId,
      revision: 0,
      clusterUri,
      database: table.database,
      table: table.name,
      createdAt: this.#clock.now(),
      status: 'running',
      trouble: null,
      tag: `studio-${jobId}`,
      rows: { expected: sum(sources), landed: null, refused: null },
      values: null,
      rowsBefore: table.rows,
      rowsAfter: null,
      policy: table.policy,
      sealsAt: null,
      time: jobTime([], this.#clock.now(), null),
      undo: 'notPossible',
      sourceCount: sources.length,
      retryableCount: 0,
      rawDataSizeBytes: sources.reduce((total, { sizeBytes }) => total + sizeBytes, 0),
      counts: { pending: sources.length },
      sources: sources.map((source, index) => this.#snapshot(source, `${jobId}-${index}`)),
    }
    this.jobs.set(jobId, job)
    sources.forEach((source, index) => {
      this.#sources.set(`${jobId}-${index}`, { table, source })
      this.#drive(table, source, jobId, `${jobId}-${index}`)
    })
    return job
  }

  /** Starts the same sources again, as a job of their own. */
  runAgain(jobId: string): JobSnapshot {
    const earlier = this.jobs.get(jobId)
    const known = (earlier?.sources ?? []).flatMap(({ sourceId }) => this.#sources.get(sourceId) ?? [])
    const [first] = known
    if (earlier === undefined || first === undefined) throw new Error(`No job ${jobId}`)
    return this.start(
      first.table,
      earlier.clusterUri,
      known.map(({ source }) => source),
    )
  }

  /** Restarts failed or canceled sources, if the state machine allows it. */
  retry(jobId: string, sourceIds?: readonly string[]): JobSnapshot {
    const open = this.jobs.get(jobId)?.sources ?? []
    for (const { sourceId, state } of open) {
      const known = this.#sources.get(sourceId)
      const isChosen = sourceIds?.includes(sourceId) ?? true
      if (isChosen && isUnwatched(state))
        this.move(jobId, sourceId, { kind: 'queued', at: this.#clock.now() })
      if (known === undefined || !(sourceIds?.includes(sourceId) ?? true) || !canTake(state, 'retry'))
        continue
      this.move(jobId, sourceId, { kind: 'retry' }, { settledAt: null, queuedAt: null })
      this.#drive(known.table, known.source, jobId, sourceId)
    }
    return this.change(jobId, {})
  }

  /** Settles sources whose outcome is unknown: they landed. */
  checkAgain(jobId: string): JobSnapshot {
    for (const { sourceId, state } of this.jobs.get(jobId)?.sources ?? []) {
      const known = this.#sources.get(sourceId)
      if (known === undefined || state.kind !== 'unknown') continue
      const { records } = known.source
      known.table.rows += records
      known.table.ours += records
      const rows = { expected: records, landed: records, refused: 0 }
      this.move(jobId, sourceId, { kind: 'succeeded', at: this.#clock.now() }, { rows })
      this.#tableChanged(known.table)
    }
    return this.change(jobId, {})
  }

  /** Moves one source; ignores events that its state cannot take (if it was canceled meanwhile). */
  move(jobId: string, sourceId: string, event: SourceEvent, change: Partial<SourceSnapshot> = {}): boolean {
    const job = this.jobs.get(jobId)
    const source = job?.sources.find((one) => one.sourceId === sourceId)
    if (job === undefined || source === undefined) return false
    const state = nextSourceState(source.state, event)
    const sources = job.sources.map((one) => (one === source ? { ...one, ...change, state } : one))
    this.#store({ ...job, sources })
    return true
  }

  /** Changes a job and updates its derived fields. */
  change(jobId: string, change: Partial<JobSnapshot>): JobSnapshot {
    const job = this.jobs.get(jobId)
    if (job === undefined) throw new Error(`No job ${jobId}`)
    return this.#store({ ...job, ...change })
  }

  #store(job: JobSnapshot): JobSnapshot {
    const states = job.sources.map(({ state }) => state)
    const counts: Partial<Record<SourceSnapshot['state']['kind'], number>> = {}
    for (const { kind } of states) counts[kind] = (counts[kind] ?? 0) + 1
    const landed = job.sources.some(({ rows }) => rows.landed !== null)
      ? job.sources.reduce((total, { rows }) => total + (rows.landed ?? 0), 0)
      : null
    const status =
      job.undo === 'undone'
        ? 'undone'
        : jobStatus(states, job.status === 'paused', () =>
            balanceOf({ rows: { ...job.rows, landed }, counts }),
          )
    const undo = job.undo === 'undone' ? 'undone' : landed === null ? 'notPossible' : 'possible'
    const next = {
      ...job,
      counts,
      time: timeOf(job),
      retryableCount: states.filter((state) => canTake(state, 'retry')).length,
      status,
      undo,
      rows: { ...job.rows, landed },
      revision: job.revision + 1,
    } as const
    this.jobs.set(job.jobId, next)
    this.#changed(next)
    return next
  }

  #snapshot(source: FakeSource, sourceId: string): SourceSnapshot {
    const { request } = source
    return {
      sourceId,
      kind: request.kind,
      name: source.name,
      location: source.location,
      format: request.format ?? 'csv',
      ignoreFirstRecord: request.ignoreFirstRecord ?? false,
      rawDataSizeBytes: source.sizeBytes,
      state: { kind: 'pending' },
      trouble: null,
      rows: { expected: source.records, landed: null, refused: null },
      startedAt: null,
      queuedAt: null,
      settledAt: null,
      uploadRate: null,
    }
  }

  #drive(table: FakeTable, source: FakeSource, jobId: string, sourceId: string): void {
    const isOpen = (): boolean => {
      const state = this.jobs.get(jobId)?.sources.find((one) => one.sourceId === sourceId)?.state
      return state !== undefined && state.kind !== 'canceled'
    }
    const step = (ms: number, run: () => void): void =>
      void this.#clock.after(ms, () => {
        if (isOpen()) run()
      })
    const upload = (sent: number): void => {
      if (sent >= source.sizeBytes || !source.isUploaded) {
        this.move(jobId, sourceId, { kind: 'post' }, { uploadRate: null })
        step(60, () => this.#queue(table, source, jobId, sourceId))
        return
      }
      const event = { kind: 'upload', bytesSent: sent, bytesTotal: source.sizeBytes } as const
      this.move(jobId, sourceId, event, { uploadRate: uploadBytesPerSecond })
      step(uploadStepMs, () => upload(sent + (uploadBytesPerSecond * uploadStepMs) / 1000))
    }
    step(20, () => {
      this.move(jobId, sourceId, { kind: 'prepare' }, { startedAt: this.#clock.now() })
      step(80, () => upload(0))
    })
  }

  #queue(table: FakeTable, source: FakeSource, jobId: string, sourceId: string): void {
    const now = this.#clock.now()
    const open = table.batches.find(({ sealed }) => !sealed)
    const sealsAt = open?.sealsAt ?? now + table.policy.maximumBatchingTimeSpanMs
    this.move(jobId, sourceId, { kind: 'queued', at: now }, { queuedAt: now })
    const waiting = this.jobs.get(jobId)?.openBatch
    const openBatch = {
      openedAt: waiting?.openedAt ?? now,
      sealsAt,
      items: (waiting?.items ?? 0) + 1,
      rawDataSizeBytes: (waiting?.rawDataSizeBytes ?? 0) + source.sizeBytes,
    }
    this.change(jobId, { sealsAt, openBatch })
    table.markers.push({ at: now, kind: 'queued', ...markerOf(source, jobId, sourceId) })
    if (open === undefined) {
      const batch = { openedAt: now, sealsAt, sealed: false }
      table.batches.push(batch)
      this.#clock.after(sealsAt - now, () => {
        batch.sealed = true
        this.#tableChanged(table)
      })
    }
    this.#tableChanged(table)
    this.#clock.after(sealsAt - now + landingMs, () => this.#settle(table, source, jobId, sourceId))
  }

  #settle(table: FakeTable, source: FakeSource, jobId: string, sourceId: string): void {
    const at = this.#clock.now()
    const outcome = this.outcomeOf(source)
    const settled = { settledAt: at }
    const marker = { at, ...markerOf(source, jobId, sourceId) }
    if (outcome.kind === 'isLost') {
      this.move(jobId, sourceId, { kind: 'lostTrack', reason: 'trackingTimedOut' }, settled)
    } else if (outcome.kind === 'fails') {
      table.markers.push({ ...marker, kind: 'failed', rows: null })
      this.move(jobId, sourceId, { kind: 'failed', error: outcome.error }, settled)
    } else {
      table.rows += source.records
      table.ours += source.records
      table.markers.push({ ...marker, kind: 'landed' })
      const rows = { expected: source.records, landed: source.records, refused: 0 }
      this.move(jobId, sourceId, { kind: 'succeeded', at }, { ...settled, rows })
    }
    this.change(jobId, { rowsAfter: table.rows, sealsAt: null, openBatch: undefined })
    this.#tableChanged(table)
  }
}

/** A job as the page gets it: a copy, with its first sources only. */
export function toSnapshot(job: JobSnapshot): Response<'jobs/start'> {
  const sources = job.sources.slice(0, sourcesInSnapshot)
  return structuredClone({ ...job, sources }) as Response<'jobs/start'>
}

function sum(sources: readonly FakeSource[]): number {
  return sources.reduce((total, { records }) => total + records, 0)
}

function markerOf(
  { request, name, records }: FakeSource,
  jobId: string,
  sourceId: string,
): Omit<FakeTable['markers'][number], 'at' | 'kind'> {
  return { jobId, sourceId, sourceKind: request.kind, name, sourceCount: 1, rows: records }
}

/** Where its time went, as far as the sources of a fake job say. */
function timeOf({ sources, policy, createdAt }: JobSnapshot): JobTime {
  const settled = sources.map(({ settledAt }) => settledAt)
  const landedAt = settled.some((at) => at === null) ? null : Math.max(...settled.map((at) => at ?? 0))
  const items = sources.flatMap(({ queuedAt, rawDataSizeBytes }) =>
    queuedAt === null ? [] : [{ queuedAt, rawDataSizeBytes }],
  )
  const times = sources.map((source) => ({
    ...source,
    retriedAt: null,
    uploadingAt: source.state.kind === 'preparing' ? null : source.startedAt,
    uploadedAt: source.queuedAt,
  }))
  return jobTime(times, createdAt, policy === null ? null : lastSeal(items, policy, landedAt, false))
}
