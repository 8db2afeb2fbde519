import { writeFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import type { StudioPage } from './studio-page'

const records = 2000
/** Records with a fault, and their lines below the header. */
const dayFirst = 412
const noNumber = 980
const oneFieldMore = 1500

/** A table for deliveries, and a file of which three records do not fit it as they are. */
export const deliveries = {
  table: { name: 'Deliveries', schema: 'Id: long\nDay: datetime\nPrice: real', batchingSeconds: 10 },
  fileName: 'deliveries.csv',
  /** Records that land once the one with a field too many is left out. */
  landed: records - 1,
} as const

/** Writes the file. */
export function writeDeliveries(path: string): void {
  const lines = Array.from({ length: records }, (_, index) => {
    const record = index + 1
    const day = 1 + (index % 12)
    const date = record === dayFirst ? '25/03/2026' : `2026-03-${String(day).padStart(2, '0')}`
    const price = record === noNumber ? 'free' : ((index % 400) / 4).toFixed(2)
    return [record, date, price, ...(record === oneFieldMore ? ['again'] : [])].join(',')
  })
  writeFileSync(path, ['Id,Day,Price', ...lines, ''].join('\n'))
}

/** A moment of the walk that is worth a picture. */
export type DeliveriesMoment = 'seen' | 'chosen' | 'landed'

/**
 * Takes the file through the prepare page as a person would: sees its three faults, chooses what becomes of each, sends
 * it, and waits for the account.
 *
 * @param path The file; its table is open.
 */
export async function walkDeliveries(
  { page, studio }: { readonly page: Page; readonly studio: StudioPage },
  path: string,
  onMoment: (moment: DeliveriesMoment) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await studio.dropFiles([path])
  await page.getByRole('button', { name: `Look into ${deliveries.fileName}` }).click()
  await page.getByText('all checked').first().waitFor()
  const block = (words: RegExp): Locator => page.getByRole('region', { name: words })
  await block(/“Day”/).getByText('25/03/2026').waitFor()
  await block(/“Price”/)
    .getByText('free')
    .waitFor()
  await block(/has 4|4 fields/).waitFor()
  await page.getByRole('tab', { name: 'Rows with findings' }).click()
  await page.getByRole('rowheader', { name: '413', exact: true }).waitFor()
  await onMoment('seen')

  await block(/“Day”/)
    .getByRole('button', { name: /^What to do/ })
    .click()
  await page.getByRole('menuitemradio', { name: 'Convert the dates with the day first on the way' }).click()
  await block(/“Day”/).waitFor({ state: 'detached' })
  await page.getByText('all checked').first().waitFor()
  await block(/has 4|4 fields/)
    .getByRole('button', { name: /^What to do/ })
    .click()
  await page.getByRole('menuitemradio', { name: 'Leave the records out' }).click()
  await page.getByText(/deliveries\.rejected\.csv/).waitFor()
  const send = page.getByRole('button', {
    name: `Ingest ${deliveries.landed.toLocaleString('en-US')} records`,
  })
  await send.waitFor()
  await onMoment('chosen')

  await send.click()
  await studio.waitForRowCount(deliveries.landed)
  await studio.waitForIngestion(deliveries.fileName, /Landed(?!,)/)
  await onMoment('landed')
}
