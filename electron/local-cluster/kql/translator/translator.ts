import type { DatabaseEntry, FunctionEntry } from '../../engine/catalog-entry'
import type { ParameterSchema } from '../function-parameters'
import { notSupported, tooComplex } from '../query-failure'
import { ColumnsNeeded } from '../told-columns'
import { onlyQuery, type QueryContext, type TranslatedQuery } from '../translated-query'
import { ParserThread } from './parser-thread'
import type { ParserJob, ParserResults, SentDatabase } from './thread-messages'

/** The most threads. One is kept; the others are for when it is busy. */
const mostThreads = 4

/**
 * How many threads long jobs may hold: the others are for short ones. A job that turns out long while so many are
 * under way is stopped and begins again when its turn comes; long jobs take turns, which become longer each time.
 */
const mostLong = 2

/** How long a job may run before it counts as long, and its first turn, in milliseconds. */
const longMs = 2000

/** How long a job waits for a thread before another one is started, in milliseconds. */
const patienceMs = 500

/** Longest parsing time, in milliseconds, whatever the request allows. */
const longestParsingMs = 60_000

/** A job waiting for a thread. */
interface Waiting {
  readonly isLong: boolean
  take(thread: ParserThread): void
  fail(error: Error): void
}

/** Why a job was stopped that has to make room for short ones. */
const makesRoom = new Error('Stopped to make room for short queries.')

type MakeJob<Job extends ParserJob> = (send: (entry: DatabaseEntry) => SentDatabase) => Job

/** Translates queries in separate threads, so that a slow or endless one does not block other requests. */
export class Translator {
  readonly #threads = new Set<ParserThread>()
  readonly #idle: ParserThread[] = []
  readonly #waiting: Waiting[] = []
  /** Threads that are still loading the parser. */
  #loading = 0
  /** Long jobs under way. */
  #long = 0

  /** Gets a thread ready: loading the parser takes a while. */
  warm(): void {
    if (this.#threads.size === 0) this.#start()
    this.#dispatch()
  }

  /**
   * Like `translateQueries`.
   *
   * @throws KustoError as that does, and for a query that is too complex; the signal's reason if aborted.
   */
  async queries(
    csl: string,
    database: DatabaseEntry,
    context: QueryContext,
    signal: AbortSignal,
  ): Promise<readonly TranslatedQuery[]> {
    const { otherDatabases = [], ...rest } = context
    return this.#run(
      (send) => ({
        kind: 'queries',
        csl,
        database: send(database),
        context: rest,
        otherDatabases: otherDatabases.map(send),
      }),
      signal,
    )
  }

  /**
   * Translates a query with exactly one tabular result, whose columns are known without its data.
   *
   * @throws KustoError as {@link queries}, if the text has more than one result, and for a plugin whose columns depend
   * on the data.
   */
  async query(
    csl: string,
    database: DatabaseEntry,
    context: QueryContext,
    signal: AbortSignal,
  ): Promise<TranslatedQuery> {
    try {
      return onlyQuery(await this.queries(csl, database, context, signal))
    } catch (error) {
      if (!(error instanceof ColumnsNeeded)) throw error
      throw notSupported(
        csl,
        error.question.at,
        "A plugin without the columns of its result ': (name: type, …)' here",
      )
    }
  }

  /** Like `checkFunction`. */
  async checkFunction(
    entry: FunctionEntry,
    database: DatabaseEntry,
    otherDatabases: readonly DatabaseEntry[],
    request: { readonly csl: string; readonly bodyAt: number; readonly signal: AbortSignal },
  ): Promise<void> {
    const { signal, ...place } = request
    await this.#run(
      (send) => ({
        kind: 'function',
        entry,
        database: send(database),
        otherDatabases: otherDatabases.map(send),
        place,
      }),
      signal,
    )
  }

  /** Like `parameterSchemas`, for each of the functions. */
  async parameters(
    entries: readonly FunctionEntry[],
    signal: AbortSignal,
  ): Promise<readonly (readonly ParameterSchema[])[]> {
    return entries.length === 0 ? [] : this.#run(() => ({ kind: 'parameters', entries }), signal)
  }

  async #run<Job extends ParserJob>(
    make: MakeJob<Job>,
    signal: AbortSignal,
  ): Promise<ParserResults[Job['kind']]> {
    for (let run = 0; ; run++) {
      try {
        return await this.#runOnce(make, signal, run)
      } catch (error) {
        if (error !== makesRoom) throw error
      }
    }
  }

  /**
   * Runs a job that was stopped so many times before to make room; each time it gets twice as long.
   *
   * @throws {@link makesRoom} if others that wait have to come first.
   */
  async #runOnce<Job extends ParserJob>(
    make: MakeJob<Job>,
    signal: AbortSignal,
    stops: number,
  ): Promise<ParserResults[Job['kind']]> {
    let isLong = stops > 0
    const thread = await this.#take(signal, isLong)
    const limit = new AbortController()
    const abort = (): void => limit.abort(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    const timer = setTimeout(
      () => limit.abort(tooComplex(`it takes longer than ${longestParsingMs / 1000} seconds to analyze`)),
      longestParsingMs,
    )
    const turn = setInterval(
      () => {
        const othersFirst = isLong ? this.#waiting.some((job) => job.isLong) : this.#long >= mostLong
        if (othersFirst) {
          limit.abort(makesRoom)
        } else if (!isLong) {
          isLong = true
          this.#long++
        }
      },
      longMs * 2 ** stops,
    )
    try {
      return await thread.run(make, limit.signal)
    } finally {
      clearTimeout(timer)
      clearInterval(turn)
      signal.removeEventListener('abort', abort)
      if (isLong) this.#long--
      this.#give(thread)
    }
  }

  /** A thread for the caller's sole use; available at once unless all are busy. */
  async #take(signal: AbortSignal, isLong: boolean): Promise<ParserThread> {
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
      }
      const waiting: Waiting = {
        isLong,
        take: (thread) => {
          done()
          resolve(thread)
        },
        fail: (error) => {
          done()
          reject(error)
        },
      }
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        waiting.fail(signal.reason as Error)
      }
      const timer = setTimeout(() => this.#help(), patienceMs)
      signal.addEventListener('abort', abort, { once: true })
      this.#waiting.push(waiting)
      this.warm()
    })
  }

  #give(thread: ParserThread): void {
    this.#idle.push(thread)
    this.#dispatch()
    // So that the next query does not wait for the parser to load.
    this.warm()
    if (!thread.isAlive) this.#help()
  }

  /** Starts a thread, which takes jobs once its parser is loaded; another thread may become free sooner. */
  #start(): void {
    const thread: ParserThread = new ParserThread({
      onReady: () => {
        this.#loading--
        this.#idle.push(thread)
        this.#dispatch()
        this.#help()
      },
      onBroken: (error) => {
        this.#loading--
        this.#threads.delete(thread)
        // With no thread left, nobody else would answer the waiting jobs.
        if (this.#threads.size === 0) for (const waiting of this.#waiting.splice(0)) waiting.fail(error)
      },
    })
    this.#loading++
    this.#threads.add(thread)
  }

  /** Starts another thread if a job waits for one. They start one at a time. */
  #help(): void {
    if (this.#nextIndex() >= 0 && this.#loading === 0 && this.#threads.size < mostThreads) this.#start()
  }

  /** Gives idle threads to waiting jobs. Keeps one of the threads that nobody needs. */
  #dispatch(): void {
    for (const thread of this.#idle.splice(0)) {
      const next = thread.isAlive ? this.#next() : undefined
      if (next !== undefined) next.take(thread)
      else if (thread.isAlive && this.#idle.length === 0) this.#idle.push(thread)
      else this.#end(thread)
    }
  }

  #next(): Waiting | undefined {
    const index = this.#nextIndex()
    const next = index < 0 ? undefined : this.#waiting.splice(index, 1)[0]
    if (next?.isLong === true) this.#long++
    return next
  }

  /** Where the job waits whose turn it is, or -1; long ones wait until few enough are under way. */
  #nextIndex(): number {
    return this.#waiting.findIndex(({ isLong }) => !isLong || this.#long < mostLong)
  }

  #end(thread: ParserThread): void {
    this.#threads.delete(thread)
    thread.end(undefined)
  }
}

/** This process's translator. Its clusters share the threads, which keep nothing between jobs that matters. */
export const sharedTranslator = new Translator()
