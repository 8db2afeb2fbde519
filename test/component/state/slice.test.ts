import { expect, test } from 'vitest'
import type { QuerySlice } from '../../../renderer/src/state/query'
import type { StudioSlice } from '../../../renderer/src/state/slices/slice'

test('the compiler refuses a slice that writes the field of another', () => {
  const written: object[] = []
  const create: StudioSlice<Pick<QuerySlice, 'queryText' | 'setQueryText'>> = (set) => ({
    queryText: '',
    setQueryText: (queryText) => {
      set({ queryText })
      // @ts-expect-error The notice belongs to the view.
      set({ queryText, notice: null })
      // @ts-expect-error An action is no field.
      set({ setQueryText: () => undefined })
    },
  })
  create((change) => void written.push(change), undefined as never, undefined as never).setQueryText(
    'print 1',
  )
  expect(written[0]).toEqual({ queryText: 'print 1' })
})
