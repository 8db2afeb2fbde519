import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { stormContent } from '../../../renderer/src/api/fake/fake-content'
import { fakeFile, fakeTable } from '../../../renderer/src/api/fake/fake-world'
import { renderStudio, withStorms } from '../render-studio'

test('files are looked into and checked as soon as they are chosen, and their rows say what is lost', async () => {
  const { user, advance, advanceCheck } = await renderStudio((studio) => {
    withStorms()(studio)
    const at = studio.clock.now() - 3_600_000
    const ingestedBefore = { at, database: 'Samples', table: 'Storms', jobId: 'x' }
    studio.world.chosen = [fakeFile('a.csv', { handle: 'a', records: 1_000_000, ingestedBefore })]
    studio.world.contents.set('a', stormContent({ checkMs: 1000 }))
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByRole('button', { name: 'a.csv: Ingested before' })
  await advanceCheck(500)
  await screen.findByText(/checked \d+ %$/)
  await advance(1000)
  // Values that are lost come before a source that was sent before.
  const pill = await screen.findByRole('button', { name: /^a\.csv: (?!Ingested before)/ })
  await user.click(pill)
  const told = screen.getAllByRole('listitem').map((item) => item.textContent ?? '')
  expect(told.findIndex((words) => words.startsWith('Ingested before'))).toBeGreaterThan(
    told.findIndex((words) => words.includes('EndTime')),
  )
})

test('the same path is one source, however often it is chosen', async () => {
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.chosen = [fakeFile('a.csv', { handle: 'a1' }), fakeFile('a.csv', { handle: 'a2' })]
  })
  const choose = await screen.findByRole('button', { name: 'Choose files' })
  await user.click(choose)
  await screen.findByRole('button', { name: 'Ingest 1,000 records' })
  await user.click(screen.getByRole('button', { name: 'Choose files' }))
  await screen.findByText(/in the list already/)
  screen.getByRole('button', { name: 'Ingest 1,000 records' })
})

test('chosen files belong to the table that they were chosen for', async () => {
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.tables.push(fakeTable('Samples', 'Readings'))
    studio.world.chosen = [fakeFile('a.csv')]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByRole('button', { name: 'Look into a.csv' })
  await user.click(screen.getByRole('treeitem', { name: /^Readings/ }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Look into a.csv' })).toBeNull())
  await user.click(screen.getByRole('treeitem', { name: /^MyStormEvents/ }))
  await screen.findByRole('button', { name: 'Look into a.csv' })
})

test('of many files one look stands for all that agree, and the page lists what the others have', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    const header = fakeFile('x').headerColumns
    fake.world.chosen = [
      ...Array.from({ length: 40 }, (_, index) =>
        fakeFile(`r${index}.csv`, { handle: `r${index}`, records: 10 }),
      ),
      fakeFile('late.csv', { handle: 'late', records: 5, headerColumns: [...header, 'Battery'] }),
      fakeFile('bad.csv', {
        handle: 'bad',
        problem: { code: 'FileNotReadable', message: 'bad.csv is not gzip.', retryable: false },
      }),
    ]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: 'Look' }))
  const list = await screen.findByRole('region', { name: 'Files' })
  within(list).getByText('40 files alike')
  within(list).getByText('also Battery')
  within(list).getByText('bad.csv is not gzip.')
  await screen.findByRole('button', { name: 'Ingest 400 records' })
  const looked = studio.requests.filter(({ method }) => method === 'inspection/look')
  const handles = new Set(
    looked.map(({ request }) => (request as { source: { handle: string } }).source.handle),
  )
  expect([...handles]).toEqual(['r0', 'late'])
  await user.click(screen.getByRole('button', { name: 'Ingest 400 records' }))
  await waitFor(() => {
    const sent = studio.requests.find(({ method }) => method === 'jobs/start')
    expect((sent?.request as { sources: unknown[] } | undefined)?.sources).toHaveLength(40)
  })
})

test('of many kinds of files the first are looked at, the others as they come into view; the list says so', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    const header = fakeFile('x').headerColumns
    fake.world.chosen = Array.from({ length: 60 }, (_, index) =>
      fakeFile(`kind-${index}.csv`, { handle: `k${index}`, headerColumns: [...header, `Extra${index}`] }),
    )
  })
  const looked = (): Set<string> =>
    new Set(
      studio.requests
        .filter(({ method }) => method === 'inspection/look')
        .map(({ request }) => (request as { source: { handle: string } }).source.handle),
    )
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByText(/^\d+ of 60 kinds looked at/)
  // Those in view follow; the end of the list is not in view.
  await waitFor(() => expect(looked().has('k14')).toBe(true))
  expect(looked().has('k59')).toBe(false)
  expect(looked().size).toBeLessThan(60)
})

test('a source that cannot be read can be read in another way', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.world.chosen = [fakeFile('odd.parquet', { handle: 'odd', format: 'parquet' })]
    const problem = { code: 'FormatMismatch', message: 'It is damaged.', retryable: false } as const
    fake.world.contents.set('odd', stormContent({ problem }))
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: 'Look into odd.parquet' }))
  await user.click(await screen.findByRole('button', { name: 'Read it in another way' }))
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Format' }), 'txt')
  await waitFor(() =>
    expect(
      studio.requests.filter(({ method }) => method === 'inspection/look').at(-1)?.request,
    ).toMatchObject({
      reading: { format: 'txt' },
    }),
  )
})

test('what Kusto is known to refuse is sent only if the button says so', async () => {
  const content = stormContent()
  const moreFields = {
    kind: 'moreFields' as const,
    effect: 'refused' as const,
    column: null,
    count: 1,
    isExact: true,
    examples: [{ line: 7, record: 7, value: '9', becomes: null }],
    facts: { fields: 9, expected: 8 },
  }
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.world.chosen = [fakeFile('long.csv', { handle: 'long', records: 10 })]
    fake.world.contents.set('long', { ...content, findings: [moreFields] })
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByText(/Kusto refuses long\.csv/)
  expect(screen.queryByRole('button', { name: /^Ingest 10 records/ })).toBeNull()
  const sent = (): unknown[] => studio.requests.filter(({ method }) => method === 'jobs/start')
  expect(sent()).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Send anyway' }))
  await waitFor(() => expect(sent()).toHaveLength(1))
})
