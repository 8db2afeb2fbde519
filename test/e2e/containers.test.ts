import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outFolder } from '../../electron/bootstrap/project-paths.mjs'
import { countRows, sealAtOnce } from '../support/cluster-of-window'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'
import { startUserStorage, type UserStorage } from '../support/storage-container'

const home = temporaryHome()
const screenshots = join(outFolder, 'screenshots')
let storage: UserStorage
let open: OpenStudio

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true })
  storage = await startUserStorage()
  open = await openStudio(home.path, { env: { KUSTO_LOCAL_CLUSTER_ALLOW_LOCAL_BLOBS: '1' } })
})
afterAll(async () => {
  await open?.close()
  await storage?.close()
  home.remove()
})

test('a container is listed, filtered, and lands', async () => {
  const { page, studio } = open
  await studio.waitUntilConnected()
  await studio.createTable({ name: 'Landing', schema: 'Id: long\nWords: string', batchingSeconds: 10 })
  await sealAtOnce(page, 'Landing', 40)
  const container = await storage.makeContainer('landing')
  const days = Array.from({ length: 40 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)))
  await container.uploadAll([
    ...days.map((day, index) => {
      const path = day.toISOString().slice(0, 10).replaceAll('-', '/')
      return [`${path}/events.csv`, `${index},${'words '.repeat(index)}\n`] as const
    }),
    ['2024/01/03/_SUCCESS', 'x'],
    ['2024/01/04/empty.csv', ''],
    ['readme.md', '# Landing'],
  ])
  const sas = container.sas()
  await studio.giveBlobUri(`${container.uri}?${sas}`)
  const card = studio.card('Add data')
  await card.getByText('43 blobs,').waitFor()
  await card.getByRole('textbox', { name: 'Only blobs like' }).fill('*.csv')
  await card.getByRole('button', { name: 'More' }).click()
  await card.getByRole('textbox', { name: 'Date in the path' }).fill("'/'yyyy/MM/dd")
  const button = card.getByRole('button', { name: 'Ingest 40 blobs' })
  await button.waitFor()
  // At the size that the window opens with, everything is in sight.
  const bounds = await Promise.all([button.boundingBox(), card.boundingBox()])
  const [bottomOfButton, bottomOfCard] = bounds.map((box) => (box === null ? 0 : box.y + box.height))
  expect(bottomOfButton).toBeLessThan(bottomOfCard ?? 0)
  for (const theme of ['Light', 'Dark'] as const) {
    await page.getByRole('radio', { name: theme }).check({ force: true })
    await page.screenshot({
      path: join(screenshots, `container-${theme.toLowerCase()}.png`),
      animations: 'disabled',
    })
  }
  await studio.ingest('Ingest 40 blobs')
  await studio.waitForRowCount(40)
  expect(await countRows(page, 'Landing')).toBe(40)
  expect(await page.content()).not.toContain(new URLSearchParams(sas).get('sig'))
  expect(open.requests.filter((address) => !address.startsWith('app://studio/'))).toEqual([])
  expect(open.complaints).toEqual([])
})
