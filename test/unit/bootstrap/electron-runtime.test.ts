import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findElectronRuntime } from '../../../electron/bootstrap/electron-runtime.mjs'

let folder = ''
let said: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'electron-runtime-'))
  said = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text))
    return true
  })
  vi.stubEnv('KUSTO_STUDIO_ELECTRON', '')
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

function executable(name: string, source: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${source}\n`)
  chmodSync(path, 0o755)
  return path
}

test('the one that the environment names, and says so in one line', async () => {
  const path = executable('my-electron', 'echo 45.4.1')
  vi.stubEnv('KUSTO_STUDIO_ELECTRON', path)
  const runtime = await findElectronRuntime()
  expect(runtime).toMatchObject({ executable: path, version: '45.4.1', kind: 'override' })
  expect(said).toEqual(['Electron 45.4.1: KUSTO_STUDIO_ELECTRON names it.\n'])
})

test('a distribution folder, as the electron package takes it', async () => {
  const path = executable('electron', 'exit 1')
  writeFileSync(join(folder, 'version'), 'v44.0.0\n')
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder)
  expect(await findElectronRuntime()).toMatchObject({ executable: path, version: '44.0.0' })
})

test('one that is not there is an error, not a reason to take another', async () => {
  vi.stubEnv('KUSTO_STUDIO_ELECTRON', join(folder, 'missing'))
  await expect(findElectronRuntime()).rejects.toThrow('missing, which is not there')
})
