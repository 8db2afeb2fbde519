import { expect, test } from 'vitest'
import type { StudioApi } from '../../../electron/contract/types'
import { StudioError, toWireError } from '../../../electron/domain/studio-error'
import { createStudioClient } from '../../../renderer/src/api/studio-client'

function api(change: Partial<StudioApi>): StudioApi {
  return {
    call: () => new Promise(() => undefined),
    cancel: () => undefined,
    on: () => () => undefined,
    registerFiles: async () => ({ ok: true, value: [] }),
    ...change,
  }
}

test('a failure reply is thrown as the error that it was', async () => {
  const sent = new StudioError('TableNotFound', 'There is no table T.', {
    nextStep: 'Make it.',
    subject: 'T',
  })
  const client = createStudioClient(
    api({ call: async () => ({ ok: false, error: structuredClone(toWireError(sent)) }) }),
  )
  await expect(client.call('catalog/databases', {})).rejects.toMatchObject({
    name: 'StudioError',
    code: 'TableNotFound',
    message: 'There is no table T.',
    nextStep: 'Make it.',
    subject: 'T',
  })
})

test('an abort cancels exactly this call and ends it at once', async () => {
  const ids: (string | undefined)[] = []
  const canceled: string[] = []
  const client = createStudioClient(
    api({
      call: (_method, _request, requestId) => {
        ids.push(requestId)
        return new Promise(() => undefined)
      },
      cancel: (requestId) => void canceled.push(requestId),
    }),
  )
  const controller = new AbortController()
  const other = new AbortController()
  const call = client.call('connection/signIn', { way: 'browser', tenant: null }, controller.signal)
  void client.call('connection/signIn', { way: 'browser', tenant: null }, other.signal).catch(() => undefined)
  controller.abort()
  await expect(call).rejects.toMatchObject({ code: 'Canceled' })
  expect(canceled).toEqual([ids[0]])
})
