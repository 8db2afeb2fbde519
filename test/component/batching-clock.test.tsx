import { act, fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { fakeTable } from '../../renderer/src/api/fake/fake-world'
import { fillShares } from '../../renderer/src/features/target/open-batches'
import { expectRowCount, renderStudio, stormFile, withStorms, type RenderedStudio } from './render-studio'

async function queueFile({ user, advance }: RenderedStudio): Promise<void> {
  await user.upload(screen.getByLabelText('Files to ingest'), stormFile('storms.csv', 1000))
  await user.click(await screen.findByRole('button', { name: 'Ingest 1,000 records' }))
  await advance(4000)
}

test('while rows wait, the table says when the batch seals and how full it is', async () => {
  const studio = await renderStudio((fake) => void withStorms()(fake))
  await expectRowCount('0')
  screen.getByRole('button', { name: 'Batch seals after 10 s, 500 items or 1 GB · table policy' })
  await queueFile(studio)
  await act(() => new Promise((resolve) => setTimeout(resolve, 600)))
  const pill = screen.getByRole('button', { name: /^Batch seals in \d+ s: 1 of 500 items, \d+ kB of 1 GB/ })
  expect(pill.title).toMatch(/sealed at the first of the limits: Batch seals after 10 s/)
  fireEvent.click(pill)
  const dialog = await screen.findByRole('dialog', { name: 'When a batch is sealed' })
  const waiting = within(dialog).getByRole('region', { name: 'Waiting now' })
  expect(waiting.textContent).toMatch(
    /storms\.csv: seals in \d+ s, at the latest at \d\d:\d\d:\d\d \(1 of 500 items, \d+ kB of 1 GB\)/,
  )
  // Each bar says which limit it stands for.
  expect(waiting.textContent).toMatch(/time.*items.*size/)
  await studio.advance(15_000)
  within(dialog).getByText('No batch of yours is waiting.')
})

test('the dialog says where the policy comes from, and takes the table’s own away', async () => {
  const { user, studio } = await renderStudio((fake) => void withStorms()(fake))
  await user.click(await screen.findByRole('button', { name: /^Batch seals after 10 s/ }))
  const dialog = await screen.findByRole('dialog', { name: 'When a batch is sealed' })
  within(dialog).getByText('This table has a policy of its own.')
  await user.click(within(dialog).getByRole('button', { name: 'Back to inherited' }))
  await screen.findByRole('button', { name: 'Batch seals after 5 min, 500 items or 1 GB · service default' })
  expect(studio.requests.find(({ method }) => method === 'catalog/setBatchingPolicy')?.request).toMatchObject(
    {
      policy: null,
    },
  )
})

test('10 s for this table is one click, and says what it costs', async () => {
  const { user } = await renderStudio((fake) => {
    fake.world.tables.push(fakeTable('Samples', 'WebLogs', { policy: null }))
  })
  await user.click(await screen.findByRole('button', { name: /^Batch seals after 5 min.*service default$/ }))
  const dialog = await screen.findByRole('dialog', { name: 'When a batch is sealed' })
  within(dialog).getByText(/Neither the table nor its database has a policy/)
  expect(within(dialog).queryByRole('button', { name: 'Back to inherited' })).toBeNull()
  expect(within(dialog).queryByRole('note')).toBeNull()
  await user.click(within(dialog).getByRole('button', { name: '10 s for this table' }))
  expect(within(dialog).getByRole('note').textContent).toContain(
    'up to 360 an hour where the default makes 12',
  )
  await user.click(within(dialog).getByRole('button', { name: 'Save policy' }))
  await screen.findByRole('button', { name: /^Batch seals after 10 s.*table policy$/ })
})

test('a batch fills towards each of its limits', () => {
  const policy = {
    maximumBatchingTimeSpanMs: 10_000,
    maximumNumberOfItems: 4,
    maximumRawDataSizeMb: 100,
  }
  const batch = { jobId: 'j', title: 'a', openedAt: 1000, sealsAt: 11_000, items: 1, policy }
  expect(fillShares({ ...batch, rawDataSizeBytes: 52_428_800 }, 6000)).toEqual({
    time: 0.5,
    items: 0.25,
    size: 0.5,
  })
  expect(fillShares({ ...batch, rawDataSizeBytes: null }, 60_000)).toMatchObject({ time: 1, size: 0 })
})
