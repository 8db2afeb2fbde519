import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check, Look } from '../domain/schema/inspection'
import { StudioError, toWireError } from '../domain/studio-error'
import { EngineError, type DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { openEngine } from './engine'
import { fileFailure } from '../domain/file-failure'
import { openSource } from './open-source'
import type { InspectionAnswer, InspectionCall, Separated, SourcePlace } from './protocol'
import { separate } from './separation'
import { SourceCheck } from './source-check'
import { SourceLook, unknownLook } from './source-look'

interface Known {
  readonly look: SourceLook
  check: SourceCheck | undefined
}

/** Looks into sources and checks them, one DuckDB for all. */
export class Inspector {
  readonly #folder: string
  readonly #engine: Promise<DuckDbEngine>
  readonly #looks = new Map<string, Known>()
  readonly #tell: (run: number, check: Check) => void
  readonly #log: (line: string) => void
  #number = 0

  /** @param options.folder For temporary files; what is in it is removed. */
  constructor(options: {
    readonly folder: string
    readonly tell: (run: number, check: Check) => void
    readonly log: (line: string) => void
    /** The engine broke for good. */
    readonly onFatal: () => void
  }) {
    this.#folder = options.folder
    this.#tell = options.tell
    this.#log = options.log
    this.#engine = prepare(options.folder, options.onFatal)
    this.#engine.catch(() => undefined)
  }

  /** Resolves when the first call will not have to wait. */
  async ready(): Promise<void> {
    await this.#engine
  }

  /** @param onShare Told how far a separation is. @throws StudioError */
  async answer(
    call: InspectionCall,
    signal: AbortSignal,
    onShare: (share: number) => void,
  ): Promise<InspectionAnswer> {
    if (call.method === 'look') return { method: 'look', look: await this.#look(call, signal) }
    if (call.method === 'separate')
      return { method: 'separate', separated: await this.#separate(call, signal, onShare) }
    const { look, check } = this.#known(call.lookId)
    const rows = await look.rows(call.which, call.offset, call.limit, check?.part ?? look.check)
    return { method: 'rows', rows }
  }

  /** Starts the check of a source, anew if one is running. @throws StudioError */
  async check(lookId: string, run: number): Promise<void> {
    const known = this.#known(lookId)
    known.check?.stop()
    const check = new SourceCheck(await this.#engine, known.look, {
      file: join(this.#folder, `check-${++this.#number}`),
      tell: (told) => this.#tell(run, told),
    })
    known.check = check
    await check.run()
  }

  stop(lookId: string): void {
    this.#looks.get(lookId)?.check?.stop()
  }

  async close(lookId: string): Promise<void> {
    const known = this.#looks.get(lookId)
    this.#looks.delete(lookId)
    known?.check?.stop()
    await known?.look.dispose()
    await known?.look.source.close()
  }

  async #separate(
    call: Extract<InspectionCall, { method: 'separate' }>,
    signal: AbortSignal,
    onShare: (share: number) => void,
  ): Promise<Separated> {
    const { source: place, reading, target, leaveOut, keptPath, rejectedPath } = call
    const engine = await this.#engine
    const number = ++this.#number
    try {
      const source = await openSource(place, signal)
      const names = { table: `separate${number}`, file: join(this.#folder, `separate-${number}`) }
      try {
        const look = await SourceLook.take(engine, source, { lookId: '', reading, target, signal, ...names })
        try {
          const { file } = names
          return await separate(engine, look, { leaveOut, keptPath, rejectedPath, signal, file, onShare })
        } finally {
          await look.dispose()
        }
      } finally {
        await source.close()
      }
    } catch (error) {
      throw signal.aborted ? error : lookFailure(error, place)
    }
  }

  #known(lookId: string): Known {
    const known = this.#looks.get(lookId)
    if (known === undefined) throw unknownLook()
    return known
  }

  async #look(
    { lookId, source: place, reading, target, names }: Extract<InspectionCall, { method: 'look' }>,
    signal: AbortSignal,
  ): Promise<Look> {
    const engine = await this.#engine
    const number = ++this.#number
    try {
      const source = await openSource(place, signal)
      try {
        const look = await SourceLook.take(engine, source, {
          lookId,
          reading,
          target,
          names,
          signal,
          table: `look${number}`,
          file: join(this.#folder, `look-${number}`),
        })
        const told = await look.tell()
        await this.close(lookId)
        this.#looks.set(lookId, { look, check: undefined })
        return told
      } catch (error) {
        await source.close()
        throw error
      }
    } catch (error) {
      if (signal.aborted) throw error
      if (error instanceof EngineError) this.#log(`look: ${error.message.slice(0, 500)}`)
      const failure = lookFailure(error, place)
      return unreadable(lookId, place, failure)
    }
  }
}

async function prepare(folder: string, onFatal: () => void): Promise<DuckDbEngine> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return await openEngine(join(folder, 'spill'), onFatal)
}

function lookFailure(error: unknown, place: SourcePlace): StudioError {
  if (error instanceof EngineError) return unreadableContent(error, place.name)
  // Text that is nested too deep is so wherever it lies.
  const isOfContent = place.kind === 'file' || error instanceof RangeError
  return isOfContent ? fileFailure(error, place.name) : asStudioError(error, place.display)
}

/** Bytes that are not what their format says; the engine's own reason goes with it. */
function unreadableContent({ message }: EngineError, name: string): StudioError {
  // What the engine says of a statement or of its room is not about the file.
  if (/^(?:Parser|Binder|Catalog|Internal|Not implemented|Out of Memory) Error/i.test(message)) {
    return new StudioError('Unexpected', `“${name}” could not be looked into.`, {
      subject: name,
      nextStep: 'Send it without looking, or read it in another way.',
      details: message.slice(0, 500),
    })
  }
  const reason = (message.split('\n')[0] ?? '')
    .replace(/^([A-Z]\w* )+Error: /, '')
    // It is known which file this is; where it lies is nobody's business.
    .replace(/ (in|of|from|for)? ?file ['"][^'"]*['"]/i, '')
    .slice(0, 300)
  return new StudioError('FormatMismatch', `“${name}” is damaged or cut off: ${reason}`, {
    subject: name,
    nextStep: 'Make or download it again.',
  })
}

function asStudioError(error: unknown, subject: string): StudioError {
  if (error instanceof StudioError) return error
  return new StudioError('BlobUnreachable', `${subject} could not be read.`, {
    subject,
    retryable: true,
    nextStep: 'Check the URI and the network, then try again.',
  })
}

/** The look at what cannot be read. */
function unreadable(lookId: string, place: SourcePlace, problem: StudioError): Look {
  return {
    lookId,
    name: place.name,
    sizeBytes: null,
    compression: 'none',
    reading: null,
    problem: toWireError(problem),
    read: { bytesRead: 0, bytesTotal: null, records: 0, isWhole: false },
    columns: [],
    findings: [],
    rows: [],
  }
}
