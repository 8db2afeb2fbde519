import { utilityProcess, type UtilityProcess } from 'electron'
import { mkdirSync } from 'node:fs'
import { childMessage, type ParentMessage } from '../local-cluster/process/protocol'
import { forget, localClusterFiles, readPort, writePort, writeToken } from '../services/local-cluster-files'
import type { WriteLog } from '../services/logger'
import type { RunningCluster } from './local-cluster-supervisor'

/** How to start the local cluster's process. */
interface LocalClusterProcessOptions {
  /** The bundle to run. */
  readonly entry: string
  readonly dataDir: string
  /** The home folder, which keeps the port and, while it runs, the token. */
  readonly home: string
  /** The bearer token that it asks its clients for. */
  readonly token: string
  /** Whether it reads blobs from other servers on this machine. */
  readonly allowLocalBlobs: boolean
  readonly log: WriteLog
}

/** Longest time that a start may take: a large store replays its log. */
const startTimeoutMs = 60_000
/** Longest time that it may take to end by itself. */
const stopTimeoutMs = 4_000

/**
 * Starts the local cluster in a utility process and waits until it is ready. If the port of its last run is taken, it
 * gets another one.
 *
 * @throws Error with the reason if it does not start
 */
export async function startLocalClusterProcess(options: LocalClusterProcessOptions): Promise<RunningCluster> {
  const { dataDir, home } = options
  const { port: portFile } = localClusterFiles(home)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const port = readPort(portFile)
  try {
    return await startOn(port, options)
  } catch (error) {
    if (!(error instanceof StartFailure) || error.code !== 'PortInUse' || port === 0) throw error
    forget(portFile)
    return await startOn(0, options)
  }
}

class StartFailure extends Error {
  override readonly name = 'StartFailure'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

async function startOn(port: number, options: LocalClusterProcessOptions): Promise<RunningCluster> {
  const { entry, dataDir, home, token, allowLocalBlobs, log } = options
  const files = localClusterFiles(home)
  const child = utilityProcess.fork(entry, [], { serviceName: 'Local cluster', stdio: 'pipe' })
  for (const [stream, severity] of [
    [child.stdout, 'note'],
    [child.stderr, 'error'],
  ] as const) {
    stream?.on('data', (data: Buffer) => log('local-cluster', data.toString().trimEnd(), undefined, severity))
  }
  const exited = new Promise<{ reason: string }>((resolve) => {
    child.once('exit', (code) => resolve({ reason: `Its process ended with code ${code}.` }))
  })
  const post = (message: ParentMessage): void => child.postMessage(message)
  try {
    const clusterUri = await ready(child, exited, log, () => {
      post({ kind: 'start', options: { port, dataDir, token, allowLocalBlobs } })
    })
    writePort(files.port, Number(new URL(clusterUri).port))
    writeToken(files.token, token)
    return {
      clusterUri,
      exited,
      stop: async () => {
        forget(files.token)
        await stop(child, exited, () => post({ kind: 'close' }))
      },
    }
  } catch (error) {
    child.kill()
    await exited
    throw error
  }
}

async function ready(
  child: UtilityProcess,
  exited: Promise<{ reason: string }>,
  log: WriteLog,
  start: () => void,
): Promise<string> {
  return await new Promise((resolve, reject) => {
    const late = (): void =>
      reject(new StartFailure('Failed', `It was not ready in ${startTimeoutMs / 1000} s.`))
    const deadline = setTimeout(late, startTimeoutMs)
    child.on('message', (value: unknown) => {
      const message = childMessage.safeParse(value)
      if (!message.success) {
        log('local-cluster', 'It sent a message that is not of the protocol')
        return
      }
      if (message.data.kind === 'log')
        log('local-cluster', message.data.line, undefined, message.data.isNote ? 'note' : 'error')
      else clearTimeout(deadline)
      if (message.data.kind === 'ready') resolve(message.data.clusterUri)
      if (message.data.kind === 'failed') reject(new StartFailure(message.data.code, message.data.message))
    })
    void exited.then(({ reason }) => reject(new StartFailure('Failed', reason)))
    child.once('spawn', start)
  })
}

async function stop(child: UtilityProcess, exited: Promise<unknown>, close: () => void): Promise<void> {
  const kill = setTimeout(() => child.kill(), stopTimeoutMs)
  close()
  await exited
  clearTimeout(kill)
}
