import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { expectRowCount, renderStudio, stormFile, withStorms } from './render-studio'

test('the three ways in take the count from 0 to 1,000, 1,001 and 2,001', async () => {
  const { user, advance } = await renderStudio((studio) => void withStorms()(studio))
  await expectRowCount('0')

  await user.upload(screen.getByLabelText('Files to ingest'), stormFile('stormevents.csv', 1000))
  await user.click(await screen.findByRole('button', { name: 'Ingest 1,000 records' }))
  await screen.findByRole('button', { name: 'stormevents.csv' })
  await advance(11_000)
  await expectRowCount('1,000')

  await user.click(screen.getByRole('tab', { name: 'Paste rows' }))
  await user.click(screen.getByRole('textbox', { name: 'Rows to paste' }))
  await user.paste('2018-01-26 00:00:00,2018-01-27 14:00:00,MEXICO,0,0,Unknown,"{}"')
  screen.getByRole('switch', { name: 'First record is a header', checked: false })
  await user.click(screen.getByRole('button', { name: 'Ingest 1 record' }))
  await advance(11_000)
  await expectRowCount('1,001')

  await user.click(screen.getByRole('tab', { name: 'Blob URI' }))
  await user.click(screen.getByRole('textbox', { name: 'Blob URI' }))
  await user.paste('https://contoso.blob.core.windows.net/storms/stormevents.csv?sv=1&sig=abc')
  await user.click(screen.getByRole('button', { name: 'Ingest blob' }))
  await advance(11_000)
  await expectRowCount('2,001')

  const card = screen.getByRole('region', { name: 'Before and after' })
  within(card).getByText('1,001')
  within(card).getByText('2,001')
  within(card).getByText('+1,000')
  within(card).getByText('1,000 expected, 1,000 landed, 0 missing')
  await within(card).findByText('27 Jan 2018 14:00')
  expect(screen.getAllByText('Landed', { selector: 'span' })).not.toHaveLength(0)
})

test('a first run offers the sample, and the chart then climbs', async () => {
  const { user, advance, studio } = await renderStudio()
  await user.click(await screen.findByRole('button', { name: 'Try it with sample data' }))
  await screen.findByRole('heading', { name: 'MyStormEvents', level: 1 })
  await advance(2000)
  expect(screen.getByRole('region', { name: 'Ingestions' }).textContent).toMatch(/Queued, seals in \d+ s/)
  await advance(10_000)
  await expectRowCount('1,000')
  expect(studio.requests.find(({ method }) => method === 'jobs/start')?.request).toMatchObject({
    sources: [{ kind: 'file', ignoreFirstRecord: true }],
    table: 'MyStormEvents',
  })
})

test('every empty place says what comes there and how', async () => {
  await renderStudio()
  await screen.findByRole('heading', { name: 'See rows arrive' })
  screen.getByText('No tables yet. “New table” makes one.')
  screen.getByText(/Try it with 1,000 storm events, or create a table for your own data/)
  screen.getByText(/Or drop files anywhere in this window/)
})

test('an empty table says in each of its cards what to do', async () => {
  const { user } = await renderStudio((studio) => void withStorms()(studio))
  await expectRowCount('0')
  const card = (name: string): HTMLElement => screen.getByRole('region', { name })
  expect(card('Row count').textContent).toContain('They appear here as soon as the first batch lands.')
  expect(card('Add data').textContent).toContain('Drop files or folders anywhere in this window')
  expect(card('Before and after').textContent).toContain('After an ingestion, see how many rows')
  expect(card('Ingestions').textContent).toContain('Add data to follow each source')
  await user.click(screen.getByRole('button', { name: 'Query' }))
  await screen.findByText(/^Results appear here/)
})
