import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askCluster, countRows, sealAtOnce } from '../support/cluster-of-window'
import { deliveries, walkDeliveries, writeDeliveries } from '../support/deliveries'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'

const home = temporaryHome()
const files = mkdtempSync(join(tmpdir(), 'prepare-walks-'))
let open: OpenStudio

beforeAll(async () => {
  open = await openStudio(home.path)
  open.page.setDefaultTimeout(15_000)
  await open.studio.waitUntilConnected()
})
afterAll(async () => {
  await open?.close()
  home.remove()
  rmSync(files, { recursive: true, force: true })
})

function put(name: string, content: string | Buffer): string {
  const path = join(files, name)
  writeFileSync(path, content)
  return path
}

const days = (count: number, at = 1): string[] =>
  Array.from({ length: count }, (_, index) => `${at + index},2026-03-01T08:00:00Z,Zürich`)

async function cellsOf(query: string): Promise<readonly unknown[]> {
  return (await askCluster(open.page, query)).map(([cell]) => cell)
}

test('a file with three faults: seen by line, decided one by one, sent, and accounted for', async () => {
  const { page, studio } = open
  await studio.createTable(deliveries.table)
  await studio.waitForRowCount(0)
  await sealAtOnce(page, deliveries.table.name)
  const path = join(files, deliveries.fileName)
  writeDeliveries(path)
  await walkDeliveries(open, path)
  expect(await countRows(page, 'Deliveries')).toBe(deliveries.landed)
  expect(await cellsOf('Deliveries | where Id == 412 | project tostring(Day)')).toEqual([
    expect.stringMatching(/^2026-03-25/),
  ])
  expect(await cellsOf('Deliveries | where isnull(Price) | project Id')).toEqual([980])
  const rejected = readFileSync(join(files, 'deliveries.rejected.csv'), 'utf8')
  expect(rejected).toContain('1500,')
  expect(rejected.trim().split('\n')).toHaveLength(2)
})

test('text that is not UTF-8 is converted after being asked, by keyboard, and ordinary files with it', async () => {
  const { page, studio } = open
  const schema = 'Id: long\nAt: datetime\nCity: string'
  await studio.createTable({ name: 'Visits', schema, batchingSeconds: 10 })
  await studio.waitForRowCount(0)
  await sealAtOnce(page, 'Visits')
  const head = 'Id,At,City\n'
  const latin = [0, 1, 2].map((at) =>
    put(`old-${at}.csv`, Buffer.from(`${head}${days(100, at * 100).join('\n')}\n`, 'latin1')),
  )
  await studio.dropFiles([...latin, put('new.csv', `${head}${days(50, 900).join('\n')}\n`)])
  await studio.ingest(/^Ingest (4 files|350 records)$/)
  const dialog = page.getByRole('dialog', { name: 'Convert before sending?' })
  await dialog.getByText(/3 files have .* text/).waitFor()
  expect(await countRows(page, 'Visits')).toBe(0)
  await page.keyboard.press('Enter')
  await studio.waitForRowCount(350)
  expect(await cellsOf('Visits | summarize n = count() by City | project City')).toEqual(['Zürich'])
})

test('Escape leaves the page from anywhere, and the focus goes back to what opened it', async () => {
  const { page, studio } = open
  await studio.dropFiles([put('visits.csv', `Id,At,City\n${days(300).join('\n')}\n`)])
  const look = page.getByRole('button', { name: 'Look into visits.csv' })
  await look.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('grid').waitFor()
  await page.getByRole('treeitem', { name: 'Visits' }).last().focus()
  await page.keyboard.press('Escape')
  await studio.card('Add data').waitFor()
  await expect.poll(() => look.evaluate((button) => button === document.activeElement)).toBe(true)
})

test('the rows are walked by keyboard: side by side with their bytes, at random, and raw', async () => {
  const { page } = open
  await page.keyboard.press('Enter')
  const grid = page.getByRole('grid')
  await grid.waitFor()
  await page.getByRole('radio', { name: 'Side by side' }).check({ force: true })
  await grid.focus()
  await page.keyboard.press('Control+Home')
  for (let row = 0; row < 9; row++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  // The tenth record, below the header.
  const byte = `Id,At,City\n${days(9).join('\n')}\n`
  await page.getByText(`Line 11, byte ${Buffer.byteLength(byte).toLocaleString('en-US')}`).waitFor()
  const active = await grid.getAttribute('aria-activedescendant')
  expect(await page.locator(`#${active ?? ''}`).innerText()).toContain('10,2026-03-01T08:00:00Z,Zürich')
  await page.getByRole('tab', { name: 'Random rows' }).click()
  await page
    .getByRole('gridcell', { name: /Zürich/ })
    .first()
    .waitFor()
  await page.getByRole('radio', { name: 'Raw' }).check({ force: true })
  await page.getByRole('columnheader', { name: 'As it stands in the source' }).waitFor()
  await grid.focus()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('Escape')
  await open.studio.card('Add data').waitFor()
})

test('a mapping that swaps columns by hand is told by what it costs', async () => {
  const { page } = open
  await page.getByRole('button', { name: 'Look into visits.csv' }).click()
  await page.getByRole('button', { name: 'Edit mapping' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mapping into Visits' })
  await dialog.getByLabel('Position for At').selectOption('2')
  await dialog.getByLabel('Position for City').selectOption('1')
  await dialog.getByRole('button', { name: 'Use this mapping' }).click()
  await page
    .getByRole('region', { name: /“At”|“City”/ })
    .getByText('Zürich')
    .first()
    .waitFor()
  await page
    .getByRole('columnheader', { name: /300 become null/ })
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
  await open.studio.card('Add data').waitFor()
  await page.getByRole('button', { name: 'Remove visits.csv' }).click()
})

test('a value after the sample that does not fit a new table is found by the check, with the type to take', async () => {
  const { page, studio } = open
  const late = Array.from(
    { length: 150_000 },
    (_, index) => `${index},${index === 140_000 ? 'n/a' : index % 90}`,
  )
  await studio.dropFiles([put('late.csv', `Id,Count\n${late.join('\n')}\n`)])
  await page.getByRole('button', { name: 'Look into late.csv' }).click()
  await page.getByRole('radio', { name: 'New table' }).check({ force: true })
  const head = page.getByRole('columnheader', { name: /Count/ })
  await head.getByText('1 becomes null').waitFor({ timeout: 60_000 })
  await head.getByRole('button', { name: /^Type of Count: long/ }).click()
  await page.getByRole('menuitemradio', { name: /^string.*keeps every value/ }).click()
  await page.getByText('All 150,000 records fit their columns.').waitFor({ timeout: 60_000 })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove late.csv' }).click()
})

test('a quote that is never closed has choices', async () => {
  const { page, studio } = open
  const text = `Id,At,City\n${days(20).join('\n')}\n21,2026-03-01,"never closed\n${days(20, 22).join('\n')}\n`
  await studio.dropFiles([put('quote.csv', text)])
  await page.getByRole('button', { name: 'Look into quote.csv' }).click()
  await page.getByRole('button', { name: 'Take each line as one text' }).click()
  await page
    .getByRole('button', { name: /^Text|^TXT|txt/i })
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove quote.csv' }).click()
  expect(existsSync(join(files, 'quote.csv'))).toBe(true)
  expect(open.complaints).toEqual([])
})
