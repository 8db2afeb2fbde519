import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { areDependenciesInstalled } from '../../../electron/bootstrap/dependencies.mjs'

interface LockedPackage {
  readonly version: string
  readonly optional?: boolean
}

let root = ''
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'dependencies-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b': { version: '2.0.0', optional: true },
}

function write(path: string, packages: Record<string, LockedPackage>, time: number): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(join(root, path), JSON.stringify({ packages }))
  utimesSync(join(root, path), time, time)
}
const hidden = 'node_modules/.package-lock.json'

test('nothing is installed in a fresh clone', () => {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  expect(areDependenciesInstalled(root)).toBe(false)
})

test('an installation after the lockfile is good', () => {
  write('package-lock.json', wanted, 1000)
  write(hidden, {}, 2000)
  expect(areDependenciesInstalled(root)).toBe(true)
})

test('a newer lockfile that names the same packages needs no installation', () => {
  write('package-lock.json', wanted, 2000)
  write(hidden, { 'node_modules/a': { version: '1.0.0' } }, 1000)
  expect(areDependenciesInstalled(root)).toBe(true)
})

test.each([
  ['another version', { 'node_modules/a': { version: '0.9.0' } }],
  ['a missing package', { 'node_modules/b': { version: '2.0.0' } }],
  [
    'another version of an optional one',
    { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0' } },
  ],
])('a newer lockfile with %s needs one', (_what, installed: Record<string, LockedPackage>) => {
  write('package-lock.json', wanted, 2000)
  write(hidden, installed, 1000)
  expect(areDependenciesInstalled(root)).toBe(false)
})
