import { expect, test } from 'vitest'
import type { Check, Look, Target } from '../../../../electron/domain/schema/inspection'
import { createForesight } from '../../../../electron/services/inspection/foresight'
import type { SourceToForesee } from '../../../../electron/services/jobs/values/foresight'
import type { InspectionService } from '../../../../electron/services/studio-services'

const target: Target = { columns: [{ name: 'a', type: 'long' }], mapping: null }

const told = (lookId: string): Check => ({
  lookId,
  revision: 1,
  status: 'done',
  read: { bytesRead: 10, bytesTotal: 10, records: 10, isWhole: true },
  columns: [
    {
      name: 'a',
      column: 'a',
      type: 'long',
      values: 10,
      inferred: 'long',
      choices: [],
      empty: 0,
      becomeNull: 1,
      distinct: 9,
      minimum: '1',
      maximum: '9',
      sum: '45',
      distribution: [],
    },
  ],
  findings: [],
  error: null,
})

const source = (handle: string, look?: string): SourceToForesee => ({
  place: () => ({ kind: 'file', handle }),
  reading: { format: 'csv', ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 },
  mostBytes: Infinity,
  ...(look === undefined ? {} : { look: { lookId: look, isAccepted: false } }),
})

/** An inspection that counts the sources it is asked to look into. */
function fakeInspection(): { readonly service: InspectionService; readonly looked: string[] } {
  const looked: string[] = []
  const service = {
    whole: (lookId: string) => Promise.resolve(told(lookId)),
    look: ({ source: { handle } }: { source: { handle: string } }) => {
      looked.push(handle)
      return Promise.resolve({ ...told(handle), problem: null, sizeBytes: 10 } as unknown as Look)
    },
    close: () => undefined,
  } as unknown as InspectionService
  return { service, looked }
}

const { signal } = new AbortController()

test('every check that is complete counts, in a job of any size; the others are read until it is enough', async () => {
  const { service, looked } = fakeInspection()
  const foresee = createForesight(service)
  const seen = Array.from({ length: 300 }, (_, index) => source(`seen ${index}`, `look ${index}`))
  const unseen = Array.from({ length: 200 }, (_, index) => source(`unseen ${index}`))
  const some = await foresee(Promise.resolve(target), [...unseen, ...seen], {
    signal,
    extent: 'sample',
    isEnough: () => looked.length >= 20,
  })
  expect(some).toMatchObject({ records: 3200, isWhole: false, sources: { read: 320, of: 500 } })
  expect(some?.columns[0]).toMatchObject({ becomeNull: 320, minimum: '1', sum: String(45 * 320) })
  // Those that were read stand for the whole list.
  expect(looked).toContain('unseen 190')
  const all = await foresee(Promise.resolve(target), [...unseen, ...seen], { signal, extent: 'sample' })
  expect(all).toMatchObject({ records: 5000, isWhole: true })
})
