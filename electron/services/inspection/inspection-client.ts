import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { childMessage, type InspectionAnswer, type InspectionCall } from '../../inspection/protocol'
import type { Check } from '../../domain/schema/inspection'
import { fromWireError, StudioError } from '../../domain/studio-error'
import { canceled } from '../deadline'
import type { WriteLog } from '../logger'
import type { InspectionProcess, StartInspection } from './inspection-process'

/** Longest time that a start may take, and that the process may take to end by itself. */
const startTimeoutMs = 20_000
const stopTimeoutMs = 2000

/** What an answer has at least. */
const callOf = z.looseObject({ callId: z.number() })

interface Pending {
  readonly onShare: ((share: number) => void) | undefined
  resolve(answer: InspectionAnswer): void
  reject(error: StudioError): void
}

interface Running {
  readonly process: InspectionProcess
  readonly pending: Map<number, Pending>
  readonly folder: string
}

/** Talks to the process that looks into sources. One that died is started again by the next call. */
export class InspectionClient {
  readonly #start: StartInspection
  readonly #log: WriteLog
  readonly #onCheck: (run: number, check: Check) => void
  readonly #onGone: () => void
  #running: Promise<Running> | undefined
  #calls = 0
  #ended = false

  constructor(options: {
    readonly start: StartInspection
    readonly log: WriteLog
    readonly onCheck: (run: number, check: Check) => void
    /** The process is gone, and all that it knew. */
    readonly onGone: () => void
  }) {
    this.#start = options.start
    this.#log = options.log
    this.#onCheck = options.onCheck
    this.#onGone = options.onGone
  }

  /** @throws StudioError what the process refused with, `Canceled`, or a retryable one when it died. */
  async call(
    call: InspectionCall,
    signal?: AbortSignal,
    onShare?: (share: number) => void,
  ): Promise<InspectionAnswer> {
    if (signal?.aborted === true) throw canceled('Looking')
    const { process, pending } = await this.#ensure()
    const callId = ++this.#calls
    const cancel = (): void => process.send({ kind: 'cancel', callId })
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      return await new Promise<InspectionAnswer>((resolve, reject) => {
        pending.set(callId, { resolve, reject, onShare })
        process.send({ kind: 'call', callId, call })
      })
    } finally {
      pending.delete(callId)
      signal?.removeEventListener('abort', cancel)
    }
  }

  async check(lookId: string, run: number): Promise<void> {
    ;(await this.#ensure()).process.send({ kind: 'check', lookId, run })
  }

  /** Sends to a process that runs; nothing is started for it. */
  async tell(kind: 'stop' | 'close', lookId: string): Promise<void> {
    const running = await this.#running?.catch(() => undefined)
    running?.process.send({ kind, lookId })
  }

  /** Ends the process. */
  async end(): Promise<void> {
    this.#ended = true
    const running = await this.#running?.catch(() => undefined)
    if (running === undefined) return
    const kill = setTimeout(() => running.process.kill(), stopTimeoutMs)
    running.process.send({ kind: 'end' })
    await running.process.exited
    clearTimeout(kill)
    await rm(running.folder, { recursive: true, force: true })
  }

  #ensure(): Promise<Running> {
    if (this.#ended) return Promise.reject(canceled('Looking'))
    if (this.#running === undefined) {
      const running = this.#open()
      this.#running = running
      running.catch(() => this.#forget(running))
    }
    return this.#running
  }

  #forget(running: Promise<Running>): void {
    if (this.#running === running) this.#running = undefined
  }

  async #open(): Promise<Running> {
    const process = this.#start()
    const folder = mkdtempSync(join(tmpdir(), 'kusto-studio-inspection-'))
    const pending = new Map<number, Pending>()
    const running = { process, pending, folder }
    process.onOutput((text) => this.#log('inspection', text))
    const current = (): Promise<Running> | undefined => this.#running
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => process.kill(), startTimeoutMs)
      process.onMessage((value) => {
        if (this.#receive(value, pending)) {
          clearTimeout(late)
          resolve()
        }
      })
      void process.exited.then((reason) => {
        clearTimeout(late)
        reject(died(reason))
        const mine = current()
        if (mine !== undefined) this.#forget(mine)
        for (const call of pending.values()) call.reject(died(reason))
        void rm(folder, { recursive: true, force: true }).catch(() => undefined)
        if (this.#ended) return
        this.#log('inspection', reason)
        this.#onGone()
      })
      process.send({ kind: 'start', folder: join(folder, 'work') })
    })
    return running
  }

  /** Returns true for the message that the process is ready. */
  #receive(value: unknown, pending: ReadonlyMap<number, Pending>): boolean {
    const parsed = childMessage.safeParse(value)
    if (!parsed.success) {
      this.#log('inspection', 'It sent a message that is not of the protocol')
      // Nobody is left to wait for it.
      const call = callOf.safeParse(value)
      if (call.success) pending.get(call.data.callId)?.reject(died('Its answer could not be read.'))
      return false
    }
    const message = parsed.data
    switch (message.kind) {
      case 'ready':
        return true
      case 'answer':
        pending.get(message.callId)?.resolve(message.answer)
        break
      case 'refused':
        pending.get(message.callId)?.reject(fromWireError(message.error))
        break
      case 'separating':
        pending.get(message.callId)?.onShare?.(message.share)
        break
      case 'checked':
        this.#onCheck(message.run, message.check)
        break
      case 'log':
        this.#log('inspection', message.line)
        break
    }
    return false
  }
}

/** The failure of what was under way when the process ended. */
export function died(details?: string): StudioError {
  return new StudioError('Unexpected', 'Looking into the source stopped unexpectedly.', {
    retryable: true,
    nextStep: 'Look at it again. If it stops again, send it without looking.',
    ...(details === undefined ? {} : { details }),
  })
}
