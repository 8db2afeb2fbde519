import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { clusterProgram } from './cluster-program'

/** A local cluster in a process of its own, which can be killed and started again on its data. */
export class ClusterProcess {
  readonly dataDir: string
  readonly clusterUri: string
  readonly database: string
  #child: ChildProcess

  private constructor(dataDir: string, started: Started) {
    this.dataDir = dataDir
    this.clusterUri = started.clusterUri
    this.database = started.database
    this.#child = started.child
  }

  /** Starts one on a folder of its own. */
  static async start(dataDir: string): Promise<ClusterProcess> {
    return new ClusterProcess(dataDir, await launch(dataDir, 0))
  }

  /** Kills the process without warning. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }

  /** Asks the process to end, and waits until it has. */
  async terminate(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await exited
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Starts it again at the same address. */
  async restart(): Promise<void> {
    this.#child = (await launch(this.dataDir, Number(new URL(this.clusterUri).port))).child
  }

  /** Ports of its blob, queue and table storage; the next start takes these where they are free. */
  get storagePorts(): number[] {
    return JSON.parse(readFileSync(this.#portsFile, 'utf8')) as number[]
  }

  set storagePorts(ports: readonly number[]) {
    writeFileSync(this.#portsFile, JSON.stringify(ports))
  }

  get #portsFile(): string {
    return join(this.dataDir, 'storage', 'ports.json')
  }

  async close(): Promise<void> {
    await this.kill()
  }
}

interface Started {
  readonly clusterUri: string
  readonly database: string
  readonly child: ChildProcess
}

async function launch(dataDir: string, port: number): Promise<Started> {
  const options = ['--json', '--data-dir', dataDir, '--port', String(port)]
  const child = spawn(process.execPath, [clusterProgram, ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...(JSON.parse(line) as Omit<Started, 'child'>), child }
  }
  throw new Error('The cluster ended before it was ready')
}
