import type { LocalClusterStatus } from '../domain/schema/connection'
import { StudioError, toWireError } from '../domain/studio-error'

/** A local cluster that is up, in a process of its own. */
export interface RunningCluster {
  readonly clusterUri: string
  /** Settles when the process is gone, for whatever reason; never rejects. */
  readonly exited: Promise<{ readonly reason: string }>
  /** Asks it to end, and makes it end when it does not. */
  stop(): Promise<void>
}

/** Starts the process and waits until it answers. Rejects with a reason when it does not. */
export type StartCluster = () => Promise<RunningCluster>

/** Milliseconds before each new attempt after a crash; after the last one it stays down. */
const backOffMs = [1000, 2000, 4000]
/** A cluster that ran this long is not in a crash loop: the attempts count from the start again. */
const healthyAfterMs = 60_000

/** Keeps the local cluster up: one at a time, started again after a crash, three times, then visibly down. */
export class LocalClusterSupervisor {
  readonly #startCluster: StartCluster
  readonly #onChange: (info: LocalClusterStatus) => void
  #info: LocalClusterStatus = { state: 'stopped', clusterUri: null, error: null }
  #running: RunningCluster | undefined
  #starting: Promise<LocalClusterStatus> | undefined
  #attempt = 0
  #startedAt = 0
  #timer: NodeJS.Timeout | undefined
  #isWanted = false
  #lastUri: string | undefined

  constructor(startCluster: StartCluster, onChange: (info: LocalClusterStatus) => void) {
    this.#startCluster = startCluster
    this.#onChange = onChange
  }

  info(): LocalClusterStatus {
    return this.#info
  }

  /** Whether a cluster URI is that of the local cluster, now or when it last ran. */
  isLocalCluster(clusterUri: string): boolean {
    return clusterUri === this.#lastUri
  }

  /**
   * Gives the running cluster, starting it when it is down.
   *
   * @throws StudioError `LocalClusterFailed` when it cannot be started
   */
  async start(): Promise<LocalClusterStatus & { readonly clusterUri: string }> {
    this.#isWanted = true
    if (this.#info.state === 'running') return withUri(this.#info)
    try {
      return withUri(await this.#startOnce())
    } catch (cause) {
      const failure = notStarted(cause)
      this.#change({ state: 'crashed', clusterUri: null, error: toWireError(failure) })
      throw failure
    }
  }

  /** Stops it if it runs, and starts it with all its attempts again. */
  async restart(): Promise<LocalClusterStatus> {
    await this.stop()
    this.#attempt = 0
    return await this.start()
  }

  /** Ends it in order. Calls that wait for its start then fail. */
  async stop(): Promise<void> {
    this.#isWanted = false
    clearTimeout(this.#timer)
    await this.#starting?.catch(() => undefined)
    const running = this.#running
    if (running !== undefined) {
      this.#change({ state: 'stopping', clusterUri: null, error: null })
      await running.stop()
      await running.exited
      this.#running = undefined
    }
    this.#change({ state: 'stopped', clusterUri: null, error: null })
  }

  #startOnce(): Promise<LocalClusterStatus> {
    clearTimeout(this.#timer)
    this.#starting ??= this.#attemptStart().finally(() => (this.#starting = undefined))
    return this.#starting
  }

  async #attemptStart(): Promise<LocalClusterStatus> {
    this.#change({ state: 'starting', clusterUri: null, error: null })
    const running = await this.#startCluster()
    this.#running = running
    this.#startedAt = Date.now()
    this.#lastUri = running.clusterUri
    void running.exited.then(({ reason }) => this.#handleExit(running, reason))
    return this.#change({ state: 'running', clusterUri: running.clusterUri, error: null })
  }

  #handleExit(cluster: RunningCluster, reason: string): void {
    if (this.#running !== cluster || this.#info.state === 'stopping') return
    this.#running = undefined
    if (Date.now() - this.#startedAt >= healthyAfterMs) this.#attempt = 0
    this.#scheduleRestart(reason)
  }

  #scheduleRestart(reason: string): void {
    const error = toWireError(
      new StudioError('LocalClusterFailed', 'The local cluster stopped unexpectedly.', {
        retryable: true,
        nextStep: 'Start it again. If it stops again, the log says why (Help, Show log).',
        details: reason,
      }),
    )
    const wait = backOffMs[this.#attempt]
    if (wait === undefined || !this.#isWanted) {
      this.#change({ state: 'crashed', clusterUri: null, error })
      return
    }
    this.#attempt++
    this.#change({ state: 'starting', clusterUri: null, error })
    this.#timer = setTimeout(() => {
      this.#startOnce().catch((failure: unknown) => {
        this.#scheduleRestart(failure instanceof Error ? failure.message : String(failure))
      })
    }, wait)
  }

  #change(info: LocalClusterStatus): LocalClusterStatus {
    this.#info = info
    this.#onChange(info)
    return info
  }
}

function withUri(info: LocalClusterStatus): LocalClusterStatus & { readonly clusterUri: string } {
  const { clusterUri } = info
  if (clusterUri === null) throw new Error('It was stopped while it started')
  return { ...info, clusterUri }
}

function notStarted(cause: unknown): StudioError {
  return new StudioError('LocalClusterFailed', 'The local cluster could not be started.', {
    retryable: true,
    nextStep: 'Try again. If it fails again, the log says why (Help, Show log).',
    details: cause instanceof Error ? cause.message : String(cause),
    cause,
  })
}
