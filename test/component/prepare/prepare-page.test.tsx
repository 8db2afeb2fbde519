import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { FakeStudio } from '../../../renderer/src/api/fake-studio'
import { stormContent } from '../../../renderer/src/api/fake/fake-content'
import { fakeFile } from '../../../renderer/src/api/fake/fake-world'
import { renderStudio, withStorms, type RenderedStudio } from '../render-studio'

const records = 1_000_000

/** Storm events of which three values of EndTime and one of DamageProperty do not fit the table. */
function withFaultyFile(studio: FakeStudio): void {
  withStorms()(studio)
  studio.world.chosen = [fakeFile('storms.csv', { records, handle: 'storms', sizeBytes: 162_000_000 })]
  studio.world.contents.set('storms', stormContent({ checkMs: 1000 }))
}

async function openPage(rendered: RenderedStudio): Promise<HTMLElement> {
  const { user } = rendered
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: 'Look' }))
  const page = await screen.findByRole('group', { name: /^Prepare / })
  await screen.findByRole('grid')
  return page
}

const requestsOf = (studio: FakeStudio, method: string): unknown[] =>
  studio.requests.filter((call) => call.method === method).map(({ request }) => request)

test('the page opens by “Look”, says what it read and then what it checked, and Escape leads back', async () => {
  const rendered = await renderStudio(withFaultyFile)
  const page = await openPage(rendered)
  within(page).getByRole('heading', { name: 'storms.csv' })
  expect(screen.queryByRole('region', { name: 'Add data' })).toBeNull()
  await within(page).findAllByText('first 5,000 records')
  await rendered.advanceCheck(500)
  await within(page).findAllByText(/^checked \d+ %$/)
  await rendered.advance(1000)
  await within(page).findAllByText('all checked')
  within(page).getByText('162 MB · 1,000,000 records')
  await rendered.user.keyboard('{Escape}')
  await screen.findByRole('region', { name: 'Add data' })
  expect(screen.queryByRole('grid')).toBeNull()
})

test('a column tells its type, how its values are spread and how many would become null', async () => {
  const rendered = await renderStudio(withFaultyFile)
  await openPage(rendered)
  await rendered.advanceCheck(1500)
  const head = screen.getByRole('columnheader', { name: /EndTime/ })
  await within(head).findByText('3 become null')
  within(head).getByText('datetime')
  within(head).getByRole('img', { name: '999,997 fit, 3 would become null, 0 empty' })
  within(screen.getByRole('columnheader', { name: /State/ })).getByText('67 distinct')
})

test('each kind of finding has its choices, and the button follows them', async () => {
  const rendered = await renderStudio(withFaultyFile)
  await openPage(rendered)
  await rendered.advanceCheck(1500)
  const { user, studio } = rendered
  await screen.findByRole('button', { name: 'Ingest 1,000,000 records' })
  const block = screen.getByRole('region', { name: /EndTime/ })
  within(block).getByText('17,432')
  await user.click(within(block).getByRole('button', { name: /Send as null/ }))
  await user.click(await screen.findByRole('menuitemradio', { name: 'Leave the records out' }))
  const button = await screen.findByRole('button', { name: 'Ingest 999,997 records' })
  screen.getByText(/storms\.rejected\.csv/)
  await user.click(button)
  await waitFor(() =>
    expect(requestsOf(studio, 'jobs/start')).toMatchObject([
      {
        table: 'MyStormEvents',
        sources: [{ kind: 'file', handle: 'storms', format: 'csv', ignoreFirstRecord: true }],
        leaveOut: [{ kind: 'nullWord', column: 'EndTime' }],
      },
    ]),
  )
  // What was sent is gone from the list, and the window shows the table again.
  await screen.findByRole('region', { name: 'Add data' })
  expect(screen.queryByRole('button', { name: 'Look into storms.csv' })).toBeNull()
})

test('rows with findings are shown by line, amber where a value becomes null', async () => {
  const rendered = await renderStudio(withFaultyFile)
  await openPage(rendered)
  await rendered.advanceCheck(1500)
  await rendered.user.click(screen.getByRole('tab', { name: 'Rows with findings' }))
  const cell = await screen.findByRole('gridcell', { name: 'n/a. “n/a” arrives as null' })
  expect(cell.dataset['marked']).toBe('true')
  screen.getByRole('rowheader', { name: '640,022' })
  screen.getByText(/^Line 17,432, byte/)
})

test('the keyboard moves in the grid as in a spreadsheet, and F6 goes around the page', async () => {
  const rendered = await renderStudio(withFaultyFile)
  await openPage(rendered)
  const { user } = rendered
  const grid = screen.getByRole('grid')
  grid.focus()
  const active = (): string | null => {
    const id = grid.getAttribute('aria-activedescendant')
    return id === null ? null : (document.getElementById(id)?.getAttribute('aria-colindex') ?? null)
  }
  await user.keyboard('{ArrowRight}{ArrowDown}')
  expect(active()).toBe('3')
  screen.getByText(/^Line 3, byte/)
  await user.keyboard('{Home}{PageDown}')
  expect(active()).toBe('2')
  expect(screen.queryByText(/^Line 3, byte/)).toBeNull()
  await user.keyboard('{F6}')
  expect(
    screen.getByRole('complementary', { name: 'Target and findings' }).contains(document.activeElement),
  ).toBe(true)
  await user.keyboard('{F6}')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Back to MyStormEvents' }))
  await user.keyboard('{F6}')
  expect(document.activeElement).toBe(grid)
})

test('a new table gets the names and types of the heads, and its commands are shown before they run', async () => {
  const rendered = await renderStudio(withFaultyFile)
  await openPage(rendered)
  const { user, studio, advance } = rendered
  await user.click(screen.getByRole('radio', { name: 'New table' }))
  await advance(1500)
  await user.click(await screen.findByRole('button', { name: 'Type of EndTime: datetime' }))
  await user.click(await screen.findByRole('menuitemradio', { name: /^string/ }))
  const name = await screen.findByRole('textbox', { name: 'Name of column State' })
  await user.clear(name)
  await user.type(name, 'Land{Enter}')
  await user.clear(screen.getByRole('textbox', { name: 'Name of the new table' }))
  await user.type(screen.getByRole('textbox', { name: 'Name of the new table' }), 'Storms2025')
  await advance(1500)
  // Nothing is lost as text.
  await waitFor(() => expect(screen.queryByText('3 become null')).toBeNull())
  await user.click(screen.getByRole('button', { name: 'Commands' }))
  const dialog = await screen.findByRole('dialog', { name: 'Commands' })
  within(dialog).getByText(
    /\.create table \['Storms2025'\] \(\['StartTime'\]: datetime, \['EndTime'\]: string, \['Land'\]: string/,
  )
  await user.click(within(dialog).getByRole('button', { name: 'Close' }))
  await user.click(await screen.findByRole('button', { name: /^Create table/ }))
  await waitFor(() => expect(requestsOf(studio, 'jobs/start')).toMatchObject([{ table: 'Storms2025' }]))
  expect(requestsOf(studio, 'catalog/createTable')).toMatchObject([{ table: 'Storms2025' }])
})

test('fields in another order go by name: the mapping is stored with the table, then sent along', async () => {
  const rendered = await renderStudio((studio) => {
    withStorms()(studio)
    const content = stormContent({ records: 500, faults: [], checkMs: 500 })
    const headerColumns = [...content.columns].reverse().map(({ name }) => name)
    studio.world.chosen = [fakeFile('turned.csv', { records: 500, handle: 'turned', headerColumns })]
    studio.world.contents.set('turned', { ...content, columns: [...content.columns].reverse() })
  })
  await openPage(rendered)
  const { user, studio } = rendered
  await screen.findByText('7 of 7 columns match by name')
  screen.getByText('Fields are in another order: a mapping will be sent along.')
  await user.click(await screen.findByRole('button', { name: 'Ingest 500 records' }))
  await waitFor(() => expect(requestsOf(studio, 'jobs/start')).toHaveLength(1))
  const [saved] = requestsOf(studio, 'catalog/saveMapping') as { name: string; columns: unknown[] }[]
  expect(saved).toMatchObject({ table: 'MyStormEvents', kind: 'Csv' })
  expect(saved?.columns[0]).toEqual({ column: 'StormSummary', type: 'dynamic', ordinal: 0 })
  expect(requestsOf(studio, 'jobs/start')).toMatchObject([{ mapping: saved?.name }])
})

test('a value that arrives as another one is shown with what it becomes', async () => {
  const rendered = await renderStudio((studio) => {
    withStorms()(studio)
    const fault = { record: 7, field: 3, kind: 'leadingZeros', effect: 'changed' } as const
    const content = stormContent({
      records: 500,
      faults: [{ ...fault, value: '01234', becomes: '1234', fits: ['string'] }],
      checkMs: 500,
    })
    studio.world.chosen = [fakeFile('codes.csv', { records: 500, handle: 'codes' })]
    studio.world.contents.set('codes', content)
  })
  await openPage(rendered)
  await rendered.advance(1500)
  await screen.findByText('01234 → 1234')
})

test('a column that the table lacks can be added on the spot', async () => {
  const rendered = await renderStudio((studio) => {
    withStorms()(studio)
    const content = stormContent({ records: 500, faults: [], checkMs: 500 })
    studio.world.chosen = [fakeFile('more.csv', { records: 500, handle: 'more' })]
    studio.world.contents.set('more', {
      ...content,
      columns: [...content.columns, { name: 'Battery', inferred: 'real', value: () => '3.7' }],
    })
  })
  await openPage(rendered)
  const { user, studio } = rendered
  await user.click(await screen.findByRole('button', { name: 'Add the column Battery' }))
  await screen.findByRole('button', { name: 'Do not add' })
  await user.click(await screen.findByRole('button', { name: 'Ingest 500 records' }))
  await waitFor(() => expect(requestsOf(studio, 'jobs/start')).toHaveLength(1))
  expect(requestsOf(studio, 'catalog/addColumns')).toMatchObject([
    { table: 'MyStormEvents', columns: [{ name: 'Battery', type: 'real' }] },
  ])
})

test('what was recognised can be corrected, and the same look is taken again with it', async () => {
  const rendered = await renderStudio(withFaultyFile)
  await openPage(rendered)
  const { user, studio } = rendered
  await user.click(screen.getByRole('button', { name: 'CSV, UTF-8, header row' }))
  await user.click(await screen.findByRole('switch', { name: 'First record is a header' }))
  await user.click(screen.getByRole('button', { name: 'Done' }))
  await screen.findByRole('button', { name: 'CSV, UTF-8, no header' })
  const looks = requestsOf(studio, 'inspection/look') as { lookId?: string; reading?: unknown }[]
  expect(looks[looks.length - 1]).toMatchObject({ lookId: 'look-1', reading: { ignoreFirstRecord: false } })
})

test('a source that cannot be read says why and what to do', async () => {
  const { user } = await renderStudio((studio) => {
    withFaultyFile(studio)
    const problem = {
      code: 'FormatMismatch',
      message: 'storms.csv is a web page, not CSV.',
      retryable: false,
      nextStep: 'Download the file itself.',
    } as const
    studio.world.contents.set('storms', stormContent({ columns: [], problem }))
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: 'Look' }))
  const card = await screen.findByRole('region', { name: 'storms.csv cannot be read' })
  within(card).getByText('storms.csv is a web page, not CSV.')
  within(card).getByText('Next: Download the file itself.')
  expect((screen.getByRole('button', { name: 'Ingest' }) as HTMLButtonElement).disabled).toBe(true)
})

test('of a thousand columns only those in view are in the page, and a field finds the others', async () => {
  const rendered = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.chosen = [fakeFile('wide.csv', { records: 500, handle: 'wide' })]
    const columns = Array.from({ length: 1000 }, (_, index) => ({
      name: `C${index}`,
      inferred: 'long' as const,
      value: (record: number) => String(record + index),
    }))
    studio.world.contents.set('wide', stormContent({ records: 500, faults: [], checkMs: 500, columns }))
  })
  await openPage(rendered)
  expect(screen.getByRole('grid').getAttribute('aria-colcount')).toBe('1001')
  expect(screen.getAllByRole('columnheader').length).toBeLessThan(40)
  await rendered.user.type(screen.getByRole('searchbox', { name: 'Find a column' }), 'C77')
  await screen.findByText('11 of 1,000')
  screen.getByRole('columnheader', { name: /C770/ })
})

test('pasted rows are looked into as files are, with the text that stands there', async () => {
  const { user, studio } = await renderStudio((fake) => void withStorms()(fake))
  await user.click(await screen.findByRole('tab', { name: 'Paste rows' }))
  const text = '2025-01-01,2025-01-02,OHIO,0,0,Public,"{}"'
  await user.click(screen.getByRole('textbox', { name: 'Rows to paste' }))
  await user.paste(text)
  await user.click(screen.getByRole('button', { name: 'Look' }))
  await screen.findByRole('heading', { name: 'Pasted rows' })
  expect(requestsOf(studio, 'inspection/look')[0]).toMatchObject({ source: { kind: 'paste', text } })
})

test('what is converted on the way says so, and can be taken back', async () => {
  const rendered = await renderStudio((studio) => {
    withFaultyFile(studio)
    const content = stormContent({ checkMs: 1000, faults: [] })
    const reading = { ...content.reading, conversions: [{ field: 1, as: 'dayFirst' as const }] }
    studio.world.contents.set('storms', { ...content, reading })
  })
  await openPage(rendered)
  const converted = await screen.findByRole('region', { name: 'EndTime is converted on the way' })
  await rendered.user.click(within(converted).getByRole('button', { name: 'Do not convert' }))
  await rendered.advance(1500)
  await waitFor(() => expect(screen.queryByRole('region', { name: /converted on the way/ })).toBeNull())
  expect(requestsOf(rendered.studio, 'inspection/look').at(-1)).not.toHaveProperty('reading.conversions')
})

test('a column that stays empty is named where all else fits', async () => {
  const rendered = await renderStudio((studio) => {
    withFaultyFile(studio)
    const content = stormContent({ checkMs: 1000, faults: [], findings: [] })
    studio.world.contents.set('storms', { ...content, columns: content.columns.slice(0, -1) })
  })
  await openPage(rendered)
  await rendered.advanceCheck(1500)
  const [last] = stormContent().columns.slice(-1)
  await screen.findByText(`All 1,000,000 records fit their columns. ${last?.name ?? ''} stays empty.`)
})

test('the button of a tab sends pasted rows and a blob with the mapping that the page would send', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    const content = stormContent()
    const turned = { ...content, columns: [...content.columns].reverse() }
    fake.world.contents.set('paste', turned)
    fake.world.contents.set('blob', turned)
  })
  const started = (): { mapping?: string; sources: { kind: string }[] }[] =>
    requestsOf(studio, 'jobs/start') as { mapping?: string; sources: { kind: string }[] }[]
  await user.click(await screen.findByRole('tab', { name: 'Paste rows' }))
  await user.click(screen.getByRole('textbox', { name: 'Rows to paste' }))
  await user.paste('State,StartTime\nOHIO,2025-01-01')
  await user.click(await screen.findByRole('button', { name: 'Ingest 1 record' }))
  await waitFor(() => expect(started()).toHaveLength(1))
  await user.click(await screen.findByRole('tab', { name: 'Blob URI' }))
  await user.click(screen.getByRole('textbox', { name: 'Blob URI' }))
  await user.paste('https://contoso.blob.core.windows.net/storms/s.csv')
  await user.click(screen.getByRole('button', { name: 'Ingest blob' }))
  await waitFor(() => expect(started()).toHaveLength(2))
  expect(started().map(({ mapping, sources }) => [sources[0]?.kind, mapping?.slice(0, 11)])).toEqual([
    ['paste', 'studio_csv_'],
    ['blob', 'studio_csv_'],
  ])
})

test('paths of JSON are a tree; those that are ticked become columns, by keyboard too', async () => {
  const json = { format: 'json', ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 } as const
  const rendered = await renderStudio((studio) => {
    withFaultyFile(studio)
    const column = { inferred: 'dynamic', value: () => '{}' } as const
    studio.world.contents.set(
      'storms',
      stormContent({
        reading: json,
        faults: [],
        columns: [{ name: 'where', path: '$.where', ...column }],
        tree: {
          paths: [
            { steps: ['where'], type: 'dynamic', share: 1, example: '{town}' },
            { steps: ['where', 'town'], type: 'string', share: 0.75, example: 'Bergen' },
            { steps: ['id'], type: 'long', share: 1, example: '1' },
          ],
          morePaths: 3,
        },
      }),
    )
  })
  await openPage(rendered)
  const { user, studio } = rendered
  await user.click(screen.getByRole('button', { name: 'Choose paths' }))
  const dialog = await screen.findByRole('dialog', { name: 'Paths of storms.csv' })
  within(dialog).getByText(/^3 deeper paths are not listed/)
  const where = within(dialog).getByRole('treeitem', {
    name: /^where: dynamic, in all, for example \{town\}/,
  })
  expect(where.getAttribute('aria-checked')).toBe('true')
  where.focus()
  await user.keyboard('{ArrowRight}')
  const town = await within(dialog).findByRole('treeitem', {
    name: 'town: string, in 75 %, for example Bergen',
  })
  await user.keyboard('{ArrowRight} ')
  await waitFor(() => expect(town.getAttribute('aria-checked')).toBe('true'))
  await user.click(within(dialog).getByRole('button', { name: 'Use 2 columns' }))
  await waitFor(() =>
    expect(requestsOf(studio, 'inspection/look').at(-1)).toMatchObject({
      reading: { ...json, paths: [['where'], ['where', 'town']] },
    }),
  )
})
