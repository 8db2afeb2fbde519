import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Check, Look, Target } from '../../domain/schema/inspection'
import type { Reading } from '../../domain/schema/reading'
import { StudioError, toWireError } from '../../domain/studio-error'
import type { SourcePlace } from '../../inspection/protocol'
import { canceled } from '../deadline'
import { createEmitter } from '../emitter'
import type { WriteLog } from '../logger'
import type { InspectionService } from '../studio-services'
import type { Separate } from '../jobs/upload/separate-source'
import { foreseenBy } from './foresight'
import { died, InspectionClient } from './inspection-client'
import type { StartInspection } from './inspection-process'
import { SourcePlaces, type RegisteredPlaces } from './source-place'

/** The service, and its end. */
export interface OwnedInspectionService extends InspectionService {
  /** @throws StudioError what is wrong with the source, `Canceled`, or a retryable one if the process died. */
  readonly separate: Separate
  end(): Promise<void>
}

interface KnownLook {
  readonly place: SourcePlace
  readonly reading: Reading | null
  readonly target: Target | null
  readonly names: readonly string[] | undefined
  /** Paste that was written to disk for it. */
  readonly pasteFile: string | undefined
  /** What the process found; null once that process is gone, and taken again when it is needed. */
  taken: Promise<Look> | null
  /** Why the source cannot be read; null if it can. */
  problem: Look['problem']
  check: Check
  /** Number of the check that runs or ran last; 0: none did. */
  run: number
  /** Who waits for its check. */
  waiting: number
  /** Whether it goes once nobody waits for its check. */
  isClosed: boolean
  /** Fires when nothing more is heard of it: it was closed, or another look took its id. */
  readonly gone: AbortController
}

/** Makes the service. Without `start` every look is refused. */
export function createInspectionService(options: {
  readonly start: StartInspection | undefined
  readonly sources: RegisteredPlaces
  readonly log: WriteLog
}): OwnedInspectionService {
  const { start, sources, log } = options
  const changes = createEmitter<Check>((error) => log('inspection', 'A listener failed', error))
  const looks = new Map<string, KnownLook>()
  let runs = 0
  const places = new SourcePlaces(sources)

  const publish = (known: KnownLook, check: Omit<Check, 'revision'>): Check => {
    known.check = { ...check, revision: known.check.revision + 1 }
    changes.emit(known.check)
    return known.check
  }

  const client = new InspectionClient({
    start: start ?? noProcess,
    log,
    onCheck(run, check) {
      const known = looks.get(check.lookId)
      if (known?.run === run) publish(known, check)
    },
    onGone() {
      for (const known of looks.values()) {
        known.taken = null
        if (known.check.status === 'running')
          publish(known, { ...known.check, status: 'failed', error: toWireError(died()) })
      }
    },
  })

  /** Takes a look, or joins the one under way: of two, the later would stop the check that the earlier one began. */
  const take = async (lookId: string, known: KnownLook, signal?: AbortSignal): Promise<Look> => {
    known.taken ??= takeAnew(lookId, known, signal).catch((error: unknown) => {
      known.taken = null
      throw error
    })
    return await known.taken
  }

  const takeAnew = async (lookId: string, known: KnownLook, signal?: AbortSignal): Promise<Look> => {
    const { place, reading, target } = known
    const names = known.names === undefined ? {} : { names: [...known.names] }
    const call = { method: 'look' as const, lookId, source: place, reading, target, ...names }
    const answer = await client.call(call, signal)
    if (answer.method !== 'look') throw died('It gave another answer.')
    known.problem = answer.look.problem
    const { columns, findings, read } = answer.look
    known.check = { ...known.check, columns, findings, read }
    return answer.look
  }

  const entry = (lookId: string): KnownLook => {
    const known = looks.get(lookId)
    if (known !== undefined) return known
    throw notKnown()
  }

  /** Lets go of a look's paste, and of those who wait for its check. */
  const drop = (lookId: string): void => {
    const known = looks.get(lookId)
    looks.delete(lookId)
    known?.gone.abort()
    if (known?.pasteFile !== undefined) void rm(known.pasteFile, { force: true }).catch(() => undefined)
  }

  const startCheck = async (lookId: string, known: KnownLook, run: number): Promise<void> => {
    try {
      await take(lookId, known)
      if (known.run !== run) return
      // The process keeps nothing of what it cannot read, and would not answer.
      if (known.problem !== null) publish(known, { ...known.check, status: 'failed', error: known.problem })
      else await client.check(lookId, run)
    } catch (error) {
      if (known.run !== run || known.check.status !== 'running') return
      publish(known, { ...known.check, status: 'failed', error: toWireError(error) })
    }
  }

  const close = (lookId: string): void => {
    drop(lookId)
    void client.tell('close', lookId)
  }

  const check = (lookId: string): Check => {
    const known = entry(lookId)
    known.run = ++runs
    const told = publish(known, { ...known.check, status: 'running', error: null })
    void startCheck(lookId, known, known.run)
    return told
  }

  const whole = async (lookId: string, signal: AbortSignal): Promise<Check> => {
    const known = entry(lookId)
    known.waiting += 1
    let forget: () => void = () => undefined
    let isCanceled: () => void = () => undefined
    let isGone: () => void = () => undefined
    try {
      return await new Promise<Check>((resolve, reject) => {
        isCanceled = () => reject(canceled('The check'))
        signal.addEventListener('abort', isCanceled, { once: true })
        isGone = () => reject(notKnown())
        known.gone.signal.addEventListener('abort', isGone, { once: true })
        forget = changes.subscribe((change) => {
          if (change.lookId === lookId && change.status !== 'running') resolve(change)
        })
        if (known.run === 0) check(lookId)
        else if (known.check.status !== 'running') resolve(known.check)
      })
    } finally {
      forget()
      signal.removeEventListener('abort', isCanceled)
      known.gone.signal.removeEventListener('abort', isGone)
      known.waiting -= 1
      if (known.isClosed && known.waiting === 0 && looks.get(lookId) === known) close(lookId)
    }
  }

  return {
    async look({ source, lookId = randomUUID(), reading, target, names }, signal) {
      const { place, pasteFile } = await places.of(source)
      drop(lookId)
      const known: KnownLook = {
        place,
        reading: reading ?? null,
        target,
        names,
        pasteFile,
        taken: null,
        problem: null,
        check: neverChecked(lookId),
        run: 0,
        waiting: 0,
        isClosed: false,
        gone: new AbortController(),
      }
      looks.set(lookId, known)
      try {
        return await take(lookId, known, signal)
      } catch (error) {
        if (looks.get(lookId) === known) drop(lookId)
        throw error
      }
    },
    async rows(request, signal) {
      const known = entry(request.lookId)
      await take(request.lookId, known, signal)
      const answer = await client.call({ method: 'rows', ...request }, signal)
      if (answer.method !== 'rows') throw died('It gave another answer.')
      return [...answer.rows]
    },
    check,
    stop(lookId) {
      const known = entry(lookId)
      if (known.check.status !== 'running') return known.check
      void client.tell('stop', lookId)
      return publish(known, { ...known.check, status: 'stopped' })
    },
    whole,
    close(lookId) {
      const known = looks.get(lookId)
      if (known !== undefined && known.waiting > 0) known.isClosed = true
      else close(lookId)
    },
    onChange: changes.subscribe,
    async separate({ path, name, ...what }, signal) {
      const { reading, target, leaveOut, keptPath, rejectedPath } = what
      const source = { kind: 'file' as const, path, name }
      const call = { method: 'separate' as const, source, reading, target, leaveOut, keptPath, rejectedPath }
      const answer = await client.call(call, signal, what.onShare)
      if (answer.method !== 'separate') throw died('It gave another answer.')
      const { leftOut, ...kept } = answer.separated
      return { leftOut, kept: foreseenBy({ ...kept, isWhole: true }, target, what.isAccepted) }
    },
    async end() {
      await client.end()
      await places.end()
    },
  }
}

function neverChecked(lookId: string): Check {
  return {
    lookId,
    revision: 0,
    status: 'stopped',
    read: { bytesRead: 0, bytesTotal: null, records: 0, isWhole: false },
    columns: [],
    findings: [],
    error: null,
  }
}

function notKnown(): StudioError {
  return new StudioError('RequestInvalid', 'This look is not known any more.', {
    retryable: true,
    nextStep: 'Look at the source again.',
  })
}

function noProcess(): never {
  throw new StudioError('RequestInvalid', 'This program cannot look into sources.', {
    nextStep: 'Send it without looking.',
  })
}
