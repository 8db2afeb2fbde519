import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { areDependenciesInstalled } from '../../../electron/bootstrap/dependencies.mjs'

interface LockedPackage {
  readonly version: string
  readonly optional?: boolean
  readonly dev?: boolean
  readonly devOptional?: boolean
}

let root = ''
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'dependencies-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b': { version: '2.0.0', optional: true },
  'node_modules/c': { version: '3.0.0', dev: true },
  'node_modules/d': { version: '4.0.0', devOptional: true },
}
const running = { 'node_modules/a': { version: '1.0.0' } }
const everything = { ...running, 'node_modules/c': { version: '3.0.0', dev: true } }

/** Writes the lockfile and npm's list of installed packages. */
function write(installed?: Record<string, LockedPackage>): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  if (installed === undefined) return
  const path = join(root, 'node_modules', '.package-lock.json')
  writeFileSync(path, JSON.stringify({ packages: installed }))
}

test('a fresh clone has nothing installed', () => {
  write()
  expect(areDependenciesInstalled(root, 'running')).toBe(false)
})

test('what runs the studio is enough to run it, not to test it', () => {
  write(running)
  expect(areDependenciesInstalled(root, 'running')).toBe(true)
  expect(areDependenciesInstalled(root, 'everything')).toBe(false)
})

test('an installation for tests serves both', () => {
  write(everything)
  expect(areDependenciesInstalled(root, 'running')).toBe(true)
  expect(areDependenciesInstalled(root, 'everything')).toBe(true)
})

describe('something has to be installed', () => {
  test.each([
    ['another version', { 'node_modules/a': { version: '0.9.0' } }],
    ['a missing package', { 'node_modules/b': { version: '2.0.0' } }],
    ['another version of an optional one', { ...running, 'node_modules/b': { version: '1.9.0' } }],
    ['another version of one for tests', { ...running, 'node_modules/c': { version: '2.9.0', dev: true } }],
  ])('with %s', (_what, installed: Record<string, LockedPackage>) => {
    write(installed)
    expect(areDependenciesInstalled(root, 'running')).toBe(false)
  })
})
