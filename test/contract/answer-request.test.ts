import { describe, expect, test } from 'vitest'
import { methodNames, type MethodName } from '../../electron/contract/names'
import { StudioError } from '../../electron/domain/studio-error'
import { answerRequest, type AnswerContext } from '../../electron/main/ipc/answer-request'
import type { Handlers } from '../../electron/main/ipc/handler'
import { RequestRegistry } from '../../electron/main/ipc/requests'

interface Serving extends AnswerContext {
  readonly called: [MethodName, unknown][]
  readonly logged: string[]
}

function serving(handle: (method: MethodName, signal: AbortSignal) => unknown): Serving {
  const called: [MethodName, unknown][] = []
  const logged: string[] = []
  const handlers = Object.fromEntries(
    methodNames.map((method) => [
      method,
      async (request: unknown, signal: AbortSignal) => {
        called.push([method, request])
        return await handle(method, signal)
      },
    ]),
  ) as unknown as Handlers
  const log = (scope: string, message: string): void => void logged.push(`${scope} ${message}`)
  return { handlers, requests: new RequestRegistry(), log, called, logged }
}

describe('a call of the page', () => {
  test('is answered with the handler’s value, without what the contract does not name', async () => {
    const context = serving(() => [{ name: 'Samples', secret: 'x' }])
    expect(await answerRequest('catalog/databases', {}, undefined, context)).toEqual({
      ok: true,
      value: [{ name: 'Samples' }],
    })
  })

  test('that is not valid names the field and does not reach the handler', async () => {
    const context = serving(() => ({}))
    const request = {
      database: 'Samples',
      table: 'T',
      columns: [{ name: 'A', type: 'text' }],
      batchingPolicy: null,
    }
    const reply = await answerRequest('catalog/createTable', request, undefined, context)
    expect(reply).toMatchObject({ ok: false, error: { code: 'RequestInvalid' } })
    expect(reply.ok ? '' : reply.error.message).toContain('columns.0.type')
    expect(context.called).toEqual([])
  })

  test('that fails as expected carries its error', async () => {
    const context = serving(() => {
      throw new StudioError('TableNotFound', 'There is no table “T”.', {
        subject: 'T',
        nextStep: 'Choose another.',
      })
    })
    const request = { database: 'D', table: 'T' }
    expect(await answerRequest('catalog/table', request, 'id', context)).toMatchObject({
      ok: false,
      error: { code: 'TableNotFound', subject: 'T', nextStep: 'Choose another.' },
    })
    // For the diagnostics; its text may quote what the user has typed.
    expect(context.logged).toEqual(['ipc catalog/table was refused: TableNotFound'])
  })

  test('that fails by a bug says so without its text, which goes to the log', async () => {
    const context = serving(() => {
      throw new TypeError('secret-in-a-bug')
    })
    const reply = await answerRequest('catalog/databases', {}, undefined, context)
    expect(reply).toMatchObject({ ok: false, error: { code: 'Unexpected' } })
    expect(JSON.stringify(reply)).not.toContain('secret-in-a-bug')
    expect(context.logged).toHaveLength(1)
  })

  test('whose answer breaks the contract is a bug too', async () => {
    const context = serving(() => [{ name: 5 }])
    const reply = await answerRequest('catalog/databases', {}, undefined, context)
    expect(reply).toMatchObject({ ok: false, error: { code: 'Unexpected' } })
    expect(context.logged).toHaveLength(1)
  })

  test('ends with Canceled when the page cancels it, whatever the handler still gives', async () => {
    const context = serving(
      (_method, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve([]))),
    )
    const reply = answerRequest('catalog/databases', {}, 'id', context)
    context.requests.cancel('id')
    expect(await reply).toMatchObject({ ok: false, error: { code: 'Canceled', retryable: true } })
    expect(context.requests.size).toBe(0)
  })

  test.each([5, '', {}, 'x'.repeat(65)])('with the request id %j is refused', async (requestId) => {
    const context = serving(() => [])
    expect(await answerRequest('catalog/databases', {}, requestId, context)).toMatchObject({ ok: false })
    expect(context.called).toEqual([])
  })
})
