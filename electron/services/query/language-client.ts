import { Mutex } from '../../domain/concurrency/mutex'
import { StudioError } from '../../domain/studio-error'
import type {
  LanguageAnswers,
  LanguageJob,
  LanguageReply,
  LanguageSchema,
  SentSchema,
} from '../../language/protocol'
import { canceled, withDeadline } from '../deadline'
import type { WriteLog } from '../logger'
import type { LanguageThread, StartLanguage } from './language-thread'

/** Longest that one job may take. Loading the parser comes first: seconds of work, on a busy machine a minute. */
const limits = { startMs: 120_000, jobMs: 10_000 }
/** An unused thread gives its memory back. */
const idleMs = 10 * 60_000

interface Running {
  readonly thread: LanguageThread
  readonly ready: Promise<void>
  /** The schema that the thread has. */
  sent: number
}

/** Asks the thread that reads KQL. A thread that is gone, or stuck in a script, is replaced at the next question. */
export class LanguageClient {
  readonly #start: StartLanguage
  readonly #log: WriteLog
  readonly #turns = new Mutex()
  readonly #numbers = new WeakMap<LanguageSchema, number>()
  #lastNumber = 0
  #running: Running | undefined
  #waiting: ((reply: LanguageReply | Error) => void) | undefined
  #idle: NodeJS.Timeout | undefined
  #ended = false

  constructor(start: StartLanguage, log: WriteLog) {
    this.#start = start
    this.#log = log
  }

  /**
   * Asks once its turn comes.
   *
   * @param make The job; `send` names a schema for the thread.
   * @throws StudioError `Canceled`, or `QueryFailed` if the script is too complex to read.
   */
  async ask<Kind extends LanguageJob['kind']>(
    make: (send: (schema: LanguageSchema | null) => SentSchema) => Extract<LanguageJob, { kind: Kind }>,
    signal?: AbortSignal,
  ): Promise<LanguageAnswers[Kind]> {
    return await this.#turns.run(async () => {
      if (signal?.aborted === true || this.#ended) throw canceled('Reading the query')
      const running = this.#ensure()
      await this.#started(running)
      const reply = await this.#exchange(running, make)
      this.#rest()
      if (reply instanceof Error || reply.kind !== 'answer') throw notReadable(reasonOf(reply))
      return reply.answer as LanguageAnswers[Kind]
    })
  }

  /** Ends the thread for good. */
  end(): void {
    this.#ended = true
    this.#stop()
  }

  #exchange<Kind extends LanguageJob['kind']>(
    running: Running,
    make: (send: (schema: LanguageSchema | null) => SentSchema) => Extract<LanguageJob, { kind: Kind }>,
  ): Promise<LanguageReply | Error> {
    return new Promise((resolve) => {
      // A thread that does not answer in time is stuck for good; stopping it settles this.
      const late = setTimeout(() => this.#stop(), limits.jobMs)
      this.#waiting = (reply) => {
        clearTimeout(late)
        resolve(reply)
      }
      running.thread.post(make((schema) => this.#name(schema, running)))
    })
  }

  async #started({ ready }: Running): Promise<void> {
    try {
      await withDeadline({ what: 'The parser', timeoutMs: limits.startMs }, () => ready)
    } catch (error) {
      this.#stop()
      throw notStarted(error)
    }
  }

  #name(schema: LanguageSchema | null, running: Running): SentSchema {
    if (schema === null) return null
    const number = this.#numbers.get(schema) ?? ++this.#lastNumber
    this.#numbers.set(schema, number)
    if (running.sent === number) return { number }
    running.sent = number
    return { number, schema }
  }

  #ensure(): Running {
    if (this.#running !== undefined) return this.#running
    const thread = this.#start()
    const ready = new Promise<void>((resolve, reject) => {
      thread.onReply((reply) => {
        if (reply.kind === 'ready') resolve()
        else this.#settle(reply)
      })
      void thread.gone.then((reason) => {
        reject(new Error(reason))
        if (this.#running?.thread !== thread) return
        this.#running = undefined
        this.#log('language', reason)
        this.#settle(new Error(reason))
      })
    })
    ready.catch(() => undefined)
    this.#running = { thread, ready, sent: 0 }
    return this.#running
  }

  #settle(reply: LanguageReply | Error): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.(reply)
  }

  #rest(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => this.#stop(), idleMs).unref()
  }

  #stop(): void {
    clearTimeout(this.#idle)
    const running = this.#running
    this.#running = undefined
    this.#settle(new Error('The thread was ended.'))
    running?.thread.end()
  }
}

function reasonOf(reply: LanguageReply | Error): string | undefined {
  if (reply instanceof Error) return reply.message
  return reply.kind === 'failed' ? reply.message : undefined
}

function notReadable(details: string | undefined): StudioError {
  return new StudioError(
    'QueryFailed',
    'The query is too complex for the studio to read, so it was not run.',
    {
      nextStep: 'Make it shorter, or split it.',
      ...(details === undefined ? {} : { details }),
    },
  )
}

function notStarted(cause: unknown): StudioError {
  return new StudioError('Unexpected', 'The part of the studio that reads queries did not start.', {
    retryable: true,
    nextStep: 'Run the query again. If it happens again, start the studio anew.',
    ...(cause instanceof Error ? { details: cause.message } : {}),
    cause,
  })
}
