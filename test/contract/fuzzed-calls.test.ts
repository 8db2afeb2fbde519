import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { methodNames, preloadMethodNames, type MethodName } from '../../electron/contract/names'
import { methods } from '../../electron/contract/schemas'
import { studioErrorCodes } from '../../electron/domain/error-codes'
import { answerRequest } from '../../electron/main/ipc/answer-request'
import type { Handlers } from '../../electron/main/ipc/handler'
import { RequestRegistry } from '../../electron/main/ipc/requests'
import { arbitraryOf } from '../support/arbitrary-of-schema'
import { rounds } from '../support/rounds'

const seed = 42
const codes: ReadonlySet<string> = new Set(studioErrorCodes)

/** What no method expects. */
const hostile: readonly unknown[] = [
  ...fc.sample(
    fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withTypedArray: true,
      withNullPrototype: true,
    }),
    { numRuns: 1000, seed },
  ),
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  ...[undefined, null, true, -1, 0.5, Number.NaN, Infinity, -0, 2 ** 53, 1n, '', '\0', '../../etc/passwd'],
  ...['/etc/passwd', 'file:///etc/passwd', '\ud800', '__proto__', 'x'.repeat(70_000), '💧'.repeat(2000)],
  ...[[], [[]], new Array(200_000).fill('x'), { length: 1e9 }, new Map([['a', 1]]), new Date(Number.NaN)],
]

/** A generator of whole numbers below a bound, the same at each run (mulberry32). */
function numbersFrom(start: number): (below: number) => number {
  let state = start
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** The same value with something hostile in one place of it. */
function spoiled(value: unknown, below: (bound: number) => number): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (keys.length === 0 || below(4) === 0) return hostile[below(hostile.length)]
  const key = below(12) === 0 ? '__proto__' : (keys[below(keys.length)] ?? '')
  const inside = spoiled((value as Record<string, unknown>)[key], below)
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === (Number(key) || 0) ? inside : item))
  }
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) }
  Object.defineProperty(copy, key, { value: inside, enumerable: true, configurable: true, writable: true })
  return copy
}

describe(`${rounds.fuzzedCalls} calls of a method`, () => {
  test.each([...methodNames, ...preloadMethodNames])('%s', async (method) => {
    const accepted = fc.sample(arbitraryOf(methods[method].request), { numRuns: 50, seed })
    const below = numbersFrom(seed)
    let given: unknown
    const serve = (request: unknown): object => {
      given = request
      return {}
    }
    const handlers = { [method]: serve } as unknown as Handlers
    const context = { handlers, requests: new RequestRegistry(), log: () => undefined }
    let called = 0
    for (let round = 0; round < rounds.fuzzedCalls; round++) {
      const request = spoiled(accepted[round % accepted.length], below)
      given = undefined
      const reply = await answerRequest(method, request, undefined, context)
      if (given !== undefined) {
        called++
        // What reaches a handler is of the contract, and nothing else is in it.
        if (!isOwnOutput(method, given)) expect.fail(`${method} was called with ${JSON.stringify(given)}`)
      } else if (reply.ok || reply.error.code !== 'RequestInvalid') {
        expect.fail(`${method} did not refuse, and was not called`)
      }
      if (!reply.ok && (!codes.has(reply.error.code) || reply.error.message.length > 1000)) {
        expect.fail(`${method} answered ${JSON.stringify(reply).slice(0, 2000)}`)
      }
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(context.requests.size).toBe(0)
    // Else nothing was tried but the door.
    expect(called).toBeLessThan(rounds.fuzzedCalls)
  })
})

function isOwnOutput(method: MethodName, request: unknown): boolean {
  const again = methods[method].request.safeParse(request)
  return again.success && sameKeys(again.data, request)
}

function sameKeys(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return true
  const [keys, others] = [Object.keys(one), Object.keys(other)]
  return keys.length === others.length && keys.every((key) => others.includes(key))
}
