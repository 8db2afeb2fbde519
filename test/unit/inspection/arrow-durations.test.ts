import { expect, test } from 'vitest'
import { durationsIn } from '../../../electron/inspection/arrow-durations'
import { arrowSchema } from '../../support/arrow-schema'

test('durations are found in an Arrow schema with what they count, and other types are none', () => {
  const message = Buffer.from(arrowSchema, 'base64')
  expect([...durationsIn(message)]).toEqual([
    ['took', 'milliseconds'],
    ['spent', 'nanoseconds'],
  ])
})

test('a damaged schema holds none, and ends', () => {
  const message = Buffer.from(arrowSchema, 'base64')
  for (let length = 0; length < message.length; length += 7)
    expect(durationsIn(message.subarray(0, length)).size).toBeLessThanOrEqual(2)
  for (let at = 8; at < message.length; at += 3) {
    const damaged = Buffer.from(message)
    damaged.fill(0xff, at, at + 2)
    expect(() => durationsIn(damaged)).not.toThrow()
  }
})
