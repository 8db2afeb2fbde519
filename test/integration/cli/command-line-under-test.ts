import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'
import { eventually } from '../../support/eventually'
import { slowness } from '../../support/slowness'

/** How a run of the command line ended, and what it wrote. */
export interface CommandLineRun {
  readonly exitCode: number | null
  /** What ended it, if it did not end by itself. */
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

type ClusterInUse = Pick<LocalCluster, 'clusterUri' | 'database' | 'close'>

/** A run that goes on. */
export interface StartedRun {
  readonly process: ChildProcess
  /** What it has written so far. */
  readonly written: { stdout: string; stderr: string }
  readonly ended: Promise<CommandLineRun>
}

/** A run that is not done by then has failed. */
const limitMs = 50_000 * slowness

/** A local cluster, a folder with a home in it, and the command line as processes of their own. */
export class CommandLineUnderTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'studio-cli-'))
  readonly home = join(this.folder, 'home')
  readonly cluster: ClusterInUse
  readonly client: ClusterClient
  readonly #running = new Set<ChildProcess>()

  private constructor(cluster: ClusterInUse) {
    this.cluster = cluster
    this.client = new ClusterClient(cluster)
  }

  /** @param cluster Closed by {@link close}; one in this process and in memory if left out. */
  static async start(cluster?: ClusterInUse): Promise<CommandLineUnderTest> {
    // Builds what the runs below are made of.
    await promisify(execFile)(process.execPath, ['electron/bootstrap/studio.mjs', '--version'])
    return new CommandLineUnderTest(cluster ?? (await startLocalCluster({})))
  }

  /** Makes a table whose batches are sealed after so many items, or 10 s. */
  async createTable(name: string, columns = 'a: long, b: string', items = 1): Promise<void> {
    await this.client.rows(`.create table ${name} (${columns})`)
    const policy = JSON.stringify({ MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: items })
    await this.client.rows(`.alter table ${name} policy ingestionbatching '${policy}'`)
  }

  /** The switches that name the cluster, its database and a table. */
  target(table: string): string[] {
    return ['--cluster', this.cluster.clusterUri, '--database', this.cluster.database, '--table', table]
  }

  /** Writes a file below the folder, and gives its path. */
  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return path
  }

  /** Starts a run; `input` goes to its standard input, which is at its end at once where it is left out. */
  launch(
    args: readonly string[],
    options: {
      readonly home?: string
      readonly input?: Readable | string
      readonly env?: Readonly<Record<string, string>>
      /** A command that runs the rest of its arguments. */
      readonly within?: readonly string[]
    } = {},
  ): StartedRun {
    const [program = process.execPath, ...before] = [...(options.within ?? []), process.execPath]
    const child = spawn(program, [...before, 'out/cli/main.cjs', ...args], {
      env: { ...process.env, KUSTO_STUDIO_HOME: options.home ?? this.home, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#running.add(child)
    const written = { stdout: '', stderr: '' }
    child.stdout.on('data', (data: Buffer) => (written.stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => (written.stderr += data.toString()))
    if (options.input === undefined || typeof options.input === 'string') child.stdin.end(options.input)
    // The run may end before it has read everything; that shows in its exit code.
    else void pipeline(options.input, child.stdin).catch(() => undefined)
    child.stdin.on('error', () => undefined)
    const ended = once(child, 'close').then((end) => {
      this.#running.delete(child)
      const [exitCode, signal] = end as [number | null, NodeJS.Signals | null]
      return { exitCode, signal, ...written }
    })
    return { process: child, written, ended }
  }

  /** Runs the command line to its end. */
  async run(
    args: readonly string[],
    options: Parameters<CommandLineUnderTest['launch']>[1] = {},
  ): Promise<CommandLineRun> {
    const run = this.launch(args, options)
    const timer = setTimeout(() => run.process.kill('SIGKILL'), limitMs)
    const ended = await run.ended
    clearTimeout(timer)
    if (ended.exitCode === null) {
      throw new Error(`“${args.join(' ')}” was not done after ${limitMs} ms: ${ended.stderr.slice(-1000)}`)
    }
    return ended
  }

  /** Waits until a run has written something that matches to one of its streams. */
  async wrote(run: StartedRun, stream: 'stdout' | 'stderr', words: RegExp): Promise<void> {
    await eventually(
      () => run.written,
      (written) => words.test(written[stream]),
      30_000,
    )
  }

  async close(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL')
    this.client.client.close()
    await this.cluster.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** The last line of a run's standard output, which must be one JSON object. */
export function lastLine(run: CommandLineRun): Record<string, unknown> {
  const line = run.stdout.trimEnd().split('\n').at(-1) ?? ''
  return JSON.parse(line) as Record<string, unknown>
}

/** `rows` records of two columns, `a: long` counted from `from`, and `b: string`. */
export function csv(rows: number, from = 0): string {
  let text = ''
  for (let row = from; row < from + rows; row++) text += `${row},text ${row}\n`
  return text
}
