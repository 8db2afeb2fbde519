import { expect, test } from 'vitest'
import { untilDeadline, type Deadline } from '../../../../electron/domain/concurrency/deadline'
import { HandClock } from '../../../support/hand-clock'

const never = (): Promise<never> => new Promise(() => undefined)

function deadline(clock: HandClock, change: Partial<Deadline> = {}): Deadline {
  const ends = { timedOut: () => new Error('late'), canceled: () => new Error('canceled') }
  return { timeoutMs: 1000, clock, ...ends, ...change }
}

test('work that ends in time is the answer, and leaves no timer', async () => {
  const clock = new HandClock()
  expect(await untilDeadline(deadline(clock), () => Promise.resolve(7))).toBe(7)
  await expect(untilDeadline(deadline(clock), () => Promise.reject(new Error('own')))).rejects.toThrow('own')
  expect(clock.alarms).toBe(0)
})

test('work that does not listen is left behind at the deadline, and told so', async () => {
  const clock = new HandClock()
  let told: AbortSignal | undefined
  const answer = untilDeadline(deadline(clock), (signal) => ((told = signal), never()))
  clock.pass(999)
  expect(told?.aborted).toBe(false)
  clock.pass(1)
  expect(told?.aborted).toBe(true)
  await expect(answer).rejects.toThrow('late')
  expect(clock.alarms).toBe(0)
})

test('with patience, stopped work may still answer, and its own error is not the reason', async () => {
  const clock = new HandClock()
  const ended = async (end: (signal: AbortSignal) => number, patienceMs: number): Promise<number> => {
    const answer = untilDeadline(
      deadline(clock, { patienceMs }),
      (signal) =>
        new Promise<number>((resolve, reject) =>
          signal.addEventListener('abort', () => {
            try {
              resolve(end(signal))
            } catch (error) {
              reject(error as Error)
            }
          }),
        ),
    )
    clock.pass(1000)
    return await answer
  }
  expect(await ended(() => 7, 500)).toBe(7)
  const interrupted = (): number => {
    throw new Error('interrupted')
  }
  await expect(ended(interrupted, 500)).rejects.toThrow('late')
  const stuck = untilDeadline(deadline(clock, { patienceMs: 500 }), never)
  clock.pass(1500)
  await expect(stuck).rejects.toThrow('late')
  expect(clock.alarms).toBe(0)
})

test('a signal stops it too; one that has fired before lets nothing begin', async () => {
  const clock = new HandClock()
  const controller = new AbortController()
  const { signal } = controller
  const answer = untilDeadline(deadline(clock, { signal }), never)
  controller.abort()
  await expect(answer).rejects.toThrow('canceled')
  let hasBegun = false
  const again = untilDeadline(deadline(clock, { signal }), () => ((hasBegun = true), never()))
  await expect(again).rejects.toThrow('canceled')
  expect(hasBegun).toBe(false)
})
