import { expect, test } from 'vitest'
import { canceled } from '../../../../electron/services/deadline'
import { maximumAttempts, StorageCallError, withAttempts } from '../../../../electron/services/kusto/attempts'
import { HandClock } from '../../../support/hand-clock'

const settled = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve))

/** An answer of storage that it is busy; it may say when to come again. */
function busy(retryAfterSeconds?: number): Error {
  const headers = { get: (name: string) => (name === 'retry-after' ? retryAfterSeconds : undefined) }
  return Object.assign(new Error('busy'), { statusCode: 503, code: 'ServerBusy', response: { headers } })
}

/** Lets time go by until a call ends; gives the moments of its tries. */
async function triesOf(
  answer: (attempt: number, signal: AbortSignal) => Promise<string>,
  signal?: AbortSignal,
): Promise<{ readonly at: readonly number[]; readonly end: unknown }> {
  const clock = new HandClock()
  const start = clock.elapsed()
  const at: number[] = []
  let end: unknown
  const call = withAttempts({ subject: 'The queue', timeoutMs: 30_000, signal, clock }, (within) => {
    at.push(clock.elapsed() - start)
    return answer(at.length, within)
  })
  void call.then(
    (value) => (end = value),
    (error: unknown) => (end = error),
  )
  for (let step = 0; step < 2400 && end === undefined; step++) {
    await settled()
    clock.pass(50)
  }
  expect(clock.alarms).toBe(0)
  return { at, end }
}

test('waits about twice as long before each try, up to 8 s, and then gives up', async () => {
  const { at, end } = await triesOf(() => Promise.reject(busy()))
  expect(at).toHaveLength(maximumAttempts)
  const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0))
  waits.forEach((wait, index) => {
    const longest = Math.min(500 * 2 ** index, 8000)
    expect(wait).toBeGreaterThanOrEqual(longest / 2)
    expect(wait).toBeLessThanOrEqual(longest + 50)
  })
  expect(end).toBeInstanceOf(StorageCallError)
})

test('waits as long as storage asks', async () => {
  const { at, end } = await triesOf((attempt) =>
    attempt === 1 ? Promise.reject(busy(20)) : Promise.resolve('done'),
  )
  expect(end).toBe('done')
  expect(at[1]).toBeGreaterThanOrEqual(20_000)
  expect(at[1]).toBeLessThanOrEqual(20_050)
})

test('a place that swallows requests costs two deadlines, not six', async () => {
  const { at, end } = await triesOf(() => new Promise(() => undefined))
  expect(at).toHaveLength(2)
  expect(at[1]).toBeGreaterThanOrEqual(30_000)
  expect(end).toMatchObject({ fault: { error: { code: 'TimedOut' } } })
})

test('a wait that is canceled ends at once, and leaves no timer', async () => {
  const controller = new AbortController()
  const { at, end } = await triesOf((attempt) => {
    if (attempt === 2) setImmediate(() => controller.abort())
    return Promise.reject(busy())
  }, controller.signal)
  expect(at).toHaveLength(2)
  expect(end).toEqual(canceled('The queue'))
})
