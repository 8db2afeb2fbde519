import { expect, test } from 'vitest'
import { Coalescer } from '../../../../electron/domain/concurrency/coalescer'
import { HandClock } from '../../../support/hand-clock'

test('sends the first at once, then the latest of each interval, and never loses the last', () => {
  const clock = new HandClock()
  const after = clock.after.bind(clock)
  const sent: number[] = []
  const coalescer = new Coalescer<number>(250, (value) => sent.push(value), after)
  for (let value = 0; value < 100; value++) {
    coalescer.push('job', value)
    clock.pass(10)
  }
  clock.pass(1000)
  expect(sent[0]).toBe(0)
  expect(sent[sent.length - 1]).toBe(99)
  expect(sent.length).toBeLessThanOrEqual(5)
  expect(sent).toEqual([...sent].sort((a, b) => a - b))
})

test('keys do not wait for one another', () => {
  const clock = new HandClock()
  const after = clock.after.bind(clock)
  const sent: string[] = []
  const coalescer = new Coalescer<string>(250, (value) => sent.push(value), after)
  coalescer.push('a', 'a1')
  coalescer.push('b', 'b1')
  coalescer.push('a', 'a2')
  expect(sent).toEqual(['a1', 'b1'])
  clock.pass(250)
  expect(sent).toEqual(['a1', 'b1', 'a2'])
})

test('leaves no timer behind when it is quiet', () => {
  const clock = new HandClock()
  const after = clock.after.bind(clock)
  const coalescer = new Coalescer<number>(250, () => undefined, after)
  for (let key = 0; key < 1000; key++) coalescer.push(String(key), key)
  clock.pass(250)
  expect(clock.alarms).toBe(0)
})
