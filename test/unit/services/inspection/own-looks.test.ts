import { expect, test } from 'vitest'
import type { Check, Look } from '../../../../electron/domain/schema/inspection'
import { ownLooks } from '../../../../electron/services/inspection/own-looks'
import { createEmitter } from '../../../../electron/services/emitter'
import type { InspectionService } from '../../../../electron/services/studio-services'

test('a window hears of its own looks only, and closes them and no others', async () => {
  const changes = createEmitter<Check>((error) => expect.fail(String(error)))
  const closed: string[] = []
  let made = 0
  const inspection = {
    look: () => Promise.resolve({ lookId: `look ${made++}` } as Look),
    close: (lookId: string) => void closed.push(lookId),
    onChange: changes.subscribe,
  } as unknown as InspectionService
  const [one, other] = [ownLooks(inspection), ownLooks(inspection)]
  const heard: string[] = []
  one.onChange(({ lookId }) => heard.push(`one: ${lookId}`))
  other.onChange(({ lookId }) => heard.push(`other: ${lookId}`))

  const request = { source: { kind: 'file', handle: 'h' }, target: null } as const
  await one.look(request)
  await other.look(request)
  await one.look(request)
  for (const lookId of ['look 0', 'look 1', 'look 2', 'look of nobody']) changes.emit({ lookId } as Check)
  expect(heard).toEqual(['one: look 0', 'other: look 1', 'one: look 2'])

  one.close('look 0')
  one.closeAll()
  expect(closed).toEqual(['look 0', 'look 2'])

  // A page that is loaded again does not wait for what it asked for.
  const late = one.look(request)
  one.closeAll()
  await late
  expect(closed).toEqual(['look 0', 'look 2', 'look 3'])
})
