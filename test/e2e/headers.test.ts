import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countRows, sealAtOnce } from '../support/cluster-of-window'
import { openStudio, resizeWindow, temporaryHome, type OpenStudio } from '../support/open-studio'

const home = temporaryHome()
const files = join(home.path, 'files')
const table = 'Lines'
let open: OpenStudio

beforeAll(async () => {
  mkdirSync(files, { recursive: true })
  open = await openStudio(home.path)
  // The card for adding data is narrowest on this screen.
  await resizeWindow(open.app, 1920, 1080)
  await open.studio.waitUntilConnected()
  await open.studio.createTable({ name: table, schema: 'Line: string', batchingSeconds: 10 })
  await open.studio.waitForRowCount(0)
  await sealAtOnce(open.page, table)
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

function file(name: string, content: string): string {
  const path = join(files, name)
  writeFileSync(path, content)
  return path
}

async function isInside(inner: Locator, outer: Locator): Promise<boolean> {
  const [one, other] = [await inner.boundingBox(), await outer.boundingBox()]
  if (one === null || other === null) throw new Error('Not on the page')
  return one.x >= other.x && one.x + one.width <= other.x + other.width
}

test('files with a header, without one, and of plain lines go in together, and lose nothing but the header', async () => {
  const card = open.studio.card('Add data')
  await open.studio.dropFiles([
    file('a.csv', 'number\n1\n2\n'),
    file('b.csv', '3\n4\n'),
    file('notes.txt', 'first line\nsecond line\nthird line\n'),
  ])
  await card.getByRole('switch', { name: 'First record is a header in 1 of 2 files' }).waitFor()
  expect(await isInside(card.getByRole('button', { name: 'Options' }), card)).toBe(true)
  const ofFile = (name: string): Locator =>
    card.getByRole('switch', { name: `First record of ${name} is a header` })
  expect(await ofFile('a.csv').isChecked()).toBe(true)
  expect(await ofFile('b.csv').isChecked()).toBe(false)
  expect(await ofFile('notes.txt').isChecked()).toBe(false)
  await ofFile('b.csv').setChecked(true)
  await card.getByRole('button', { name: 'Ingest 6 records' }).waitFor()
  await ofFile('b.csv').setChecked(false)
  await open.studio.ingest('Ingest 7 records')
  await open.studio.waitForRowCount(7)
  await open.studio.waitForIngestion('3 files', 'Landed')
  await open.studio.card('Before and after').getByText('7 expected, 7 landed, 0 missing').waitFor()
  expect(await countRows(open.page, table)).toBe(7)
})

test('what was undone is told with the rows that had landed', async () => {
  await open.studio.card('Ingestions').getByRole('button', { name: 'Undo 3 files' }).click()
  await open.page.getByRole('button', { name: 'Drop 7 rows' }).click()
  await open.studio.card('Before and after').getByText('7 landed, then undone').waitFor()
  await open.studio.waitForRowCount(0)
  await open.studio.card('Row count').getByText('Undone: 3 sources, 7 records').waitFor({ state: 'attached' })
})
