import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {} from '../../electron/contract/window'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { temporaryHome } from '../support/open-studio'
import {
  openPackagedStudio,
  processesBelow,
  writeIntruder,
  type PackagedStudio,
} from '../support/packaged-studio'
import { StudioPage } from '../support/studio-page'

const folder = join(projectRoot, 'release', 'linux-unpacked')
const intruderHome = temporaryHome()
const intruder = writeIntruder(intruderHome.path)
let open: PackagedStudio

describe.runIf(process.platform === 'linux')('the packaged studio', () => {
  beforeAll(async () => {
    const made = spawnSync(process.execPath, ['electron/bootstrap/package.mjs', '--dir'], {
      cwd: projectRoot,
      encoding: 'utf8',
    })
    if (made.status !== 0) throw new Error(made.stderr)
    for (const path of [intruderHome.path]) chmodSync(path, 0o777)
    // All the ways to make a careless package run anyone's script in Node.
    const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${intruder.script}` }
    open = await openPackagedStudio(folder, env, ['--inspect=0'])
  })
  afterAll(async () => {
    await open?.close()
    intruderHome.remove()
  })

  test('opens its page on a running local cluster', async () => {
    const studio = new StudioPage(open.page)
    await studio.waitUntilConnected()
    expect(open.page.url()).toBe('app://studio/index.html')
    const reply = await open.page.evaluate(() =>
      window.studio.call('table/query', { database: 'Samples', query: 'print answer = 6 * 7' }),
    )
    expect(reply).toMatchObject({ ok: true, value: { rows: [[42]] } })
  })

  test('is no Node for others: the variables and the debugger have no effect', () => {
    expect(existsSync(intruder.mark)).toBe(false)
    expect(open.output()).not.toContain('Debugger listening')
  })

  test('has its fuses set', () => {
    const binary = readFileSync(join(folder, 'kusto-ingestion-studio'))
    const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
    const start = binary.indexOf(sentinel) + sentinel.length
    const length = binary[start + 1] ?? 0
    const wire = [...binary.subarray(start + 2, start + 2 + length)].map((byte) => byte === '1'.charCodeAt(0))
    const names = [
      'runAsNode',
      'cookieEncryption',
      'nodeOptions',
      'nodeCliInspect',
      'asarIntegrity',
      'onlyLoadAppFromAsar',
      'browserV8Snapshot',
      'fileProtocolExtraPrivileges',
      'wasmTrapHandlers',
    ]
    const expected = [false, true, false, false, true, true, false, false, true]
    expect(length).toBeGreaterThanOrEqual(7)
    expect(Object.fromEntries(wire.map((isOn, index) => [names[index], isOn]))).toEqual(
      Object.fromEntries(wire.map((_isOn, index) => [names[index], expected[index]])),
    )
  })

  test('holds its own code in the archive and nothing else beside it', () => {
    expect(existsSync(join(folder, 'resources', 'app.asar'))).toBe(true)
    expect(existsSync(join(folder, 'resources', 'app'))).toBe(false)
    const unpacked = join(folder, 'resources', 'app.asar.unpacked', 'node_modules', '@duckdb')
    expect(existsSync(unpacked)).toBe(true)
  })

  test('runs its page in the sandbox', (context) => {
    if (!open.isSandboxed) context.skip('this machine gives no user namespace to an unprivileged user')
    const renderers = processesBelow(open.processId).filter(({ command }) =>
      command.includes('--type=renderer'),
    )
    expect(renderers.length).toBeGreaterThan(0)
    for (const { command, seccomp } of renderers) {
      expect(command).not.toContain('--no-sandbox')
      expect(seccomp).toBe(2)
    }
  })
})
