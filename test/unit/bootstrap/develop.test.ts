import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { effectOf } from '../../../electron/bootstrap/develop.mjs'
import { projectRoot } from '../../../electron/bootstrap/project-paths.mjs'
import { watchSources } from '../../../electron/bootstrap/watch-sources.mjs'
import { eventually } from '../../support/eventually'

test.each([
  [[], []],
  [['renderer'], ['reloadPage']],
  [['local-cluster'], ['restartCluster']],
  [
    ['local-cluster', 'renderer'],
    ['restartCluster', 'reloadPage'],
  ],
  [['main', 'renderer'], 'restart'],
  [['preload'], 'restart'],
])('after %j was built: %j', (built, effect) => {
  expect(effectOf(built)).toEqual(effect)
})

test('a change is reported once it has settled; one during the work leads to another call', async () => {
  // Not a source of any bundle.
  const folder = join(projectRoot, 'electron', '.watched-by-a-test')
  mkdirSync(folder)
  let calls = 0
  let finish: () => void = () => undefined
  const watcher = watchSources(async () => {
    calls++
    if (calls === 1) await new Promise<void>((resolve) => (finish = resolve))
    if (calls === 2) throw new Error('a build that fails')
  })
  const reached = (count: number): Promise<number> =>
    eventually(
      () => calls,
      (value) => value === count,
    )
  try {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), '1')
    await reached(1)
    writeFileSync(join(folder, 'a'), '2')
    finish()
    await reached(2)
    writeFileSync(join(folder, 'a'), '3')
    await reached(3)
  } finally {
    watcher.close()
    rmSync(folder, { recursive: true })
  }
})
