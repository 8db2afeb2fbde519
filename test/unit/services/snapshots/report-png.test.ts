import { expect, test } from 'vitest'
import { reportPng } from '../../../../electron/services/snapshots/report/report-png'
import type { ReportSubject } from '../../../../electron/services/snapshots/report/report-subject'

const named = (table: string): ReportSubject =>
  ({
    comparison: { after: { table, rows: 3 }, tag: null, columns: [] },
    job: null,
    at: 0,
    timeColumn: undefined,
  }) as unknown as ReportSubject

test('whoever draws with the fonts of the system gets every letter', async () => {
  let drawn = ''
  const { undrawn } = await reportPng(named('Продажи 販売'), (svg) => {
    drawn = svg
    return Promise.resolve(new Uint8Array())
  })
  expect(drawn).toContain('Продажи 販売: 3 rows')
  expect(undrawn).toBe('')
})

test('the studio’s own font has question marks for what it lacks, no boxes, and says so', async () => {
  const one = await reportPng(named('Жук'))
  expect(one.undrawn).toBe('Жук')
  const other = await reportPng(named('ΩΩΩ'))
  expect(other.undrawn).toBe('Ω')
  expect(one.content).toEqual(other.content)
  expect(one.content).toEqual((await reportPng(named('???'))).content)
  expect((await reportPng(named('Sales – 2026'))).undrawn).toBe('')
})
