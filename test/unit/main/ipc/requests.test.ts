import { expect, test } from 'vitest'
import { RequestRegistry } from '../../../../electron/main/ipc/requests'

const untilAborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')))

test('cancels exactly the call with that id', async () => {
  const requests = new RequestRegistry()
  const first = requests.run('1', untilAborted)
  let secondAborted = false
  const second = requests.run('2', async (signal) => {
    await untilAborted(signal).then(() => (secondAborted = true))
  })
  requests.cancel('1')
  requests.cancel('unknown')
  expect(await first).toBe('aborted')
  expect(secondAborted).toBe(false)
  requests.cancelAll()
  await second
  expect(secondAborted).toBe(true)
})

test('forgets every call, however it ends', async () => {
  const requests = new RequestRegistry()
  await requests.run('1', async () => undefined)
  await requests.run('2', async () => Promise.reject(new Error('x'))).catch(() => undefined)
  await requests.run(undefined, async () => undefined)
  expect(requests.size).toBe(0)
})

test('an id that is taken stays with its first call', async () => {
  const requests = new RequestRegistry()
  const first = requests.run('1', untilAborted)
  await requests.run('1', async () => undefined)
  expect(requests.size).toBe(1)
  requests.cancel('1')
  expect(await first).toBe('aborted')
})
