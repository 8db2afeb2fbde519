import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealAtOnce } from '../support/cluster-of-window'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'

const home = temporaryHome()
const files = join(home.path, 'files')
let open: OpenStudio

const file = (name: string, content: string): string => {
  const path = join(files, name)
  writeFileSync(path, content)
  return path
}

/** Drops a file, sends it, and waits until it has ended. */
async function send(name: string, content: string, state: RegExp): Promise<void> {
  const { studio } = open
  await studio.dropFiles([file(name, content)])
  await studio
    .card('Add data')
    .getByText(/all checked|checked|findings?|cannot|quote/)
    .first()
    .waitFor()
  await studio.ingest(/^Ingest/)
  await studio.waitForIngestion(name, state)
}

beforeAll(async () => {
  mkdirSync(files, { recursive: true })
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
  await open.studio.createTable({ name: 'Plants', schema: 'Id: long\nName: string', batchingSeconds: 10 })
  await open.studio.waitForRowCount(0)
  await send('north.csv', '1,a\n2,b\n', /Landed/)
  // The first has waited for its batch, which its history says.
  await sealAtOnce(open.page, 'Plants')
  await send('south.csv', '3,c\n', /Landed/)
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

test('every ingestion is found from the keyboard alone, says where its time went, and Escape leads back', async () => {
  const { page, studio } = open
  await page.getByRole('button', { name: 'All ingestions' }).focus()
  await page.keyboard.press('Enter')
  const history = page.getByRole('group', { name: 'All ingestions' })
  await history.getByRole('searchbox').waitFor()
  await history.getByRole('heading', { name: 'south.csv' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await history.getByRole('heading', { name: 'north.csv' }).waitFor()
  await history.getByText(/^Where the .* went$/).waitFor()
  await history.getByText(/^The batch waited for more until its 10 s were over/).waitFor()
  // Back to the field, by the key that finds in every program.
  await page.keyboard.press('Control+f')
  await page.keyboard.type('sou')
  await history.getByRole('row', { name: /north\.csv/ }).waitFor({ state: 'detached' })
  await history.getByRole('row', { name: /south\.csv/ }).waitFor()
  await page.keyboard.press('Escape')
  await history.getByRole('row', { name: /north\.csv/ }).waitFor()
  await page.keyboard.press('Escape')
  await studio.card('Add data').waitFor()
})

test('an ingestion runs again, is copied as KQL, and all of them are exported', async () => {
  const { page, app, studio } = open
  await page.getByRole('button', { name: 'All ingestions' }).click()
  const history = page.getByRole('group', { name: 'All ingestions' })
  await history.getByRole('row', { name: /north\.csv/ }).click()
  await history
    .getByText(/\.ingest inline into table \['Plants'\] with \(format="csv"\) <\|\s+1,a\s+2,b/)
    .waitFor()
  await history.getByRole('button', { name: 'Run again' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Run north.csv again?' })
  await dialog.getByText(/^2 rows of this ingestion are in the table/).waitFor()
  await dialog.getByRole('button', { name: 'Run again' }).click()
  const landed = history.getByRole('row', { name: /north\.csv.*Landed/ })
  await expect.poll(() => landed.count(), { timeout: 60_000 }).toBe(2)

  const target = join(files, 'exported.csv')
  await app.evaluate(({ dialog: dialogs }, filePath) => {
    dialogs.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, target)
  await history.getByRole('button', { name: 'Export CSV' }).click()
  await expect
    .poll(() => {
      try {
        return readFileSync(target, 'utf8').trimEnd().split('\r\n').length
      } catch {
        return 0
      }
    })
    .toBe(4)
  await history.getByRole('button', { name: 'Open table' }).click()
  await studio.waitForRowCount(5)
  expect(open.complaints).toEqual([])
})
