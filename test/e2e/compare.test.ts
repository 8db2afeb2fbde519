import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealAtOnce } from '../support/cluster-of-window'
import { openStudio, resizeWindow, temporaryHome, type OpenStudio } from '../support/open-studio'

const home = temporaryHome()
let open: OpenStudio

beforeAll(async () => {
  open = await openStudio(home.path)
  const { studio } = open
  await studio.waitUntilConnected()
  const schema = 'At: datetime\nKind: string\nSize: long'
  await studio.createTable({ name: 'Parcels', schema, batchingSeconds: 10 })
  await studio.waitForRowCount(0)
  await sealAtOnce(open.page, 'Parcels')
  await ingest('2024-01-01,letter,1\n2024-06-01,box,5\n', 2)
  await ingest('2025-01-01,box,9\n,drone,2\n', 4)
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

async function ingest(rows: string, total: number): Promise<void> {
  const { studio } = open
  await studio.pasteRows(rows)
  await studio.setHeader(false)
  await studio.ingest(/^Ingest/)
  await studio.waitForRowCount(total)
}

test('“Compare” shows what the newest ingestion changed, and Escape leads back', async () => {
  const { page, studio } = open
  await studio.card('Before and after').getByRole('button', { name: 'Compare' }).click()
  const changes = page.getByRole('table')
  await changes.getByRole('row', { name: /^At/ }).getByText('1 new null').waitFor({ timeout: 30_000 })
  await changes.getByRole('row', { name: /^Kind/ }).getByText('1 new value: drone').waitFor()
  await changes.getByRole('row', { name: /^Size/ }).getByText('new maximum').waitFor()
  await resizeWindow(open.app, 900, 800)
  const news = changes.getByRole('row', { name: /^Kind/ }).getByText('1 new value: drone')
  const pill = changes.getByRole('row', { name: /^Size/ }).getByText('new maximum')
  for (const seen of [news, pill]) {
    const box = await seen.boundingBox()
    expect((box?.x ?? Infinity) + (box?.width ?? 0)).toBeLessThanOrEqual(900)
  }
  const picture = await changes.getByRole('row', { name: /^At/ }).locator('svg').boundingBox()
  const words = await changes.getByRole('columnheader', { name: 'What changed' }).boundingBox()
  expect((picture?.x ?? Infinity) + (picture?.width ?? 0)).toBeLessThanOrEqual(words?.x ?? 0)
  await resizeWindow(open.app, 1280, 800)
  const numbers = page.getByRole('region', { name: 'Numbers' })
  expect(await numbers.textContent()).toContain('Rows4from 2+2')
  await page.getByRole('img', { name: /^1 row came in, between/ }).waitFor()
  await page.getByText('Rows that came in').click()
  await page.getByRole('grid', { name: 'Rows that came in' }).getByText('drone').waitFor()
  await page.keyboard.press('Escape')
  await studio.card('Row count').waitFor()
})

test('a number is opened as its KQL, which runs as it is in the query pane', async () => {
  const { page, studio } = open
  await studio.card('Before and after').getByRole('button', { name: 'Compare' }).click()
  await page.getByTitle('KQL of Nulls, At').click()
  await page.getByRole('button', { name: 'Open in query' }).click()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const result = page.getByRole('grid', { name: 'Result' })
  await result.getByRole('columnheader', { name: 'Nulls' }).waitFor()
  expect(await result.getByRole('row').count()).toBe(3)
  await page.getByRole('heading', { name: 'Before and after', level: 1 }).waitFor()
})

test('a report is saved where the user wants it, and opens without a network', async () => {
  const { page, app } = open
  const path = join(home.path, 'report.html')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
  await page.getByRole('button', { name: 'Report' }).click()
  await page.getByRole('menuitem', { name: 'Page (HTML)' }).click()
  await expect.poll(() => existsSync(path), { timeout: 20_000 }).toBe(true)
  await expect.poll(() => readFileSync(path, 'utf8')).toContain('</html>')
  expect(readFileSync(path, 'utf8')).not.toMatch(/<script|<link|src=|href=|url\(/)
  expect(open.complaints).toEqual([])
})

test('a report fits a narrow window, and paper is white also where screens are dark', async () => {
  const opening = open.app.waitForEvent('window')
  await open.app.evaluate(
    ({ BrowserWindow }, file) => {
      const window = new BrowserWindow({ width: 600, height: 800, useContentSize: true, show: false })
      void window.loadFile(file)
    },
    join(home.path, 'report.html'),
  )
  const report = await opening
  await report.getByRole('heading', { level: 1 }).waitFor()
  const look = (): Promise<{ overflow: number; page: string; text: string }> =>
    report.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      const { backgroundColor, color } = getComputedStyle(document.body)
      return { overflow: scrollWidth - clientWidth, page: backgroundColor, text: color }
    })
  expect(await report.evaluate(() => window.innerWidth)).toBe(600)
  await report.emulateMedia({ colorScheme: 'dark' })
  expect(await look()).toEqual({ overflow: 0, page: 'rgb(18, 20, 24)', text: 'rgb(241, 243, 246)' })
  await report.emulateMedia({ colorScheme: 'dark', media: 'print' })
  expect(await look()).toMatchObject({ page: 'rgb(255, 255, 255)', text: 'rgb(21, 24, 29)' })
  await report.close()
})

test('a picture is drawn whole: its bars, and its words in the fonts of the system', async () => {
  const { page, app } = open
  const path = join(home.path, 'picture.png')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
  await page.getByRole('button', { name: 'Report' }).click()
  await page.getByRole('menuitem', { name: 'Chart (PNG)' }).click()
  await expect.poll(() => existsSync(path), { timeout: 20_000 }).toBe(true)
  const seen = await app.evaluate(({ nativeImage }, file) => {
    const image = nativeImage.createFromPath(file)
    const pixels = image.toBitmap()
    let [bars, words] = [0, 0]
    // Blue, green, red: bars of what came in are blue, the title is nearly black.
    for (let at = 0; at < pixels.length; at += 4) {
      const [blue = 0, , red = 0] = pixels.subarray(at, at + 3)
      if (blue > 180 && red < 60) bars += 1
      if (blue < 60 && red < 60) words += 1
    }
    return { ...image.getSize(), bars, words }
  }, path)
  expect(seen.width).toBeGreaterThan(1000)
  expect(seen.bars).toBeGreaterThan(100)
  expect(seen.words).toBeGreaterThan(100)
})
