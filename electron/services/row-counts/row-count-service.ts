import type { RowCountPoint, TableWatch } from '../../domain/schema/table-watch'
import type { TableRef } from '../../domain/schema/table'
import { StudioError, toWireError } from '../../domain/studio-error'
import {
  appendReading,
  maximumSeriesPoints,
  nextInterval,
  readingPace,
  thinSeries,
} from '../../domain/row-count-series'
import { createEmitter } from '../emitter'
import { createCatalogReader } from '../kusto/catalog-reader'
import type { KustoConnection } from '../kusto/connection'
import type { RowCountService } from '../studio-services'
import { countAttributed } from './attributed-count'
import type { JobsForChart, JobsOnChart, TableJobs, WatchedTable } from './jobs-for-chart'

/** Keeps series over restarts. */
export interface RowCountStore {
  append(table: WatchedTable, point: RowCountPoint): void
  /** The newest readings, oldest first. */
  series(table: WatchedTable, limit: number): RowCountPoint[]
}

export interface RowCountServiceOptions {
  readonly connection: () => KustoConnection
  readonly jobs: JobsForChart
  readonly store: RowCountStore
  readonly report: (error: unknown) => void
  /** Milliseconds since the epoch; replaced in tests. */
  readonly now?: () => number
}

/** A count on a busy cluster may take a while; the next one waits for it. */
const countTimeoutMs = 30_000
/** Upload progress arrives many times a second; the chart is redrawn this often. */
const drawnEveryMs = 250
/** A steady level is recorded again after this time, to show how long it lasted. */
const levelNotedEveryMs = 60_000

/** Makes the service; nothing is counted before `watch`. */
export function createRowCountService(options: RowCountServiceOptions): RowCountService {
  const changes = createEmitter<TableWatch>(options.report)
  let watch: RunningWatch | undefined
  return {
    onChange: changes.subscribe,
    async watch(ref, signal) {
      const connection = options.connection()
      const { clusterUri } = connection.address
      if (watch === undefined || !watch.isOf(clusterUri, ref)) {
        watch?.stop()
        watch = new RunningWatch(connection, ref, options, changes.emit)
      }
      return await watch.firstReading(signal)
    },
    unwatch() {
      watch?.stop()
      watch = undefined
    },
  }
}

/** Counts one table until it is stopped. */
class RunningWatch {
  readonly #connection: KustoConnection
  readonly #table: WatchedTable
  readonly #options: RowCountServiceOptions
  readonly #emit: (info: TableWatch) => void
  readonly #stopping = new AbortController()
  readonly #jobs: TableJobs
  readonly #first: Promise<void>
  #points: RowCountPoint[]
  #chart: JobsOnChart
  #error: StudioError | null = null
  #intervalMs: number = readingPace.shortest
  #revision = 0
  #timer: NodeJS.Timeout | undefined
  #drawing: NodeJS.Timeout | undefined
  #isReading = false
  #noted: RowCountPoint | undefined
  /** Rows by tag as they were counted last together with the table. */
  #tagged: ReadonlyMap<string, number> = new Map()

  constructor(
    connection: KustoConnection,
    ref: TableRef,
    options: RowCountServiceOptions,
    emit: (info: TableWatch) => void,
  ) {
    this.#connection = connection
    this.#table = { clusterUri: connection.address.clusterUri, database: ref.database, table: ref.table }
    this.#options = options
    this.#emit = emit
    this.#points = thinSeries(options.store.series(this.#table, 5000), maximumSeriesPoints)
    this.#jobs = options.jobs.follow(this.#table, () => this.#handleJobChange())
    this.#chart = this.#jobs.chart()
    this.#first = this.#read()
  }

  isOf(clusterUri: string, ref: TableRef): boolean {
    const { database, table } = this.#table
    return this.#table.clusterUri === clusterUri && database === ref.database && table === ref.table
  }

  stop(): void {
    this.#stopping.abort()
    this.#jobs.close()
    clearTimeout(this.#timer)
    clearTimeout(this.#drawing)
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

  #info(): TableWatch {
    const { database, table } = this.#table
    const { markers, batches } = this.#chart
    return {
      database,
      table,
      revision: this.#revision,
      points: this.#points,
      markers,
      batches,
      intervalMs: Math.round(this.#intervalMs),
      error: this.#error === null ? null : toWireError(this.#error),
    }
  }

  #publish(): void {
    if (this.#stopping.signal.aborted) return
    this.#revision += 1
    this.#emit(this.#info())
  }

  /** A job moved: its markers are drawn, and the count is looked at soon. */
  #handleJobChange(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined
      this.#chart = this.#jobs.chart()
      this.#publish()
    }, drawnEveryMs)
    if (this.#isReading || this.#intervalMs <= readingPace.shortest) return
    this.#intervalMs = readingPace.shortest
    this.#schedule()
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    if (this.#stopping.signal.aborted) return
    this.#timer = setTimeout(() => void this.#read(), this.#intervalMs)
  }

  async #read(): Promise<void> {
    this.#isReading = true
    const before = this.#points.at(-1)?.rows
    let moved = false
    try {
      const rows = await this.#count()
      this.#take(rows)
      moved = before !== undefined && before !== rows
      this.#error = null
    } catch (error) {
      if (this.#stopping.signal.aborted) return
      this.#error = error instanceof StudioError ? error : this.#unexpected(error)
    } finally {
      this.#isReading = false
    }
    const busy = this.#chart.isBusy
    this.#intervalMs = nextInterval(this.#intervalMs, { moved, busy, failed: this.#error !== null })
    this.#publish()
    this.#schedule()
  }

  /** Counts the rows; where they moved while jobs are landing, also whose they are, of the same moment. */
  async #count(): Promise<number> {
    const options = { signal: this.#stopping.signal, timeoutMs: countTimeoutMs }
    const { database, table } = this.#table
    const rows = await createCatalogReader(this.#connection).rowCount(database, table, options)
    const { landing } = this.#jobs.chart()
    if (rows === this.#points.at(-1)?.rows || landing.length === 0) return rows
    const tags = landing.map(({ tag }) => tag)
    const counted = await countAttributed(this.#connection, this.#table, tags, rows, options)
    this.#tagged = counted.tagged ?? new Map()
    return counted.rows
  }

  /** Rows of our jobs: as the jobs know them, or as they were counted here, a moment before the jobs did. */
  #ours(): number {
    const { landedRows, landing } = this.#chart
    return landing.reduce(
      (sum, { tag, rows }) => sum + Math.max((this.#tagged.get(tag) ?? 0) - rows, 0),
      landedRows,
    )
  }

  #take(rows: number): void {
    this.#chart = this.#jobs.chart()
    const at = (this.#options.now ?? Date.now)()
    // A job may have counted rows that landed after the table was counted.
    const reading = { at, rows, ours: Math.min(this.#ours(), rows) }
    this.#points = appendReading(this.#points, reading)
    const point = this.#points.at(-1) ?? reading
    const noted = this.#noted
    const isLevel = noted !== undefined && noted.rows === point.rows && noted.ours === point.ours
    if (isLevel && point.at - noted.at < levelNotedEveryMs) return
    this.#noted = point
    this.#options.store.append(this.#table, point)
  }

  #unexpected(error: unknown): StudioError {
    this.#options.report(error)
    return new StudioError('Unexpected', 'The rows could not be counted.', { retryable: true })
  }
}
