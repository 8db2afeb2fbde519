import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Updates, type UpdateSource } from '../../../electron/main/updates'
import { HandClock } from '../../support/hand-clock'

let home: string
let resources: string
let said: string[]
let opened: (UpdateSource | null)[]
let done: string[]
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'updates-'))
  resources = mkdtempSync(join(tmpdir(), 'updates-'))
  said = []
  opened = []
  done = []
})
afterEach(() => {
  for (const folder of [home, resources]) rmSync(folder, { recursive: true, force: true })
})

const feed = { provider: 'generic', url: 'https://example.com/studio' } as const
const writeFeed = (content: unknown): void =>
  writeFileSync(join(home, 'updates.json'), JSON.stringify(content))

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function updates(options: {
  newer?: string | null
  answers?: number[]
  clock?: HandClock
  fromSource?: boolean
}): Updates {
  const { newer = null, answers = [], clock = new HandClock(), fromSource = false } = options
  return new Updates({
    version: '0.1.0',
    home,
    resources: fromSource ? undefined : resources,
    async open(source) {
      opened.push(source)
      return {
        check: async () => newer,
        download: async () => void done.push('download'),
        install: () => done.push('install'),
      }
    },
    async ask({ message, detail }) {
      said.push(`${message} ${detail}`)
      return answers.shift() ?? 1
    },
    log: () => undefined,
    clock,
  })
}

test('nobody is asked for updates unless the user or the build says where they are', async () => {
  const clock = new HandClock()
  const off = updates({ clock })
  off.start()
  clock.pass(3 * 24 * 3_600_000)
  await settled()
  expect(said).toEqual([])
  await off.checkNow()
  expect(opened).toEqual([])
  expect(said[0]).toMatch(/^Updates are off\. To turn them on, write .*updates\.json/)
})

test('a newer version is downloaded and installed only when the user says so, and the newest is told', async () => {
  writeFeed(feed)
  await updates({ newer: '0.2.0', answers: [1] }).checkNow()
  expect(done).toEqual([])
  await updates({ newer: '0.2.0', answers: [0, 1] }).checkNow()
  expect(done).toEqual(['download'])
  await updates({ newer: '0.2.0', answers: [0, 0] }).checkNow()
  expect(done).toEqual(['download', 'download', 'install'])
  expect(opened[0]).toEqual(feed)
  await updates({}).checkNow()
  expect(said.at(-1)).toBe('Version 0.1.0 is the newest. ')
})

test('a build with a source of its own checks there, a minute after the start and each day', async () => {
  writeFileSync(join(resources, 'app-update.yml'), 'provider: github\n')
  const clock = new HandClock()
  updates({ clock }).start()
  clock.pass(59_000)
  await settled()
  expect(opened).toEqual([])
  clock.pass(2000)
  await settled()
  expect(opened).toEqual([null])
  clock.pass(24 * 3_600_000)
  await settled()
  expect(opened).toEqual([null, null])
  expect(said).toEqual([])
})

test.each([
  { provider: 'generic', url: 'http://example.com' },
  { provider: 'generic', url: 'file:///tmp' },
  { provider: 'other' },
  { ...feed, requestHeaders: {} },
  'https://example.com',
])('a source that is not safe or not known is refused: %j', async (content) => {
  writeFeed(content)
  await updates({}).checkNow()
  expect(opened).toEqual([])
  expect(said[0]).toMatch(/does not say where newer versions are/)
})

test('a studio that runs from source is updated by git', async () => {
  writeFeed(feed)
  await updates({ fromSource: true }).checkNow()
  expect(opened).toEqual([])
  expect(said[0]).toMatch(/update it with git/)
})
