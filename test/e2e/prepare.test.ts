import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'

const home = temporaryHome()
const files = join(home.path, 'files')
const faults = { 41: 'n/a', 612: 'yesterday' } as const
const records = 5000
let open: OpenStudio

/** Visits with a header, all in order but for two times that are none. */
function visits(): string {
  const path = join(files, 'visits.csv')
  const lines = Array.from({ length: records }, (_, index) => {
    const record = index + 1
    const at =
      faults[record as keyof typeof faults] ??
      `2026-03-${String(1 + (index % 28)).padStart(2, '0')}T08:00:00Z`
    return `${record},${at},City ${index % 40}`
  })
  writeFileSync(path, ['Id,At,City', ...lines, ''].join('\n'))
  return path
}

beforeAll(async () => {
  mkdirSync(files, { recursive: true })
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
  const schema = 'Id: long\nAt: datetime\nCity: string'
  await open.studio.createTable({ name: 'Visits', schema, batchingSeconds: 10 })
  await open.studio.waitForRowCount(0)
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

test('a file is checked as it is dropped, looked into by keyboard, and its faults stand by line', async () => {
  const { page, studio } = open
  await studio.dropFiles([visits()])
  await studio.card('Add data').getByText('3 columns · all checked').waitFor()
  await page.getByRole('button', { name: 'Look into visits.csv' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('grid').waitFor()
  await page.getByText('3 of 3 columns match by name').waitFor()
  await page.getByRole('columnheader', { name: /At/ }).getByText('2 become null').waitFor()
  await page.getByRole('tab', { name: 'Rows with findings' }).click()
  // The header is line 1.
  await page.getByRole('rowheader', { name: '42', exact: true }).waitFor()
  await page.getByRole('gridcell', { name: /“yesterday” arrives as null/ }).waitFor()
  await page.keyboard.press('Escape')
  await studio.card('Add data').waitFor()
})

test('the same file makes a new table of its own, with the types that it suggests', async () => {
  const { page, studio } = open
  await page.getByRole('button', { name: 'Look into visits.csv' }).click()
  await page.getByRole('radio', { name: 'New table' }).check({ force: true })
  await page.getByRole('textbox', { name: 'Name of the new table' }).fill('Visits2')
  await page.getByRole('button', { name: /^Type of At:/ }).click()
  await page.getByRole('menuitemradio', { name: /^string/ }).click()
  await page.getByRole('button', { name: /^Create table/ }).click()
  await studio.waitForRowCount(records)
  expect(await studio.page.getByRole('heading', { name: 'Visits2' }).count()).toBe(1)
  expect(open.complaints).toEqual([])
})
