import { expect, test } from 'vitest'
import { reportStyle } from '../../../../../electron/services/snapshots/report/report-style'

test('a report is dark on dark screens only: paper is white', () => {
  const dark = [...reportStyle.matchAll(/@media ([^{]*)\{/g)]
    .map(([, query]) => query ?? '')
    .filter((query) => query.includes('dark'))
  expect(dark).toEqual(['screen and (prefers-color-scheme:dark)'])
})

test('a table wider than the window scrolls by itself, and does not widen the page', () => {
  expect(reportStyle).toContain('.wide{overflow-x:auto}')
})
