import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClusterClient } from '../../support/cluster-client'
import { clusterProgram } from '../../support/cluster-program'

const children: ChildProcess[] = []
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seed-test-'))
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

interface Run {
  readonly ended: Promise<number | null>
  /** The first line of standard output. */
  readonly line: Promise<string>
  readonly stop: () => void
  output(): string
  errors(): string
}

function run(options: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [clusterProgram, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  children.push(child)
  let [output, errors] = ['', '']
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
  const line = new Promise<string>((resolve) =>
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString()
      const end = output.indexOf('\n')
      if (end >= 0) resolve(output.slice(0, end))
    }),
  )
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { ended, line, stop: () => child.kill('SIGINT'), output: () => output, errors: () => errors }
}

interface Ready {
  readonly clusterUri: string
  readonly ingestUri: string
  readonly database: string
}

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('--seed', () => {
  it('has run its scripts, in their order, when the cluster is ready', async () => {
    const tables = await write(
      'tables.kql',
      '// Tables\n.create table T (N: int)\n\n.create table U (S: string)\nwith (folder = "F")\n',
    )
    const rows = await write(
      'rows.kql',
      '.ingest inline into table T <|\n1\n2\n\n.set-or-append U <| print S = "x"',
    )
    const { line, ended, stop, output } = run(['--json', '--in-memory', '--seed', tables, '--seed', rows])
    const ready = JSON.parse(await line) as Ready
    const client = new ClusterClient(ready)
    expect(await client.count('T')).toBe(2)
    expect(await client.rows('U')).toEqual([{ S: 'x' }])
    stop()
    expect(await ended).toBe(0)
    expect(output().trimEnd()).toBe(await line)
  })

  it('names the file and the line of a statement that fails, and ends', async () => {
    const seed = await write('bad.kql', '.create table T (N: int)\n\n// why\n.create table U (N: nonsense)\n')
    const { ended, output, errors } = run(['--json', '--in-memory', '--seed', seed])
    expect(await ended).toBe(1)
    expect(errors()).toMatch(/bad\.kql, line 4: .*nonsense/)
    expect(output()).toBe('')
  })

  it('names a file that is not there', async () => {
    const { ended, errors } = run(['--in-memory', '--seed', join(folder, 'none.kql')])
    expect(await ended).toBe(1)
    expect(errors()).toContain('none.kql')
  })
})

describe('--reset', () => {
  it('starts over in a cluster’s folder', async () => {
    const dataDir = join(folder, 'data')
    const seed = await write('seed.kql', '.create table T (N: int)\n\n.ingest inline into table T <|\n1\n')
    for (const options of [[], ['--reset']]) {
      const { line, ended, stop } = run(['--json', '--data-dir', dataDir, '--seed', seed, ...options])
      const ready = JSON.parse(await line) as Ready
      expect(await new ClusterClient(ready).count('T')).toBe(1)
      stop()
      expect(await ended).toBe(0)
    }
    expect(await readdir(dataDir)).toContain('engine.duckdb')
  })
})

describe('the token', () => {
  it('may come from the environment, and is in no output', async () => {
    const token = 'secret-of-the-environment'
    const { line, ended, stop, output, errors } = run(['--json', '--in-memory'], {
      KUSTO_LOCAL_CLUSTER_TOKEN: token,
    })
    const { clusterUri } = JSON.parse(await line) as Ready
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${clusterUri}/v1/rest/ingestion/configuration`, { headers })
    expect((await ask({})).status).toBe(401)
    expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(200)
    stop()
    expect(await ended).toBe(0)
    expect(output() + errors()).not.toContain(token)
  })

  it('is refused if no client could send it', async () => {
    const { ended, errors } = run(['--in-memory', '--token', 'two words'])
    expect(await ended).toBe(2)
    expect(errors()).toMatch(/token/)
    expect(errors()).not.toContain('two words')
  })
})
