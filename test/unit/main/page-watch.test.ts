import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { watchPage, type PageAnswer } from '../../../electron/main/page-watch'
import type { BrowserWindow } from 'electron'

vi.mock('electron', () => ({ dialog: {} }))

/** A window whose page the test lets crash. */
function watched(answers: PageAnswer[] = []): {
  readonly done: string[]
  crash(): Promise<void>
  hang(): Promise<void>
  wait(ms: number): void
} {
  const done: string[] = []
  let now = 0
  const page = Object.assign(new EventEmitter(), {
    reload: () => done.push('load'),
    forcefullyCrashRenderer: () => done.push('kill'),
  })
  const window = Object.assign(new EventEmitter(), {
    webContents: page,
    isDestroyed: () => false,
    close: () => done.push('close'),
  })
  watchPage(window as unknown as BrowserWindow, {
    log: () => undefined,
    onCrash: () => done.push('tell'),
    copyDiagnostics: async () => void done.push('copy'),
    ask: async (_window, trouble) => {
      done.push(`ask ${trouble}`)
      return answers.shift() ?? 'leave'
    },
    now: () => now,
  })
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    done,
    crash: () => {
      page.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 })
      return settled()
    },
    hang: () => {
      window.emit('unresponsive')
      return settled()
    },
    wait: (ms) => (now += ms),
  }
}

test('a page that crashes is loaded again, and asked about when that does not help', async () => {
  const page = watched(['copyDiagnostics', 'load', 'leave'])
  for (let index = 0; index < 3; index++) await page.crash()
  expect(page.done).toEqual(['tell', 'load', 'tell', 'load', 'tell', 'load'])
  page.done.length = 0
  await page.crash()
  expect(page.done).toEqual(['tell', 'ask crashes', 'copy', 'ask crashes', 'load'])
  page.done.length = 0
  await page.crash()
  expect(page.done).toEqual(['tell', 'ask crashes', 'close'])
  page.done.length = 0
  page.wait(61_000)
  await page.crash()
  expect(page.done).toEqual(['tell', 'load'])
})

test('a page that hangs is asked about once at a time, and ended only if the user says so', async () => {
  const page = watched(['leave', 'load'])
  await Promise.all([page.hang(), page.hang()])
  expect(page.done).toEqual(['ask hangs'])
  await page.hang()
  expect(page.done).toEqual(['ask hangs', 'ask hangs', 'kill'])
})
