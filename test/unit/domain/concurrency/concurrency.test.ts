import { describe, expect, test } from 'vitest'
import { JoinedRuns } from '../../../../electron/domain/concurrency/joined-runs'
import { Limiter } from '../../../../electron/domain/concurrency/limiter'
import { mapConcurrently } from '../../../../electron/domain/concurrency/map-concurrently'
import { Mutex } from '../../../../electron/domain/concurrency/mutex'
import { OneAtATime } from '../../../../electron/domain/concurrency/one-at-a-time'
import { Permits } from '../../../../electron/domain/concurrency/permits'
import { SharedRun } from '../../../../electron/domain/concurrency/shared-run'
import { SingleFlight } from '../../../../electron/domain/concurrency/single-flight'

interface Gate {
  readonly opened: Promise<void>
  readonly open: () => void
}

function gate(): Gate {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

/** Lets everything run that is ready. */
const settled = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve))

describe('Limiter', () => {
  test('runs so many tasks at once, the others in their order, and goes on after a failure', async () => {
    const limiter = new Limiter(2)
    const gates = [gate(), gate(), gate()]
    const begun: number[] = []
    const runs = gates.map(({ opened }, index) =>
      limiter.run(async () => {
        begun.push(index)
        await opened
        if (index === 0) throw new Error('first')
      }),
    )
    const ends = Promise.allSettled(runs)
    await settled()
    expect(begun).toEqual([0, 1])
    gates[0]?.open()
    await settled()
    expect(begun).toEqual([0, 1, 2])
    for (const { open } of gates) open()
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })

  test('a task whose signal fires while it waits gives its place up', async () => {
    const limiter = new Limiter(1)
    const first = gate()
    const running = limiter.run(() => first.opened)
    const stop = new AbortController()
    const waiting = limiter.run(() => Promise.resolve('ran'), stop.signal)
    const last = limiter.run(() => Promise.resolve('last'))
    stop.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    first.open()
    await running
    expect(await last).toBe('last')
  })
})

test('Permits are handed on to whoever has waited longest', async () => {
  const permits = new Permits(1)
  await permits.take()
  const order: string[] = []
  const first = permits.take().then(() => order.push('first'))
  const second = permits.take().then(() => order.push('second'))
  permits.give()
  await first
  expect(order).toEqual(['first'])
  permits.give()
  await second
  expect(order).toEqual(['first', 'second'])
})

test('Mutex runs one task after another, and a failure stops none of them', async () => {
  const mutex = new Mutex()
  const first = gate()
  const events: string[] = []
  const failing = mutex.run(async () => {
    await first.opened
    events.push('first ends')
    throw new Error('first')
  })
  const next = mutex.run(() => Promise.resolve(events.push('second begins')))
  first.open()
  await expect(failing).rejects.toThrow('first')
  await next
  expect(events).toEqual(['first ends', 'second begins'])
})

test('SharedRun begins another run for those who asked while one was under way, and only one', async () => {
  const first = gate()
  let runs = 0
  const shared = new SharedRun(async () => {
    runs += 1
    if (runs === 1) await first.opened
  })
  const asked = [shared.run(), shared.run(), shared.run()]
  first.open()
  await Promise.all(asked)
  expect(runs).toBe(2)
})

describe('SingleFlight', () => {
  test('fetches once for all who ask at the same time, and keeps the value', async () => {
    let time = 0
    let fetches = 0
    const flight = new SingleFlight(
      60_000,
      () => Promise.resolve((fetches += 1)),
      () => time,
    )
    expect(await Promise.all([flight.get(), flight.get()])).toEqual([1, 1])
    expect(await flight.get()).toBe(1)
    expect([await flight.renew(1), await flight.renew(1)]).toEqual([2, 2])
    time += 59_999
    expect(await flight.get()).toBe(2)
    time += 1
    expect(await flight.get()).toBe(3)
  })

  test('does not keep a failure', async () => {
    let fetches = 0
    const flight = new SingleFlight(
      60_000,
      () => ((fetches += 1) === 1 ? Promise.reject(new Error('away')) : Promise.resolve('there')),
      () => 0,
    )
    await expect(flight.get()).rejects.toThrow('away')
    expect(await flight.get()).toBe('there')
  })
})

test('mapConcurrently keeps the order, bounds what is under way, and begins nothing after a failure', async () => {
  let underWay = 0
  let most = 0
  const doubled = await mapConcurrently([1, 2, 3, 4, 5], 2, async (value) => {
    most = Math.max(most, (underWay += 1))
    await settled()
    underWay -= 1
    return value * 2
  })
  expect(doubled).toEqual([2, 4, 6, 8, 10])
  expect(most).toBe(2)
  const begun: number[] = []
  const failing = mapConcurrently([1, 2, 3, 4], 1, async (value) => {
    begun.push(value)
    await settled()
    if (value === 2) throw new Error('two')
  })
  await expect(failing).rejects.toThrow('two')
  expect(begun).toEqual([1, 2])
})

test('OneAtATime drops the answer of work that a newer start overtook', async () => {
  const tasks = new OneAtATime()
  const first = gate()
  const signals: AbortSignal[] = []
  const overtaken = tasks.run('look', async (signal) => {
    signals.push(signal)
    await first.opened
    return 'old'
  })
  const newer = tasks.run('look', () => Promise.resolve('new'))
  first.open()
  expect([await overtaken, await newer]).toEqual([undefined, 'new'])
  expect(signals[0]?.aborted).toBe(true)
})

test('JoinedRuns runs a key once for all who ask meanwhile, and anew after that', async () => {
  const runs = new JoinedRuns<string, number>()
  const first = gate()
  let begun = 0
  const task = async (): Promise<number> => {
    begun += 1
    await first.opened
    if (begun === 2) throw new Error('second')
    return begun
  }
  const both = Promise.all([runs.run('a', task), runs.run('a', task)])
  expect(begun).toBe(1)
  expect(await runs.run('b', () => Promise.resolve(7))).toBe(7)
  first.open()
  expect(await both).toEqual([1, 1])
  await expect(runs.run('a', task)).rejects.toThrow('second')
  expect(await runs.run('a', task)).toBe(3)
})
