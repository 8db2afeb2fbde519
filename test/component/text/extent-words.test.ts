import { expect, test } from 'vitest'
import type { Check, Look } from '../../../electron/domain/schema/inspection'
import { extentWords } from '../../../renderer/src/text/extent-words'

const look = { lookId: 'l', read: { records: 2 }, columns: [] } as unknown as Look
const check = (status: Check['status'], bytesRead: number, isWhole = false): Check =>
  ({
    status,
    columns: [{}],
    read: { bytesRead, bytesTotal: 100, records: 3, isWhole },
  }) as unknown as Check

test.each([
  ['one that runs says how far it is', check('running', 60), 'checked 60\u00a0%'],
  ['one that was stopped says where', check('stopped', 60), 'check stopped at 60\u00a0%'],
  ['one that nobody let begin says what was read', check('stopped', 0), 'first 2 records'],
  ['one that came to its end', check('done', 100, true), 'all checked'],
  ['one that met what cannot be read goes no further', check('done', 60), 'checked up to the fault'],
])('%s', (_what, of, words) => {
  expect(extentWords({ look, check: of })).toBe(words)
})
