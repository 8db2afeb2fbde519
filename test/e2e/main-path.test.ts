import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outFolder } from '../../electron/bootstrap/project-paths.mjs'
import { clusterUriOf, countRows, sealAtOnce } from '../support/cluster-of-window'
import { openStudio, resizeWindow, temporaryHome, type OpenStudio } from '../support/open-studio'
import { tutorial } from '../support/tutorial'
import { uploadBlob } from '../support/upload-blob'

const home = temporaryHome()
const screenshots = join(outFolder, 'screenshots')
let open: OpenStudio

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true })
  open = await openStudio(home.path)
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

describe('the tutorial, through the real window', () => {
  test('the local cluster is connected by itself', async () => {
    await open.studio.waitUntilConnected()
    expect(await clusterUriOf(open.page)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    await open.page.getByText('See rows arrive').waitFor()
  })

  test('a table is made from a typed schema and is empty', async () => {
    await open.studio.createTable(tutorial.table)
    await open.studio.waitForRowCount(0)
    await open.page.getByText('10 s').first().waitFor()
  })

  test('a dropped file lands: 1,000 rows', async () => {
    await open.studio.dropFiles([tutorial.sampleFile])
    await open.studio.ingest('Ingest 1,000 records')
    await open.studio.waitForRowCount(1000)
    await open.studio.waitForIngestion('stormevents.csv', 'Landed')
    expect(await open.studio.comparison()).toMatchObject({ Before: '0', After: '1,000' })
  })

  test('a pasted row lands: 1,001 rows, and is the last one', async () => {
    await open.studio.pasteRows(tutorial.pastedRow)
    await open.studio.ingest('Ingest 1 record')
    await open.studio.waitForRowCount(1001)
    await open.studio.waitForIngestion('Pasted', 'Landed')
    const card = open.studio.card('Before and after')
    await card.getByText('MEXICO').waitFor()
    expect(await open.studio.comparison()).toMatchObject({ Before: '1,000', After: '1,001', State: 'MEXICO' })
  })

  test('a blob by its SAS URI lands: 2,001 rows', async () => {
    // The two before have waited for their batches.
    await sealAtOnce(open.page, tutorial.table.name)
    const uri = await uploadBlob(
      await clusterUriOf(open.page),
      'more-events.csv',
      tutorial.sampleContent(),
      home.path,
    )
    await open.studio.giveBlobUri(uri)
    await open.studio.setHeader(true)
    await open.studio.ingest('Ingest blob')
    await open.studio.waitForRowCount(2001)
    await open.studio.waitForIngestion('more-events.csv', 'Landed')
    expect(await open.studio.comparison()).toMatchObject({ Before: '1,001', After: '2,001', State: 'MEXICO' })
    const secret = new URL(uri).searchParams.get('sig') ?? ''
    expect(secret).not.toBe('')
    expect(await countRows(open.page, tutorial.table.name)).toBe(2001)
    expect(await open.page.content()).not.toContain(secret)
  })

  test.each([
    ['1280x800', 1280, 800],
    ['1920x1080', 1920, 1080],
  ] as const)('pictures at %s, light and dark', async (name, width, height) => {
    await resizeWindow(open.app, width, height)
    for (const theme of ['Light', 'Dark'] as const) {
      await open.page.getByRole('radio', { name: theme }).check({ force: true })
      await open.page.screenshot({
        path: join(screenshots, `${name}-${theme.toLowerCase()}.png`),
        animations: 'disabled',
      })
    }
    const overflow = await open.page.evaluate(
      () =>
        document.documentElement.scrollHeight > window.innerHeight ||
        document.documentElement.scrollWidth > window.innerWidth,
    )
    expect(overflow).toBe(false)
    const isCut = await open.page
      .locator('[role="cell"] > span[class*="pill"]')
      .first()
      .evaluate((pill) => {
        const words = pill.textContent
        pill.textContent = 'Uploading 95%, 950 KB/s'
        const cut = pill.scrollWidth > pill.clientWidth
        pill.textContent = words
        return cut
      })
    expect(isCut).toBe(false)
    await open.page.getByRole('radio', { name: 'System' }).check({ force: true })
    await resizeWindow(open.app, 1280, 800)
  })

  test('the page asked for nothing but its own files and complained of nothing', () => {
    expect(open.requests.filter((address) => !address.startsWith('app://studio/'))).toEqual([])
    expect(open.complaints).toEqual([])
  })

  test('after a restart, all of it is there again', async () => {
    const before = await clusterUriOf(open.page)
    await open.close()
    open = await openStudio(home.path)
    await open.studio.waitUntilConnected()
    expect(await clusterUriOf(open.page)).toBe(before)
    await open.studio.waitForRowCount(2001)
    await open.studio.waitForIngestion('stormevents.csv', 'Landed')
    await open.studio.waitForIngestion('Pasted', 'Landed')
    await open.studio.waitForIngestion('more-events.csv', 'Landed')
    await open.studio.card('Before and after').getByText('MEXICO').waitFor()
    expect(await open.studio.ingestions()).toHaveLength(3)
  })
})
