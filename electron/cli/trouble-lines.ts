import type { JobSnapshot, Trouble } from '../domain/schema/job'
import type { Terminal } from './terminal'

/**
 * Says what is holding jobs up while the studio retries: each reason once, until a different one comes. For a program,
 * each try is an event of its own.
 */
export class TroubleLines {
  readonly #terminal: Terminal
  readonly #json: boolean
  readonly #told = new Map<string, string>()

  constructor(terminal: Terminal, json: boolean) {
    this.#terminal = terminal
    this.#json = json
  }

  tell(job: JobSnapshot): void {
    const { trouble } = job
    const line =
      trouble === null
        ? ''
        : [trouble.message, trouble.nextStep, triesAgain(trouble)].filter(Boolean).join(' ')
    this.#say(job.jobId, line)
    if (this.#json) this.#tellProgram(job)
    const held = job.sources.filter((source) => source.trouble !== null)
    const [first, ...others] = held
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    const reason = first?.trouble?.message ?? ''
    this.#say(
      `${job.jobId} sources`,
      first === undefined ? '' : `${first.name}${more}: not yet ingested: ${reason}`,
    )
  }

  #tellProgram({ jobId, trouble }: JobSnapshot): void {
    const key = `${jobId} event`
    const event = trouble === null ? goingOn(jobId) : waitingFor(jobId, trouble)
    const line = JSON.stringify(event)
    const before = this.#told.get(key)
    if (before === line || (before === undefined && trouble === null)) return
    this.#told.set(key, line)
    this.#terminal.result(line)
  }

  #say(of: string, line: string): void {
    if (this.#told.get(of) === line) return
    this.#told.set(of, line)
    if (line !== '') this.#terminal.note(line)
  }
}

/** A job waits for its cluster. Times are milliseconds since the epoch; null where nothing is planned. */
interface WaitingEvent {
  readonly event: 'waiting'
  readonly jobId: string
  readonly message: string
  readonly nextStep: string | null
  readonly since: number
  readonly nextTryAt: number | null
  readonly givesUpAt: number | null
}

function waitingFor(jobId: string, trouble: Trouble): WaitingEvent {
  const { message, nextStep = null, since, nextTryAt = null, givesUpAt = null } = trouble
  return { event: 'waiting', jobId, message, nextStep, since, nextTryAt, givesUpAt }
}

/** Nothing holds the job up any more. */
function goingOn(jobId: string): { readonly event: 'goingOn'; readonly jobId: string } {
  return { event: 'goingOn', jobId }
}

/** Waits this long are ordinary, and would be a new line each time. */
const ordinaryWaitMs = 31_000

/** When the studio tries again, and until when. */
export function triesAgain(
  { nextTryAt, givesUpAt }: Pick<Trouble, 'nextTryAt' | 'givesUpAt'>,
  now = Date.now(),
): string {
  const clockOf = (at: number): string => new Date(at).toLocaleTimeString('en-GB')
  const isLong = nextTryAt !== undefined && nextTryAt - now > ordinaryWaitMs
  const next = isLong ? ` at ${clockOf(nextTryAt)}` : ''
  const last = givesUpAt === undefined ? '' : `${isLong ? ',' : ''} until ${clockOf(givesUpAt)} at most`
  return `Trying again${next}${last}.`
}
