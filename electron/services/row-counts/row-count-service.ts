import type { RowCountPoint, TableWatch } from '../../domain/schema/table-watch'
import { StudioError, toWireError } from '../../domain/studio-error'
import {
  appendReading,
  maximumSeriesPoints,
  nextInterval,
  readingPace,
  thinSeries,
} from '../../domain/row-count-series'
import type { Clock } from '../../domain/concurrency/clock'
import { createEmitter, type Emitter } from '../emitter'
import type { RowCountStore } from '../jobs/journal/journal-row-counts'
import type { KustoConnection } from '../kusto/connection'
import type { RowCountService, TableChange } from '../studio-services'
import type { ObservedTable, TableSubscriber } from '../tables/table-observer'
import type { TableObservers, TableSubscription } from '../tables/table-observers'
import { taggedOf, type TableReading, type TaggedRows } from '../tables/table-reading'
import type { JobsForChart, JobsOnChart, TableJobs } from './jobs-for-chart'

interface RowCountOptions {
  readonly tables: Pick<TableObservers, 'follow'>
  readonly jobs: JobsForChart
  readonly store: RowCountStore
  readonly clock: Clock
  readonly report: (error: unknown) => void
}

/** A steady level is recorded again after this time, to show how long it lasted. */
const levelNotedEveryMs = 60_000

/** The watches of everybody. */
export interface RowCounts {
  /** Watches one table at a time, of the cluster that somebody has open. @param connection throws if none is open. */
  on(connection: () => KustoConnection): RowCountService
}

/** Makes it; nothing is counted before `watch`. A table that several watch is counted and recorded once. */
export function createRowCounts(options: RowCountOptions): RowCounts {
  const watches = new Map<string, SharedWatch>()

  const join = (table: ObservedTable, listener: (change: TableChange) => void): Joined => {
    const key = keyOf(table)
    const shared = watches.get(key) ?? startShared(table, options)
    watches.set(key, shared)
    const unsubscribe = shared.changes.subscribe(listener)
    shared.watchers += 1
    return {
      key,
      watch: shared.watch,
      leave() {
        unsubscribe()
        shared.watchers -= 1
        if (shared.watchers > 0) return
        shared.watch.stop()
        watches.delete(key)
      },
    }
  }

  return {
    on(connection) {
      const changes = createEmitter<TableChange>(options.report)
      let joined: Joined | undefined
      const leave = (): void => {
        joined?.leave()
        joined = undefined
      }
      return {
        onChange: changes.subscribe,
        async watch({ database, table }, signal) {
          const wanted = { clusterUri: connection().address.clusterUri, database, table }
          if (joined?.key !== keyOf(wanted)) leave()
          joined ??= join(wanted, changes.emit)
          return await joined.watch.firstReading(signal)
        },
        unwatch: leave,
      }
    },
  }
}

/** A running watch and how many look at it. */
interface SharedWatch {
  readonly watch: RunningWatch
  readonly changes: Emitter<TableChange>
  watchers: number
}

/** Somebody's place at a watch. */
interface Joined {
  readonly key: string
  readonly watch: RunningWatch
  leave(): void
}

function startShared(table: ObservedTable, options: RowCountOptions): SharedWatch {
  const changes = createEmitter<TableChange>(options.report)
  return { changes, watch: new RunningWatch(table, options, changes.emit), watchers: 0 }
}

function keyOf({ clusterUri, database, table }: ObservedTable): string {
  return JSON.stringify([clusterUri, database, table])
}

/** Draws the row count of one table until it is stopped. */
class RunningWatch implements TableSubscriber {
  readonly #table: ObservedTable
  readonly #options: RowCountOptions
  readonly #emit: (change: TableChange) => void
  readonly #jobs: TableJobs
  readonly #subscription: TableSubscription
  readonly #first: Promise<void>
  #endFirst: () => void = () => undefined
  #points: RowCountPoint[]
  #error: StudioError | null = null
  #intervalMs: number = readingPace.shortest
  /** How long the last look took. */
  #lookMs = 0
  #dueAt: number
  #revision = 0
  #isStopped = false
  #noted: RowCountPoint | undefined

  constructor(table: ObservedTable, options: RowCountOptions, emit: (change: TableChange) => void) {
    const { store, jobs, clock, tables } = options
    this.#table = table
    this.#options = options
    this.#emit = emit
    this.#points = thinSeries(store.series(table, 5000), maximumSeriesPoints)
    this.#first = new Promise((resolve) => (this.#endFirst = resolve))
    this.#jobs = jobs.follow(table, () => this.#handleJobChange())
    this.#dueAt = clock.elapsed()
    this.#subscription = tables.follow(table, this)
  }

  stop(): void {
    this.#isStopped = true
    this.#subscription.end()
    this.#jobs.close()
    // Nobody counts any more; what is known is the answer.
    this.#endFirst()
  }

  /** Waits for the first reading, or for its failure, which is in the info. */
  async firstReading(signal: AbortSignal | undefined): Promise<TableWatch> {
    const canceled = new Promise<never>((_resolve, reject) => {
      const stop = (): void => reject(new StudioError('Canceled', 'Watching the table was canceled.'))
      if (signal?.aborted === true) stop()
      signal?.addEventListener('abort', stop, { once: true })
    })
    await Promise.race([this.#first, canceled])
    return this.#info()
  }

  dueAt(): number {
    return this.#dueAt
  }

  wantsRows(): boolean {
    return true
  }

  tags(): string[] {
    return this.#jobs.chart().landing.map(({ tag }) => tag)
  }

  /** The tags are counted with the table whenever it has moved; that is often enough for a chart. */
  needsTags(): boolean {
    return false
  }

  take(reading: TableReading): void {
    const { rows } = reading
    // Nobody asked for rows in a look that began before this watch.
    if (rows === null) return
    if (rows instanceof StudioError) {
      this.fail(rows)
      return
    }
    const { tagged } = reading
    // Whoever may query need not be allowed to see extents; the jobs then say what they know.
    if (tagged instanceof StudioError && tagged.code !== 'AccessDenied') {
      this.fail(tagged)
      return
    }
    const chart = this.#jobs.chart()
    const counted = taggedOf(reading)
    if (
      counted !== null &&
      chart.landing.some(({ tag, rows: known }) => known === null && !counted.rows.has(tag))
    ) {
      // An undo has begun since the tags were asked for: the next reading knows whose rows there are.
      this.#dueAt = this.#options.clock.elapsed()
      return
    }
    const before = this.#points.at(-1)?.rows
    this.#note({ at: reading.at, rows, ours: Math.min(oursIn(chart, counted), rows) })
    this.#go({ moved: before !== undefined && before !== rows, busy: chart.isBusy, failed: false })
  }

  fail(error: StudioError): void {
    this.#error = error
    this.#go({ moved: false, busy: false, failed: true })
  }

  /** Plans the next reading and tells of this one. */
  #go(seen: Parameters<typeof nextInterval>[1]): void {
    const now = this.#options.clock.elapsed()
    if (!seen.failed) {
      this.#error = null
      this.#lookMs = Math.max(0, now - this.#dueAt)
    }
    this.#intervalMs = nextInterval(this.#intervalMs, seen)
    this.#dueAt = now + this.#intervalMs
    this.#endFirst()
    this.#publish()
  }

  /** A job moved: its markers are drawn, and the table is looked at soon. */
  #handleJobChange(): void {
    this.#publish()
    if (this.#intervalMs <= readingPace.shortest) return
    this.#intervalMs = readingPace.shortest
    this.#dueAt = Math.min(this.#dueAt, this.#options.clock.elapsed() + this.#intervalMs)
    this.#subscription.plan()
  }

  #note(reading: RowCountPoint): void {
    this.#points = appendReading(this.#points, reading)
    const point = this.#points.at(-1) ?? reading
    const noted = this.#noted
    const isLevel = noted !== undefined && noted.rows === point.rows && noted.ours === point.ours
    if (isLevel && point.at - noted.at < levelNotedEveryMs) return
    this.#noted = point
    this.#options.store.append(this.#table, point)
  }

  #publish(): void {
    if (this.#isStopped) return
    this.#revision += 1
    const { database, table } = this.#table
    this.#emit({ database, table, watch: () => this.#info() })
  }

  #info(): TableWatch {
    const { database, table } = this.#table
    const { markers, batches } = this.#jobs.chart()
    return {
      database,
      table,
      revision: this.#revision,
      points: this.#points,
      markers,
      batches,
      intervalMs: Math.round(this.#intervalMs + this.#lookMs),
      error: this.#error === null ? null : toWireError(this.#error),
    }
  }
}

/**
 * Rows of our jobs in a reading. Rows of a job that may still land, or be dropped, are those of the reading's own moment;
 * those of all others are what the jobs know.
 */
function oursIn({ settledRows, landing }: JobsOnChart, tagged: TaggedRows | null): number {
  return landing.reduce((sum, { tag, rows }) => sum + (tagged?.rows.get(tag) ?? rows ?? 0), settledRows)
}
