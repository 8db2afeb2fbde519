import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { FakeStudio } from '../../renderer/src/api/fake-studio'
import { fakeFile, type FakeTable } from '../../renderer/src/api/fake/fake-world'
import type { FileSource } from '../../electron/domain/schema/file-source'
import { formatBytes } from '../../renderer/src/text/format'
import { expectRowCount, renderStudio, withStorms } from './render-studio'

const ingestions = (): HTMLElement => screen.getByRole('region', { name: 'Ingestions' })

async function ingest(studio: FakeStudio, table: FakeTable, ...files: FileSource[]): Promise<void> {
  for (const file of files) studio.world.files.set(file.handle, file)
  await studio.api.call('jobs/start', {
    database: table.database,
    table: table.name,
    sources: files.map(({ handle }) => ({ kind: 'file', handle, ignoreFirstRecord: true })),
  })
}

test('a failure says what, which row and what now, and offers no retry when a retry cannot help', async () => {
  const { user } = await renderStudio(async (studio) => {
    const table = withStorms()(studio)
    studio.world.jobs.outcomeOf = () => ({
      kind: 'fails',
      error: {
        code: 'WrongNumberOfFields',
        message: 'broken.csv has 5 fields in record 17.',
        retryable: false,
        nextStep: 'Correct record 17.',
        record: 17,
        details: 'Stream_WrongNumberOfFields: raw text',
      },
    })
    await ingest(studio, table, fakeFile('broken.csv'))
    studio.clock.advance(20_000)
  })
  await screen.findByText('broken.csv has 5 fields in record 17.')
  screen.getByText('Record 17')
  screen.getByText('Next: Correct record 17.')
  screen.getByText('Stream_WrongNumberOfFields: raw text')
  expect(within(ingestions()).queryByRole('button', { name: /^Retry/ })).toBeNull()
  const why = screen.getByRole('button', { name: 'Failed: Why broken.csv failed', expanded: true })
  await user.click(why)
  expect(screen.queryByText('Next: Correct record 17.')).toBeNull()
})

test('what an ingestion is held up by is said under it, with what to do, until it is over', async () => {
  const { studio } = await renderStudio(async (fake) => {
    const table = withStorms()(fake)
    await ingest(fake, table, fakeFile('one.csv'))
  })
  const [jobId = ''] = [...studio.world.jobs.jobs.keys()]
  const trouble = {
    message: 'The disk with the home folder is full.',
    nextStep: 'Free some space, then resume.',
    since: Date.UTC(2026, 10, 23, 12, 3, 5),
    nextTryAt: Date.UTC(2026, 10, 23, 12, 5, 5),
    givesUpAt: Date.UTC(2026, 10, 23, 13, 3, 5),
  }
  await screen.findByRole('region', { name: 'Ingestions' })
  act(() => void studio.world.jobs.change(jobId, { trouble }))
  await within(ingestions()).findByText('Held up')
  within(ingestions()).getByText('The disk with the home folder is full.')
  within(ingestions()).getByText('Next: Free some space, then resume.')
  within(ingestions()).getByText('Retrying since 12:03:05, next at 12:05:05, until 13:03:05 at most.')
  act(() => void studio.world.jobs.change(jobId, { trouble: null }))
  expect(within(ingestions()).queryByText('Held up')).toBeNull()
})

test('why the cluster tries a source again is said in its own words', async () => {
  const { studio, advance } = await renderStudio(async (fake) => {
    const table = withStorms()(fake)
    await ingest(fake, table, fakeFile('one.csv'))
  })
  await advance(1500)
  const [job] = [...studio.world.jobs.jobs.values()]
  const message = 'The disk of the cluster is full. Attempt 2 of 5.'
  const sources = job?.sources.map((source) => ({ ...source, trouble: { message, since: 0 } })) ?? []
  act(() => void studio.world.jobs.change(job?.jobId ?? '', { sources }))
  await screen.findByText('Queued, retrying')
  within(ingestions()).getByText(message)
})

test('a failure that may pass can be tried again, and lands', async () => {
  const { user, studio, advance } = await renderStudio(async (fake) => {
    const table = withStorms()(fake)
    const error = { code: 'UploadFailed', message: 'Storage did not answer.', retryable: true } as const
    fake.world.jobs.outcomeOf = () => ({ kind: 'fails', error })
    await ingest(fake, table, fakeFile('storms.csv'))
    fake.clock.advance(20_000)
  })
  studio.world.jobs.outcomeOf = () => ({ kind: 'lands' })
  await user.click(await screen.findByRole('button', { name: 'Retry storms.csv' }))
  await advance(12_000)
  await expectRowCount('1,000')
  within(ingestions()).getByText('Landed', { selector: 'span:not([role])' })
})

test('an unknown outcome is its own state: it asks to check again and never retries', async () => {
  const { user } = await renderStudio(async (studio) => {
    const table = withStorms()(studio)
    studio.world.jobs.outcomeOf = () => ({ kind: 'isLost' })
    await ingest(studio, table, fakeFile('lost.csv'))
    studio.clock.advance(20_000)
  })
  await screen.findByText(/did not say in time whether these rows landed/)
  expect(screen.queryByRole('button', { name: 'Retry lost.csv' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Check again lost.csv' }))
  await expectRowCount('1,000')
})

test('an upload can be paused and canceled; what is queued can only be waited for or not', async () => {
  const large = { sizeBytes: 500_000_000, rawDataSizeBytes: 500_000_000 }
  const { user, studio, advance } = await renderStudio(async (fake) => {
    const table = withStorms()(fake)
    await ingest(fake, table, fakeFile('small.csv'))
    await ingest(fake, table, fakeFile('large.csv', large))
    fake.clock.advance(1500)
  })
  await screen.findByText(/^Uploading \d+%, 48 MB\/s$/)
  await user.click(screen.getByRole('button', { name: 'Stop waiting small.csv' }))
  await screen.findByText('Queued, no longer watched')
  await user.click(screen.getByRole('button', { name: 'Watch again small.csv' }))
  await screen.findByRole('button', { name: 'Stop waiting small.csv' })
  await user.click(screen.getByRole('button', { name: 'Pause large.csv' }))
  expect(studio.requests.some(({ method }) => method === 'jobs/pause')).toBe(true)
  await user.click(await screen.findByRole('button', { name: 'Resume large.csv' }))
  await user.click(screen.getByRole('button', { name: 'Cancel large.csv' }))
  await advance(1000)
  within(ingestions()).getByText('Canceled')
})

test('what was queued by REST has its operation ID, to copy, and what the service says of it', async () => {
  const { user, studio, advance } = await renderStudio(async (fake) => {
    const table = withStorms()(fake)
    await ingest(fake, table, fakeFile('rest.csv'))
  })
  await advance(1500)
  const [job] = [...studio.world.jobs.jobs.values()]
  const operations = {
    count: 1,
    ids: ['op-1'],
    inProgress: 1,
    succeeded: 0,
    failed: 0,
    canceled: 0,
    cancelAsked: 0,
    cancelTooLate: 0,
  }
  const sources = job?.sources.map((source) => ({ ...source, operations })) ?? []
  act(() => void studio.world.jobs.change(job?.jobId ?? '', { sources, operations }))
  await within(ingestions()).findByText('Queued by REST, operation ID op-1. The service says: in progress.')
  await user.click(screen.getByRole('button', { name: 'Copy operation ID' }))
  expect(await navigator.clipboard.readText()).toBe('op-1')
  await user.click(screen.getByRole('button', { name: 'Cancel rest.csv' }))
  expect(studio.requests.some(({ method }) => method === 'jobs/cancel')).toBe(true)
})

test('undo shows what would go, drops it, and the count goes down', async () => {
  const { user } = await renderStudio(async (studio) => {
    const table = withStorms(5)(studio)
    await ingest(studio, table, fakeFile('storms.csv'))
    studio.clock.advance(20_000)
  })
  await expectRowCount('1,005')
  await user.click(screen.getByRole('button', { name: 'Undo storms.csv' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Undo storms.csv?' })
  await within(dialog).findByText(/1,000 rows in 1 extent would be dropped from MyStormEvents/)
  await user.click(within(dialog).getByRole('button', { name: 'Drop 1,000 rows' }))
  await expectRowCount('5')
  // The page is back once the dialog in front of it has closed.
  const card = await screen.findByRole('region', { name: 'Before and after' })
  within(card).getByText('1,000 landed, then undone')
  // Not "0 landed", nor "no change": what was undone is told.
  const row = within(ingestions()).getByRole('row', { name: /storms\.csv/ })
  within(row).getByText('1,000 undone')
  within(row).getByText('–')
  within(screen.getByRole('region', { name: 'Row count' })).getByText(/1,000 undone in the last minute/)
})

test('failures give their reason without a click, also those of many sources', async () => {
  await renderStudio(async (studio) => {
    const table = withStorms()(studio)
    studio.world.jobs.outcomeOf = ({ name }) => ({
      kind: 'fails',
      error: {
        code: 'WrongNumberOfFields',
        message: `${name} is broken.`,
        retryable: false,
        record: 17,
        line: 23,
      },
    })
    await ingest(studio, table, fakeFile('old.csv'))
    studio.clock.advance(20_000)
    await ingest(studio, table, fakeFile('a.csv'), fakeFile('b.csv'), fakeFile('c.csv'))
    studio.clock.advance(20_000)
    await ingest(studio, table, fakeFile('new.csv'))
    studio.clock.advance(20_000)
  })
  await screen.findByText('old.csv is broken. (Record 17, Line 23)')
  within(ingestions()).getByText('a.csv: a.csv is broken. (Record 17, Line 23) 2 more failed too.')
})

test('the selected ingestion is marked, and below the list stands where its time went', async () => {
  const { user } = await renderStudio(async (studio) => {
    const table = withStorms()(studio)
    await ingest(studio, table, fakeFile('first.csv'))
    studio.clock.advance(20_000)
    await ingest(studio, table, fakeFile('second.csv'))
    studio.clock.advance(20_000)
  })
  await screen.findByRole('button', { name: 'second.csv', current: true })
  const about = within(ingestions()).getByRole('region', { name: 'About second.csv' })
  expect(about.textContent).toMatch(
    /1,000 expected, 1,000 landed.*Where the 1[01]\.?\d* s went.*batch waited 10 s \(its time was up\)/,
  )
  await user.click(within(ingestions()).getByRole('button', { name: 'first.csv' }))
  within(ingestions()).getByRole('region', { name: 'About first.csv' })
  within(ingestions()).getByRole('button', { name: 'first.csv', current: true })
  // When it began, and how long it took, are two columns.
  within(ingestions()).getByRole('columnheader', { name: 'Began' })
  within(ingestions()).getByRole('columnheader', { name: 'Took' })
})

test('what was skipped is called skipped, with the reason beside it', async () => {
  const { studio } = await renderStudio(async (fake) => {
    const table = withStorms()(fake)
    await ingest(fake, table, fakeFile('empty.csv'))
  })
  const [job] = [...studio.world.jobs.jobs.values()]
  const skipped = { kind: 'skipped', reason: 'The file has no records.' } as const
  const sources = (job?.sources ?? []).map((source) => ({ ...source, state: skipped, settledAt: 1 }))
  await screen.findByRole('region', { name: 'Ingestions' })
  act(
    () =>
      void studio.world.jobs.change(job?.jobId ?? '', {
        sources,
        rows: { expected: 0, landed: 0, refused: 0 },
      }),
  )
  await within(ingestions()).findByText('Skipped')
  within(ingestions()).getByText('The file has no records.')
  await screen.findByText('empty.csv was skipped: there was nothing to ingest.')
})

test('files that are chosen take the room of the drop zone, and many of the picture', async () => {
  const room = (): string | null | undefined =>
    document.querySelector('[data-room]')?.getAttribute('data-room')
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.world.chosen = [fakeFile('a.csv')]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByText('a.csv')
  expect(room()).toBe('fewSources')
  studio.world.chosen = Array.from({ length: 4 }, (_, index) =>
    fakeFile(`more-${index}.csv`, { handle: `more ${index}` }),
  )
  await user.click(screen.getByRole('button', { name: 'Choose files' }))
  await waitFor(() => expect(room()).toBe('sources'))
})

test('an empty drop zone gives way to ingestions that need its room, and other ways in do not', async () => {
  const { user } = await renderStudio(async (studio) => {
    const table = withStorms()(studio)
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      await ingest(studio, table, fakeFile(`${name}.csv`, { handle: name }))
  })
  const cards = async (): Promise<string | null | undefined> =>
    (await screen.findByRole('region', { name: 'Ingestions' }))
      .closest('[data-room]')
      ?.getAttribute('data-room')
  expect(await cards()).toBe('jobsAlone')
  await user.click(screen.getByRole('tab', { name: 'Paste rows' }))
  expect(await cards()).toBe('jobs')
})

test('an ingestion of many sources is one line that folds out', async () => {
  const files = Array.from({ length: 300 }, (_, index) =>
    fakeFile(`part-${index}.csv`, { handle: `h${index}` }),
  )
  const { user } = await renderStudio(async (studio) => {
    const table = withStorms()(studio)
    await ingest(studio, table, ...files)
    studio.clock.advance(3000)
  })
  await screen.findByRole('button', { name: '300 files' })
  expect(within(ingestions()).getAllByRole('row')).toHaveLength(2)
  within(ingestions()).getByText(formatBytes(300 * fakeFile('one').sizeBytes))
  await user.click(screen.getByRole('button', { name: 'Sources of 300 files', expanded: false }))
  await screen.findByText('part-0.csv')
  const table = screen.getByRole('table', { name: 'Ingestions into this table' })
  expect(Number(table.getAttribute('aria-rowcount'))).toBeGreaterThan(200)
  expect(within(table).getAllByRole('row').length).toBeLessThan(60)

  // A snapshot carries 200 sources; the others are read as they scroll into view.
  table.scrollTop = 202 * 34
  fireEvent.scroll(table)
  await within(table).findByText('part-205.csv')
})

test('the end of an ingestion is spoken once, politely', async () => {
  const { advance } = await renderStudio(async (studio) => {
    const table = withStorms()(studio)
    await ingest(studio, table, fakeFile('storms.csv'))
  })
  await expectRowCount('0')
  await advance(12_000)
  await screen.findByText('storms.csv: 1,000 rows landed.', {}, { timeout: 4000 })
})
