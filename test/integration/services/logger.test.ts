import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLogFile } from '../../../electron/services/logger'

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'log-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

describe('the log file', () => {
  it('holds scope, message, stack and causes, without secrets', async () => {
    const write = openLogFile(join(home, 'studio.log'))
    const cause = new Error('GET https://a.blob.core.windows.net/c/b?sig=CANARY refused')
    write('jobs', 'An upload failed', new Error('Bearer CANARYCANARY', { cause }))
    write('jobs', 'next', { token: 'CANARY' })
    const text = await readFile(join(home, 'studio.log'), 'utf8')
    expect(text).toMatch(/^\d{4}-.* jobs An upload failed: Error: Bearer <redacted>/)
    expect(text).toContain('caused by Error: GET https://a.blob.core.windows.net/c/b?<redacted> refused')
    expect(text).not.toContain('CANARY')
  })

  it('never grows beyond three files of 5 MB', async () => {
    const path = join(home, 'studio.log')
    await writeFile(path, 'x'.repeat(5_242_000))
    const write = openLogFile(path)
    const line = 'word '.repeat(700)
    for (let index = 0; index < 5000; index++) write('test', line)
    expect((await readdir(home)).sort()).toEqual(['studio.log', 'studio.log.1', 'studio.log.2'])
    for (const name of await readdir(home)) {
      expect((await stat(join(home, name))).size).toBeLessThanOrEqual(5_242_880)
    }
  })

  it('never throws', async () => {
    await writeFile(join(home, 'file'), '')
    const write = openLogFile(join(home, 'file', 'studio.log'))
    expect(() => write('test', 'message')).not.toThrow()
  })
})

it('a log makes no folder: a home that is gone must not come back empty', () => {
  const gone = join(home, 'gone')
  openLogFile(join(gone, 'studio.log'))('main', 'The studio could not start')
  expect(existsSync(gone)).toBe(false)
})
