import { Worker } from 'node:worker_threads'
import type { DatabaseEntry } from '../../engine/catalog-entry'
import { lowMemory } from '../../answers/kusto-error'
import {
  errorOf,
  readyMessage,
  type JobReply,
  type ParserJob,
  type ParserResults,
  type PostedJob,
  type SentDatabase,
} from './thread-messages'

/** Databases that a thread may keep: each schema change makes new entries. */
const keptDatabases = 30

/** A thread's memory in megabytes; a query of 16 MB needs a fraction of it. */
const heapMb = 1024

/** Numbers the databases' entries, which are immutable. */
const numbers = new WeakMap<DatabaseEntry, number>()
let lastNumber = 0

/** Told how a thread's start went. */
interface ThreadListener {
  onReady(): void
  /** The thread ended before it was ready. */
  onBroken(error: Error): void
}

/** One thread that parses and translates, one job at a time. */
export class ParserThread {
  readonly #worker = startWorker()
  /** Databases that the thread already has. */
  readonly #sent = new Set<number>()
  #running:
    { readonly resolve: (reply: JobReply) => void; readonly reject: (error: Error) => void } | undefined
  #ended = false
  #isReady = false
  readonly #listener: ThreadListener

  /** Starts the thread. The listener is told when it can take its first job, or that it never will. */
  constructor(listener: ThreadListener) {
    this.#listener = listener
    // While it waits, it does not keep the process alive.
    this.#worker.unref()
    this.#worker.on('message', (reply: JobReply | typeof readyMessage) => {
      if (reply === readyMessage) {
        this.#isReady = true
        listener.onReady()
        return
      }
      const running = this.#running
      this.#running = undefined
      running?.resolve(reply)
    })
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#break(error))
    this.#worker.on('exit', () => this.#break(new Error('The thread of the parser ended.')))
  }

  /** False once the thread broke or was ended: it takes no more jobs. */
  get isAlive(): boolean {
    return !this.#ended
  }

  /**
   * Runs a job; `make` gets a function that numbers databases.
   *
   * @throws KustoError as the job does; the signal's reason if aborted, which ends the thread.
   */
  async run<Job extends ParserJob>(
    make: (send: (entry: DatabaseEntry) => SentDatabase) => Job,
    signal: AbortSignal,
  ): Promise<ParserResults[Job['kind']]> {
    signal.throwIfAborted()
    const forgets = this.#sent.size > keptDatabases
    if (forgets) this.#sent.clear()
    const job = make((entry) => this.#name(entry))
    const stop = (): void => this.end(signal.reason)
    this.#worker.ref()
    signal.addEventListener('abort', stop, { once: true })
    try {
      const reply = await new Promise<JobReply>((resolve, reject) => {
        this.#running = { resolve, reject }
        this.#worker.postMessage({ job, forgets } satisfies PostedJob)
      })
      if (reply.kind !== 'done') throw errorOf(reply)
      return reply.result as ParserResults[Job['kind']]
    } finally {
      signal.removeEventListener('abort', stop)
      this.#worker.unref()
    }
  }

  /** Ends the thread, whatever it is doing; a running job fails with the reason. */
  end(reason: unknown): void {
    this.#break(reason instanceof Error ? reason : new Error('The parser was stopped.'))
    void this.#worker.terminate()
  }

  #name(entry: DatabaseEntry): SentDatabase {
    const number = numbers.get(entry) ?? ++lastNumber
    numbers.set(entry, number)
    if (this.#sent.has(number)) return { number }
    this.#sent.add(number)
    const { name, tables, functions } = entry
    return { number, entry: { name, tables, ...(functions === undefined ? {} : { functions }) } }
  }

  #break(error: NodeJS.ErrnoException): void {
    if (!this.#ended && !this.#isReady) this.#listener.onBroken(error)
    this.#ended = true
    const running = this.#running
    this.#running = undefined
    const isOutOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    running?.reject(
      isOutOfMemory ? lowMemory('Analyzing the query needs more memory than there is.', error) : error,
    )
  }
}

/**
 * A bundle has the thread's own bundle next to it. Tests and development run the sources, which Node cannot load by
 * itself.
 */
function startWorker(): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: heapMb }
  if (!/\.ts(\?|$)/.test(import.meta.url)) {
    return new Worker(new URL('./translator.cjs', import.meta.url), { resourceLimits })
  }
  const source = JSON.stringify(new URL('./translator-thread.ts', import.meta.url).href)
  const load = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${source}, ${source}))`
  return new Worker(load, { resourceLimits, eval: true })
}
