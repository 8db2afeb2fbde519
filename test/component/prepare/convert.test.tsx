import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { FakeStudio } from '../../../renderer/src/api/fake-studio'
import { fakeFile } from '../../../renderer/src/api/fake/fake-world'
import { stormContent } from '../../../renderer/src/api/fake/fake-content'
import type { Reading } from '../../../electron/domain/schema/reading'
import { renderStudio, withStorms } from '../render-studio'

const latin: Reading = { format: 'csv', ignoreFirstRecord: true, encoding: 'windows-1252', skipLines: 0 }
const carets: Reading = { ...latin, encoding: 'utf-8', delimiter: '^' }

const startsOf = (studio: FakeStudio): { sources: Record<string, unknown>[] }[] =>
  studio.requests
    .filter(({ method }) => method === 'jobs/start')
    .map(({ request }) => request as { sources: Record<string, unknown>[] })

/** Three files in Windows-1252, one with an unusual delimiter, and one that is in order. */
function withOddFiles(studio: FakeStudio): void {
  withStorms()(studio)
  const problem = { code: 'EncodingNotSupported', message: 'It is not UTF-8.', retryable: false } as const
  studio.world.chosen = [
    ...['a', 'b', 'c'].map((handle) =>
      fakeFile(`${handle}.csv`, { handle, records: null, problem, reading: latin }),
    ),
    fakeFile('carets.csv', { handle: 'carets', records: 5, reading: carets }),
    fakeFile('fine.csv', { handle: 'fine', records: 5 }),
  ]
  for (const handle of ['a', 'b', 'c'])
    studio.world.contents.set(handle, stormContent({ records: 10, reading: latin }))
  studio.world.contents.set('carets', stormContent({ records: 5, reading: carets }))
  studio.world.contents.set('fine', stormContent({ records: 5 }))
}

test('what Kusto would not read is asked about once, by kind, and converted as it was answered', async () => {
  const { user, studio } = await renderStudio(withOddFiles)
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: /^Ingest (5 files|40 records)$/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Convert before sending?' })
  expect(startsOf(studio)).toEqual([])
  within(dialog).getByText(/3 files have Windows-1252 text/)
  within(dialog).getByText('a.csv, b.csv, c.csv')
  within(dialog).getByText(/carets\.csv has “\^” between fields/)
  const carets_ = within(dialog).getByRole('radiogroup', { name: /carets/ })
  await user.click(within(carets_).getByRole('radio', { name: 'Leave as is, and send' }))
  await user.click(within(dialog).getByRole('button', { name: 'Send' }))
  await waitFor(() => expect(startsOf(studio)).toHaveLength(1))
  const sent = new Map((startsOf(studio)[0]?.sources ?? []).map((source) => [source['handle'], source]))
  for (const handle of ['a', 'b', 'c']) expect(sent.get(handle)).toMatchObject({ reading: latin })
  expect(sent.get('carets')).toMatchObject({ kind: 'file', ignoreFirstRecord: true })
  expect(sent.get('carets')).not.toHaveProperty('reading')
  // The look foresaw what the conversion would have given.
  expect(sent.get('carets')).not.toHaveProperty('look')
  expect(sent.get('fine')).not.toHaveProperty('reading')
})

test('text that is not UTF-8 stays in the list where its conversion is declined; the others go', async () => {
  const { user, studio } = await renderStudio(withOddFiles)
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: /^Ingest (5 files|40 records)$/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Convert before sending?' })
  await user.click(within(dialog).getByRole('radio', { name: /they are not sent/ }))
  await user.keyboard('{Enter}')
  await waitFor(() => expect(startsOf(studio)).toHaveLength(1))
  expect(startsOf(studio)[0]?.sources.map(({ handle }) => handle)).toEqual(['carets', 'fine'])
  await screen.findByRole('button', { name: 'Look into a.csv' })
  expect(screen.queryByRole('button', { name: 'Look into fine.csv' })).toBeNull()
})

test('ordinary files go with one press', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.world.chosen = [fakeFile('fine.csv', { handle: 'fine', records: 5 })]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: 'Ingest 5 records' }))
  await waitFor(() => expect(startsOf(studio)).toHaveLength(1))
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('the prepare page asks too, but not about what was said there', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withOddFiles(fake)
    fake.world.chosen = fake.world.chosen.slice(3, 4)
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: 'Look' }))
  await user.click(await screen.findByRole('button', { name: 'Ingest 5 records' }))
  const dialog = await screen.findByRole('dialog', { name: 'Convert before sending?' })
  await user.click(within(dialog).getByRole('button', { name: 'Convert and send' }))
  await waitFor(() => expect(startsOf(studio)).toMatchObject([{ sources: [{ reading: carets }] }]))
})
