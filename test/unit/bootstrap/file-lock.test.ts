import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withFileLock } from '../../../electron/bootstrap/file-lock.mjs'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-lock-'))
  path = join(folder, 'deep', 'lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('one at a time, and nothing is left', async () => {
  let inside = 0
  let most = 0
  const work = async (): Promise<void> => {
    inside++
    most = Math.max(most, inside)
    await new Promise((resolve) => setImmediate(resolve))
    inside--
  }
  await Promise.all(Array.from({ length: 5 }, () => withFileLock(path, work)))
  expect(most).toBe(1)
  expect(existsSync(path)).toBe(false)
})

test('is given back when the work fails', async () => {
  await expect(withFileLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await withFileLock(path, async () => 'again')).toBe('again')
})

test('the lock of a process that is gone is taken over', async () => {
  await withFileLock(path, async () => undefined)
  // Beyond the largest process id that Linux gives.
  writeFileSync(path, String(2 ** 30))
  expect(await withFileLock(path, async () => 'taken')).toBe('taken')
})

test('the lock of a living process is waited for, up to a deadline', async () => {
  await withFileLock(path, async () => undefined)
  writeFileSync(path, String(process.pid))
  await expect(withFileLock(path, async () => 'never', 120)).rejects.toThrow('holds')
})
