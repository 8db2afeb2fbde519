import { expect, test } from 'vitest'
import type { ComparedColumn, Comparison } from '../../../../../electron/domain/schema/comparison'
import { reportCsv } from '../../../../../electron/services/snapshots/report/report-csv'

test('the rows that no bar shows, because they have no time, have a line of their own', () => {
  const day = 86_400
  const column = {
    name: 'At',
    type: 'datetime',
    width: day,
    bins: [{ at: 20_000, before: 3, added: 4, others: 1 }],
    withoutValue: { before: 0, added: 2, others: 0 },
  } as unknown as ComparedColumn
  const rows = { before: 3, after: 10, added: 6, others: 1, otherIngestions: 0, otherWriters: 1 }
  const comparison = { columns: [column], rows, tag: 'studio-1' } as unknown as Comparison
  const lines = reportCsv({ comparison, job: null, at: 0, timeColumn: undefined }).split('\r\n')
  expect(lines[0]).toBe('from,to,before,this_ingestion,other_writers')
  expect(lines[1]).toMatch(/^2024-10-04.*,2024-10-05.*,3,4,1$/)
  expect(lines[2]).toBe(',,0,2,0')
})
