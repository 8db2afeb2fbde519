import { StudioError } from '../../domain/studio-error'
import type { Cancel, Clock } from '../../domain/concurrency/clock'
import { tagPrefix } from '../jobs/start/job-tag'
import { createCatalogReader } from '../kusto/catalog-reader'
import type { KustoConnection } from '../kusto/connection'
import { rowsByTag, taggedExtents } from '../kusto/extents'
import { readTable, type TableReading } from './table-reading'

/** Which table of which cluster. */
export interface ObservedTable {
  readonly clusterUri: string
  readonly database: string
  readonly table: string
}

/** Somebody who follows a table. All questions are put to it before each look. */
export interface TableSubscriber {
  /** When it needs the next look, by the clock's `elapsed`; infinity while it needs none. */
  dueAt(): number
  /** Whether it wants the rows of the whole table even while it follows no tags. */
  wantsRows(): boolean
  /** Tags whose rows it wants counted. */
  tags(): readonly string[]
  /** Whether the next look has to count the tags, even if the table has as many rows as before. */
  needsTags(): boolean
  /** Gets each look that succeeds, and must set a later {@link dueAt}. */
  take(reading: TableReading): void
  /** Gets why a look failed as a whole, and must set a later {@link dueAt}. */
  fail(error: StudioError): void
}

/** What is needed to look at tables. */
export interface TableObserverParts {
  readonly connectionTo: (clusterUri: string, signal?: AbortSignal) => Promise<KustoConnection>
  readonly clock: Clock
  readonly log: (scope: string, message: string, error?: unknown) => void
}

/** A count on a busy cluster may take a while; the next look waits for it. */
const countTimeoutMs = 30_000
/**
 * What the account may not see is asked for again after this long, or when somebody asks for a look: a right may have
 * been given.
 */
const deniedForMs = 60_000

/** Looks at one table for everybody who follows it, as often as the one in the greatest hurry needs. */
export class TableObserver {
  readonly #parts: TableObserverParts
  readonly #table: ObservedTable
  readonly #subscribers = new Set<TableSubscriber>()
  readonly #denied = new Map<string, { readonly error: StudioError; readonly until: number }>()
  readonly #stopping = new AbortController()
  #timer: Cancel | undefined
  #look: Promise<void> | undefined
  #last: TableReading | undefined

  constructor(parts: TableObserverParts, table: ObservedTable) {
    this.#parts = parts
    this.#table = table
  }

  /** Whether nobody follows the table any more; the observer has ended then. */
  get isIdle(): boolean {
    return this.#subscribers.size === 0
  }

  /** @returns Ends the subscription. The last one to end breaks off a look that is under way. */
  subscribe(subscriber: TableSubscriber): () => void {
    this.#subscribers.add(subscriber)
    this.#denied.clear()
    this.plan()
    return () => {
      if (!this.#subscribers.delete(subscriber)) return
      if (this.isIdle) this.#stopping.abort()
      this.plan()
    }
  }

  /** Sets the time of the next look. Call it when a subscriber is due earlier or later than it said. */
  plan(): void {
    this.#timer?.()
    this.#timer = undefined
    // The look under way plans the next one.
    if (this.#look !== undefined) return
    const dueAt = Math.min(...[...this.#subscribers].map((subscriber) => subscriber.dueAt()))
    if (dueAt === Number.POSITIVE_INFINITY) return
    const { clock } = this.#parts
    this.#timer = clock.after(Math.max(dueAt - clock.elapsed(), 0), () => void this.#start())
  }

  /** Looks now, after a look that is under way. Resolves once all subscribers have it. */
  async lookNow(): Promise<void> {
    await this.#look
    this.#denied.clear()
    await this.#start()
  }

  async #start(): Promise<void> {
    this.#timer?.()
    this.#look ??= this.#read().finally(() => {
      this.#look = undefined
      this.plan()
    })
    await this.#look
  }

  async #read(): Promise<void> {
    const { signal } = this.#stopping
    const { clock, connectionTo } = this.#parts
    const subscribers = [...this.#subscribers]
    const wants = {
      rows: subscribers.some((subscriber) => subscriber.wantsRows()),
      tags: this.#tags(),
      freshTags: subscribers.some((subscriber) => subscriber.needsTags()),
    }
    try {
      const connection = await connectionTo(this.#table.clusterUri, signal)
      const ask = {
        rows: () => this.#unlessDenied('rows', () => this.#countRows(connection, signal)),
        tagged: () => this.#unlessDenied('tagged', () => this.#countTagged(connection, signal)),
      }
      const reading = await readTable(ask, this.#last, wants, clock)
      if (signal.aborted) return
      this.#last = reading
      this.#tell((subscriber) => subscriber.take(reading))
    } catch (error) {
      if (signal.aborted) return
      const failure = this.#toStudioError(error)
      this.#tell((subscriber) => subscriber.fail(failure))
    }
  }

  async #countRows(connection: KustoConnection, signal: AbortSignal): Promise<number> {
    const { database, table } = this.#table
    const options = { signal, timeoutMs: countTimeoutMs }
    return await createCatalogReader(connection).rowCount(database, table, options)
  }

  async #countTagged(
    connection: KustoConnection,
    signal: AbortSignal,
  ): Promise<{ readonly askedAt: number; readonly rows: ReadonlyMap<string, number> }> {
    const askedAt = this.#parts.clock.elapsed()
    // A job that began in the meantime is counted as well.
    const tags = this.#tags()
    return {
      askedAt,
      rows: rowsByTag(await taggedExtents(connection, this.#table, tags, tagPrefix, signal), tags),
    }
  }

  #tags(): string[] {
    return [...new Set([...this.#subscribers].flatMap((subscriber) => subscriber.tags()))]
  }

  async #unlessDenied<T>(what: string, ask: () => Promise<T>): Promise<T> {
    const denied = this.#denied.get(what)
    if (denied !== undefined && this.#parts.clock.elapsed() < denied.until) throw denied.error
    try {
      return await ask()
    } catch (error) {
      if (error instanceof StudioError && error.code === 'AccessDenied') {
        this.#denied.set(what, { error, until: this.#parts.clock.elapsed() + deniedForMs })
      }
      throw error
    }
  }

  #tell(tell: (subscriber: TableSubscriber) => void): void {
    for (const subscriber of [...this.#subscribers]) {
      try {
        tell(subscriber)
      } catch (error) {
        this.#parts.log('tables', 'A reading could not be taken', error)
      }
    }
  }

  #toStudioError(error: unknown): StudioError {
    if (error instanceof StudioError) return error
    this.#parts.log('tables', 'A table could not be looked at', error)
    return new StudioError('Unexpected', 'The rows could not be counted.', { retryable: true })
  }
}
