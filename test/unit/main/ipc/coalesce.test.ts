import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Coalescer } from '../../../../electron/main/ipc/coalesce'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('sends the first at once, then the latest of each interval, and never loses the last', () => {
  const sent: number[] = []
  const coalescer = new Coalescer<number>(250, (value) => sent.push(value))
  for (let value = 0; value < 100; value++) {
    coalescer.push('job', value)
    vi.advanceTimersByTime(10)
  }
  vi.advanceTimersByTime(1000)
  expect(sent[0]).toBe(0)
  expect(sent[sent.length - 1]).toBe(99)
  expect(sent.length).toBeLessThanOrEqual(5)
  expect(sent).toEqual([...sent].sort((a, b) => a - b))
})

test('keys do not wait for one another', () => {
  const sent: string[] = []
  const coalescer = new Coalescer<string>(250, (value) => sent.push(value))
  coalescer.push('a', 'a1')
  coalescer.push('b', 'b1')
  coalescer.push('a', 'a2')
  expect(sent).toEqual(['a1', 'b1'])
  vi.advanceTimersByTime(250)
  expect(sent).toEqual(['a1', 'b1', 'a2'])
})

test('leaves no timer behind when it is quiet', () => {
  const coalescer = new Coalescer<number>(250, () => undefined)
  for (let key = 0; key < 1000; key++) coalescer.push(String(key), key)
  vi.advanceTimersByTime(250)
  expect(vi.getTimerCount()).toBe(0)
})
