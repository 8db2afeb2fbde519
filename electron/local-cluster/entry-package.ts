import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** How to start a cluster. Everything has a default. */
export interface LocalClusterOptions {
  /** Port on 127.0.0.1; 0 or absent: any free one. */
  readonly port?: number
  /** Folder for everything the cluster keeps; absent: nothing is kept after the stop. */
  readonly dataDir?: string
  /** Databases to create if missing; the first one is `database` of the result. Default: `Samples`. */
  readonly databases?: readonly string[]
  /** Commands and queries to run before the cluster is ready, separated by blank lines. */
  readonly seed?: string
  /** Requests must carry this bearer token; absent: whoever reaches the port is let in. */
  readonly token?: string
  /** Serves the status table over https, and writes the certificate (PEM) to this file for clients to trust. */
  readonly certificateFile?: string
  /** With a certificate: serves blobs and queues over https, too. */
  readonly httpsStorage?: boolean
  /** Blob URIs may lead to other servers on this machine and its link, for example to an Azurite. */
  readonly allowLocalBlobs?: boolean
  /** Gets each line of the cluster's log, without secrets. */
  readonly log?: (line: string) => void
}

/** A running cluster, in a process of its own that ends with this one at the latest. */
export interface LocalCluster {
  /** `http://127.0.0.1:port`, for queries, commands and streaming. */
  readonly clusterUri: string
  /** Where queued ingestion goes; here the same address. */
  readonly ingestionUri: string
  readonly database: string
  /** The token given in the options; null: none is needed. */
  readonly token: string | null
  /** Stops the cluster, within seconds. With a `dataDir`, everything accepted is there at the next start. */
  stop(): Promise<void>
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/** What the program prints when it is ready. */
interface Ready {
  readonly clusterUri: string
  readonly ingestUri: string
  readonly database: string
}

/**
 * Starts a cluster, and waits until it is ready.
 *
 * @throws Error with what the cluster said, if it cannot start: a taken port, a folder in use, a seed that fails.
 */
export async function startLocalCluster(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const seedFolder = options.seed === undefined ? undefined : await mkdtemp(join(tmpdir(), 'kusto-seed-'))
  try {
    const arguments_ = argumentsOf(options)
    if (seedFolder !== undefined) {
      const file = join(seedFolder, 'seed')
      await writeFile(file, options.seed ?? '')
      arguments_.push('--seed', file)
    }
    const child = fork(fileURLToPath(new URL('./command-line.cjs', import.meta.url)), arguments_, {
      env: environmentOf(options),
      // Those of a test runner or a debugger are not for the cluster.
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const { clusterUri, ingestUri, database } = await whenReady(child, options.log)
    const stop = (): Promise<void> => end(child)
    const token = options.token ?? null
    return { clusterUri, ingestionUri: ingestUri, database, token, stop, [Symbol.asyncDispose]: stop }
  } finally {
    if (seedFolder !== undefined) await rm(seedFolder, { recursive: true, force: true })
  }
}

function argumentsOf(options: LocalClusterOptions): string[] {
  const { port = 0, dataDir, databases = [], certificateFile, httpsStorage, allowLocalBlobs } = options
  return [
    '--json',
    `--port=${port}`,
    ...(dataDir === undefined ? ['--in-memory'] : [`--data-dir=${dataDir}`]),
    ...databases.map((database) => `--database=${database}`),
    ...(certificateFile === undefined ? [] : [`--certificate=${certificateFile}`]),
    ...(httpsStorage === true ? ['--https-storage'] : []),
    ...(allowLocalBlobs === true ? ['--allow-local-blobs'] : []),
  ]
}

/** The token goes in the environment: every user of the machine can read a command line. */
function environmentOf({ token }: LocalClusterOptions): NodeJS.ProcessEnv {
  // Without one, a variable of this process must not make the cluster ask for it.
  return { ...process.env, KUSTO_LOCAL_CLUSTER_TOKEN: token }
}

/** A line of the log begins with its time. */
const logLine = /^\d{4}-\d\d-\d\dT/

/** How many lines of anything else are kept, for the error of a failed start. */
const mostLines = 50

/** @throws Error with what the process said, besides its log, if it ends first. */
async function whenReady(child: ChildProcess, log?: (line: string) => void): Promise<Ready> {
  const said: string[] = []
  return await new Promise((resolve, reject) => {
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).once('line', (line) => {
        resolve(JSON.parse(line) as Ready)
      })
    if (child.stderr !== null)
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (logLine.test(line)) log?.(line)
        else if (said.length < mostLines) said.push(line)
      })
    child.once('error', reject)
    // Not `exit`: its last words may still be under way.
    child.once('close', (code) => {
      // After a blank line comes help for a command line.
      const [reason = ''] = said.join('\n').split('\n\n')
      reject(new Error(reason || `The local cluster ended with ${code} before it was ready.`))
    })
  })
}

/** Without its channel the cluster ends as it should, on every system; a signal would kill it on Windows. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  if (child.connected) child.disconnect()
  await ended
}
