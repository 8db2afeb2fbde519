import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { FakeStudio } from '../../renderer/src/api/fake-studio'
import { fakeFile } from '../../renderer/src/api/fake/fake-world'
import { StudioError } from '../../electron/domain/studio-error'
import { renderStudio, withStorms, type RenderedStudio } from './render-studio'

const quote = {
  code: 'ClosingQuoteMissing',
  message: 'A quote is opened and never closed.',
  retryable: false,
  line: 1018,
} as const

/** Three ingestions that have ended: one landed, one of two files of which one failed, one that was retried in vain. */
async function withHistory(studio: FakeStudio): Promise<void> {
  const table = withStorms()(studio)
  studio.world.jobs.outcomeOf = ({ name }) =>
    name === 's-0412.csv' ? { kind: 'fails', error: quote } : { kind: 'lands' }
  const start = (...names: string[]): void => {
    const sources = names.map((name) => {
      const file = fakeFile(name, { records: 100 })
      const request = { kind: 'file', handle: file.handle } as const
      return { request, name, location: `/data/${name}`, sizeBytes: 1000, records: 100, isUploaded: true }
    })
    studio.world.jobs.start(table, studio.world.connection.clusterUri, sources)
    studio.clock.advance(60_000)
  }
  start('storms.csv')
  start('s-0411.csv', 's-0412.csv')
  start('sales.csv')
}

async function openHistory(rendered: RenderedStudio): Promise<HTMLElement> {
  await rendered.user.click(await screen.findByRole('button', { name: 'All ingestions' }))
  return await screen.findByRole('group', { name: 'All ingestions' })
}

const names = (): string[] =>
  within(screen.getByRole('grid'))
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('gridcell')[0]?.textContent ?? '')

test('lists every ingestion, newest first, says why one failed, and Escape leads back', async () => {
  const rendered = await renderStudio(withHistory)
  const page = await openHistory(rendered)
  await waitFor(() => expect(names()).toEqual(['sales.csv', '2 files', 'storms.csv']))
  within(page).getByText('1 of 2 landed, 1 failed')
  within(page).getByRole('gridcell', { name: quote.message })
  within(page).getByRole('radio', { name: 'Failed 1' })
  within(page).getByRole('radio', { name: 'All 3' })
  // The newest is looked at, and typing searches.
  await within(page).findByRole('heading', { name: 'sales.csv' })
  expect(document.activeElement).toBe(within(page).getByRole('searchbox'))
  // Wherever the focus is.
  act(() => screen.getByRole('radio', { name: 'Dark' }).focus())
  await rendered.user.keyboard('{Escape}')
  await screen.findByRole('region', { name: 'Add data' })
})

test('arrow keys go through the list, and the details follow', async () => {
  const rendered = await renderStudio(withHistory)
  const page = await openHistory(rendered)
  await within(page).findByRole('heading', { name: 'sales.csv' })
  const { user } = rendered
  await user.keyboard('{ArrowDown}{ArrowDown}')
  await within(page).findByRole('heading', { name: '2 files' })
  const failures = within(page).getByRole('region', { name: 'What failed' })
  expect(within(failures).getByRole('listitem').textContent).toContain('s-0412.csv line 1,018')
  within(failures).getByText(quote.message)
  within(page).getByText(/^from landing\/ into/)
  within(failures).getByText('Retry cannot help before that is put right. Then run it again.')
  await user.keyboard('{End}')
  await within(page).findByRole('heading', { name: 'storms.csv' })
  expect(screen.getByRole('grid').getAttribute('aria-activedescendant')).toBe('history-row-2')
})

test('finds by words and by outcome, and says when nothing fits', async () => {
  const rendered = await renderStudio(withHistory)
  const page = await openHistory(rendered)
  const { user } = rendered
  await user.type(within(page).getByRole('searchbox'), '0412')
  await waitFor(() => expect(names()).toHaveLength(1))
  await user.keyboard('{Escape}')
  await waitFor(() => expect(names()).toHaveLength(3))
  await user.click(within(page).getByRole('radio', { name: 'Landed 2' }))
  await waitFor(() => expect(names()).toEqual(['sales.csv', 'storms.csv']))
  await user.type(within(page).getByRole('searchbox'), 'nothing like this')
  await within(page).findByText('No ingestion fits.')
  // Nothing that was found before can be undone or run from here.
  await waitFor(() => expect(within(page).queryByRole('button', { name: 'Run again' })).toBeNull())
  await user.click(within(page).getByRole('button', { name: 'Show all' }))
  await waitFor(() => expect(names()).toHaveLength(3))
  expect(within(page).getByRole('searchbox')).toHaveProperty('value', '')
})

test('says where the time went and why the batch waited', async () => {
  const rendered = await renderStudio(withHistory)
  const page = await openHistory(rendered)
  await within(page).findByText(/^Where the 1\d(\.\d)? s went$/)
  const phases = within(page)
    .getAllByRole('listitem')
    .map((item) => item.textContent)
  expect(phases.join(' ')).toMatch(
    /^checked\S+ m?s uploaded\S+ m?s queued\S+ m?s batch waited10 s landed\S+ m?s$/,
  )
  within(page).getByText(/^The batch waited for more until its .* were over/)
})

test('runs an ingestion again after saying what that adds; the new one is looked at', async () => {
  const rendered = await renderStudio(withHistory)
  const page = await openHistory(rendered)
  await within(page).findByRole('heading', { name: 'sales.csv' })
  await rendered.user.click(within(page).getByRole('button', { name: 'Run again' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Run sales.csv again?' })
  within(dialog).getByText(/^100 rows of this ingestion are in the table/)
  await rendered.user.click(within(dialog).getByRole('button', { name: 'Run again' }))
  await waitFor(() => expect(names()).toHaveLength(4))
  await within(page).findByRole('radio', { name: 'In progress 1' })
})

test('an ingestion that cannot run again says why where its button is', async () => {
  const rendered = await renderStudio(async (studio) => {
    await withHistory(studio)
    const [newest] = [...studio.world.jobs.jobs.keys()].slice(-1)
    const cannotRunAgain = '“/data/sales.csv” is no longer there.'
    studio.world.historyDetails.set(newest ?? '', { cannotRunAgain })
  })
  const page = await openHistory(rendered)
  await within(page).findByText('“/data/sales.csv” is no longer there.')
  const button = within(page).getByRole('button', { name: 'Run again' })
  expect(button.getAttribute('aria-disabled')).toBe('true')
})

test('undo asks first, for an ingestion that only the history knows', async () => {
  const rendered = await renderStudio(withHistory)
  const page = await openHistory(rendered)
  await within(page).findByRole('heading', { name: 'sales.csv' })
  await rendered.user.click(within(page).getByRole('button', { name: 'Undo' }))
  const dialog = await screen.findByRole('alertdialog')
  await rendered.user.click(await within(dialog).findByRole('button', { name: /^Drop/ }))
  await within(page).findByRole('radio', { name: 'Undone 1' })
})

test('is copied for each tool, and exported where the user says', async () => {
  const rendered = await renderStudio(withHistory)
  const page = await openHistory(rendered)
  await within(page).findByText(/^kql of job-3/)
  await rendered.user.click(within(page).getByRole('tab', { name: 'Python' }))
  await within(page).findByText(/^python of job-3/)
  await rendered.user.click(within(page).getByRole('button', { name: 'Copy' }))
  expect(await navigator.clipboard.readText()).toBe('python of job-3\n')
  await rendered.user.click(within(page).getByRole('button', { name: 'Export CSV' }))
  const asked = rendered.studio.requests.filter(({ method }) => method === 'history/export')
  expect(asked).toMatchObject([{ request: { text: '', outcome: null, since: null } }])
})

test('a table that is made from here opens, and so does a cluster that has none', async () => {
  const rendered = await renderStudio(withHistory)
  const { studio, user } = rendered
  await openHistory(rendered)
  act(() => studio.emit('command/requested', { command: 'newTable' }))
  const making = within(await screen.findByRole('dialog', { name: 'New table' }))
  await user.type(making.getByRole('textbox', { name: 'Table name' }), 'Fresh')
  await user.type(making.getByRole('textbox', { name: 'Schema' }), 'At: datetime')
  await user.click(making.getByRole('button', { name: 'Create table' }))
  await screen.findByRole('heading', { name: 'Fresh', level: 1 })

  await openHistory(rendered)
  studio.world.tables.splice(0)
  act(() => studio.emit('command/requested', { command: 'connect' }))
  const connecting = within(await screen.findByRole('dialog', { name: 'Connect to a cluster' }))
  await user.type(connecting.getByRole('textbox', { name: 'Cluster URI' }), 'help.westeurope{Enter}')
  await screen.findByRole('button', { name: 'Try it with sample data' })
  expect(screen.queryByRole('group', { name: 'All ingestions' })).toBeNull()
})

test('an empty journal and one that cannot be read are told', async () => {
  const empty = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.historyProblem = new StudioError('JournalFailed', 'The journal of ingestions is damaged.')
  })
  await screen.findByRole('region', { name: 'Add data' })
  // Without ingestions the sidebar has no such list, but the menu does.
  act(() => empty.studio.emit('command/requested', { command: 'history' }))
  const page = await screen.findByRole('group', { name: 'All ingestions' })
  await within(page).findByText('The journal of ingestions is damaged.')
  empty.studio.world.historyProblem = null
  await empty.user.click(within(page).getByRole('button', { name: 'Retry' }))
  await within(page).findByText(/^Nothing has been ingested yet/)
})

test('what is about to be sent is copied with the rows and options that would go', async () => {
  const rendered = await renderStudio((studio) => void withStorms()(studio))
  const { user } = rendered
  await user.click(await screen.findByRole('tab', { name: 'Paste rows' }))
  await user.click(screen.getByRole('textbox', { name: 'Rows to paste' }))
  await user.paste('2018-01-26\t2018-01-27\tMEXICO\t0\t0\tUnknown\t{}\n')
  await user.click(await screen.findByRole('button', { name: 'Copy as…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Copy what is about to be sent' })
  await within(dialog).findByText('kql of MyStormEvents')
  const [asked] = rendered.studio.requests.filter(({ method }) => method === 'jobs/copyAs')
  expect(asked?.request).toMatchObject({
    tool: 'kql',
    what: { start: { table: 'MyStormEvents', sources: [{ kind: 'paste', format: 'tsv' }], tagged: true } },
  })
})
