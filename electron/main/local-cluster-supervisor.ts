import type { LocalClusterStatus } from '../domain/schema/connection'
import { StudioError, toWireError } from '../domain/studio-error'

/** A running local cluster, in its own process. */
export interface RunningCluster {
  readonly clusterUri: string
  /** Settles when the process is gone, whatever the reason; never rejects. */
  readonly exited: Promise<{ readonly reason: string }>
  /** Asks it to end, and kills it if it does not. */
  stop(): Promise<void>
}

/** Starts the process and waits until it answers. Rejects with a reason if it does not. */
type StartCluster = () => Promise<RunningCluster>

/** Milliseconds before each new attempt after a crash; after the last one it stays down. */
const backOffMs = [1000, 2000, 4000]
/** A cluster that ran this long is not in a crash loop, so the attempts start over. */
const healthyAfterMs = 60_000

/** Keeps one local cluster running: restarts it after a crash, three times, and then shows that it is down. */
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

  /** Whether a cluster URI belongs to the local cluster, now or when it last ran. */
  isLocalCluster(clusterUri: string): boolean {
    return clusterUri === this.#lastUri
  }

  /**
   * Returns the running cluster, starting it if it is down.
   *
   * @throws StudioError `LocalClusterFailed` if it cannot be started
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

  /** Shuts it down properly. Calls that are waiting for it to start then fail. */
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
    this.#startedAt = performance.now()
    this.#lastUri = running.clusterUri
    void running.exited.then(({ reason }) => this.#handleExit(running, reason))
    return this.#change({ state: 'running', clusterUri: running.clusterUri, error: null })
  }

  #handleExit(cluster: RunningCluster, reason: string): void {
    if (this.#running !== cluster || this.#info.state === 'stopping') return
    this.#running = undefined
    if (performance.now() - this.#startedAt >= healthyAfterMs) this.#attempt = 0
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
