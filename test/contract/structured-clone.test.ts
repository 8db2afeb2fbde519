import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventNames, methodNames, preloadMethodNames } from '../../electron/contract/names'
import { events, methods } from '../../electron/contract/schemas'
import { arbitraryOf } from '../support/arbitrary-of-schema'

const runs = { numRuns: 50, seed: 20_170_101 }

/** What a schema accepts is the same value on the other side of the process border. */
function survivesTheBorder(
  schema: Parameters<typeof arbitraryOf>[0] & { parse(value: unknown): unknown },
): void {
  fc.assert(
    fc.property(arbitraryOf(schema), (value) => {
      const parsed = schema.parse(value)
      const received = structuredClone(parsed)
      expect(received).toEqual(parsed)
      expect(schema.parse(received)).toEqual(parsed)
    }),
    runs,
  )
}

describe('across the structured clone', () => {
  test.each([...methodNames, ...preloadMethodNames])('the request of %s', (name) =>
    survivesTheBorder(methods[name].request),
  )
  test.each([...methodNames, ...preloadMethodNames])('the response of %s', (name) =>
    survivesTheBorder(methods[name].response),
  )
  test.each(eventNames)('the payload of %s', (name) => survivesTheBorder(events[name]))
})
