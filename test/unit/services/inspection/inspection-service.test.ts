import { expect, test, vi } from 'vitest'
import type { ParentMessage } from '../../../../electron/inspection/protocol'
import { createInspectionService } from '../../../../electron/services/inspection/inspection-service'

test('a check that is asked for while the source is looked into waits for that look, and takes no second one', async () => {
  const sent: ParentMessage[] = []
  let hear: (value: unknown) => void = () => undefined
  let end: (reason: string) => void = () => undefined
  const exited = new Promise<string>((resolve) => (end = resolve))
  const service = createInspectionService({
    start: () => ({
      send(message) {
        sent.push(message)
        if (message.kind === 'start') queueMicrotask(() => hear({ kind: 'ready' }))
        if (message.kind === 'end') end('It was told to.')
      },
      onMessage: (listener) => void (hear = listener),
      onOutput: () => undefined,
      exited,
      kill: () => end('It was killed.'),
    }),
    sources: { pathOf: (handle) => handle },
    log: () => undefined,
  })
  const looked = service.look({ source: { kind: 'file', handle: '/a.csv' }, lookId: 'one', target: null })
  looked.catch(() => undefined)
  const looks = (): ParentMessage[] => sent.filter((message) => message.kind === 'call')
  await vi.waitFor(() => expect(looks()).toHaveLength(1))

  expect(service.check('one').status).toBe('running')
  await new Promise((resolve) => setImmediate(resolve))
  expect(looks()).toHaveLength(1)
  expect(sent.some(({ kind }) => kind === 'check')).toBe(false)
  await service.end()
})
