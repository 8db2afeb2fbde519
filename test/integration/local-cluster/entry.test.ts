import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { childMessage, type ChildMessage } from '../../../electron/local-cluster/process/protocol'
import { ClusterClient } from '../../support/cluster-client'
import { builtClusterChild, clusterProgram } from '../../support/cluster-program'

const children: ChildProcess[] = []
const folders: string[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'entry-test-'))
  folders.push(folder)
  return folder
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve))
}

describe('the child process', () => {
  let program: string
  beforeAll(async () => {
    program = await builtClusterChild()
  })
  const start = (): ChildProcess => {
    const child = fork(program, [], { stdio: 'ignore' })
    children.push(child)
    return child
  }
  const next = (child: ChildProcess, kind: ChildMessage['kind']): Promise<ChildMessage> =>
    new Promise((resolve, reject) => {
      child.on('message', (value) => {
        const message = childMessage.parse(value)
        if (message.kind === kind) resolve(message)
      })
      child.once('exit', () => reject(new Error(`It ended before it said ${kind}`)))
    })

  it('starts on a message, serves, and ends on another', async () => {
    const child = start()
    child.send({ kind: 'nonsense' })
    child.send({ kind: 'start', options: { databases: ['Mine'] } })
    const ready = await next(child, 'ready')
    if (ready.kind !== 'ready') throw new Error('not ready')
    expect(ready.database).toBe('Mine')
    expect(ready.dataIngestionUri).toBe(ready.clusterUri)
    expect(await new ClusterClient(ready).rows('print x = 1')).toEqual([{ x: 1 }])
    const closed = next(child, 'closed')
    const exit = ended(child)
    child.send({ kind: 'close' })
    await closed
    expect(await exit).toBe(0)
  })

  it('says why it cannot start', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const child = start()
    child.send({ kind: 'start', options: { port: (server.address() as AddressInfo).port } })
    expect(await next(child, 'failed')).toMatchObject({ code: 'PortInUse' })
    await ended(child)
    server.close()
  })

  it('ends when its parent goes away', async () => {
    const child = start()
    child.send({ kind: 'start', options: {} })
    await next(child, 'ready')
    const exit = ended(child)
    child.disconnect()
    expect(await exit).toBe(0)
  })
})

describe('the command line', () => {
  const run = (
    ...options: string[]
  ): { child: ChildProcess; output: () => string; line: Promise<string> } => {
    const child = spawn(process.execPath, [clusterProgram, ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    let output = ''
    child.stdout.on('data', (data: Buffer) => (output += data.toString()))
    child.stderr.on('data', (data: Buffer) => (output += data.toString()))
    const line = new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    )
    return { child, output: () => output, line }
  }

  it('prints one line of JSON when it is ready, and stops on an interrupt', async () => {
    const { child, line } = run('--json', '--data-dir', await newFolder(), '--database', 'Mine')
    const ready = JSON.parse(await line) as { clusterUri: string; ingestUri: string; database: string }
    expect(ready).toEqual({
      clusterUri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      ingestUri: ready.clusterUri,
      database: 'Mine',
    })
    const exit = ended(child)
    child.kill('SIGINT')
    expect(await exit).toBe(0)
  })

  it('explains itself', async () => {
    const { child, output } = run('--help')
    expect(await ended(child)).toBe(0)
    expect(output()).toContain('--data-dir DIR')
  })

  it.each([
    [['--port', 'x'], /--port/],
    [['--nope'], /nope/],
    [['--in-memory', '--data-dir', '/tmp/x'], /cannot be used together/],
  ])('refuses %j', async (options, message) => {
    const { child, output } = run(...options)
    expect(await ended(child)).toBe(2)
    expect(output()).toMatch(message)
  })

  it('resets only a cluster’s own folder', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'thesis.txt'), 'precious')
    const { child, output } = run('--reset', '--data-dir', folder)
    expect(await ended(child)).toBe(1)
    expect(output()).toContain('thesis.txt')
  })
})
