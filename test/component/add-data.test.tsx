import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { fakeFile, fakeTable } from '../../renderer/src/api/fake/fake-world'
import { StudioError } from '../../electron/domain/studio-error'
import { renderStudio, stormFile, withStorms } from './render-studio'

const addData = (): HTMLElement => screen.getByRole('region', { name: 'Add data' })

test('the header switch changes what the button says it will do', async () => {
  const { user } = await renderStudio((studio) => void withStorms()(studio))
  await user.upload(await screen.findByLabelText('Files to ingest'), stormFile('storms.csv', 12))
  await screen.findByRole('button', { name: 'Ingest 12 records' })
  await user.click(screen.getByRole('switch', { name: 'First record is a header', checked: true }))
  screen.getByRole('button', { name: 'Ingest 13 records' })
  screen.getByText(/^up to 10 s until the batch seals/)
})

test('files with and without a header: each says it for itself, and lines of text keep their first', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.world.chosen = [
      fakeFile('a.csv', { records: 2 }),
      fakeFile('b.csv', { records: 3, hasHeader: false, headerColumns: [] }),
      fakeFile('notes.txt', { records: 3, format: 'txt', hasHeader: false, headerColumns: [] }),
    ]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByRole('button', { name: 'Ingest 8 records' })
  screen.getByRole('switch', { name: 'First record is a header in 1 of 2 files', checked: false })
  const ofFile = (name: string): HTMLElement =>
    screen.getByRole('switch', { name: `First record of ${name} is a header` })
  expect(['a.csv', 'b.csv', 'notes.txt'].map((name) => (ofFile(name) as HTMLInputElement).checked)).toEqual([
    true,
    false,
    false,
  ])
  // A file that is ingested as recognised needs no attention.
  expect(screen.queryByRole('button', { name: /header seen/i })).toBeNull()

  await user.click(ofFile('b.csv'))
  screen.getByRole('button', { name: 'Ingest 7 records' })
  screen.getByRole('button', { name: 'b.csv: No header seen' })
  await user.click(screen.getByRole('switch', { name: 'First record is a header', checked: true }))
  screen.getByRole('button', { name: 'Ingest 9 records' })
  expect(screen.queryByRole('switch', { name: /First record of/ })).toBeNull()

  await user.click(screen.getByRole('button', { name: 'Per file' }))
  await user.click(ofFile('a.csv'))
  await user.click(screen.getByRole('button', { name: 'Ingest 8 records' }))
  expect(studio.requests.find(({ method }) => method === 'jobs/start')?.request).toMatchObject({
    sources: [
      { handle: 'file-a.csv', ignoreFirstRecord: true },
      { handle: 'file-b.csv', ignoreFirstRecord: false },
      { handle: 'file-notes.txt', ignoreFirstRecord: false },
    ],
  })
})

test('for a table of one column a file named CSV goes in line by line, whatever stands in its lines', async () => {
  const { user, studio } = await renderStudio((fake) => {
    fake.world.tables.push(fakeTable('Samples', 'Lines', { schema: 'Line: string' }))
    const found = { format: 'scsv' as const, hasHeader: false, headerColumns: [], records: 2 }
    fake.world.chosen = [fakeFile('semicolons.csv', found)]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: 'semicolons.csv: Goes in as CSV' }))
  screen.getByText(/each line goes in whole/)
  await user.click(screen.getByRole('button', { name: 'Ingest 2 records' }))
  expect(studio.requests.find(({ method }) => method === 'jobs/start')?.request).toMatchObject({
    sources: [{ handle: 'file-semicolons.csv', format: 'csv' }],
  })
})

test('what needs an eye is one pill that opens the finding', async () => {
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    const at = studio.clock.now() - 3_600_000
    studio.world.chosen = [
      fakeFile('again.csv', { ingestedBefore: { at, database: 'Samples', table: 'Storms', jobId: 'x' } }),
      fakeFile('swapped.csv', {
        headerColumns: [
          'EndTime',
          'StartTime',
          'State',
          'DamageProperty',
          'DamageCrops',
          'Source',
          'StormSummary',
        ],
      }),
      fakeFile('short.csv', { headerColumns: ['StartTime', 'EndTime'] }),
      fakeFile('empty.csv', {
        problem: {
          code: 'FileEmpty',
          message: 'empty.csv has no bytes.',
          retryable: false,
          nextStep: 'Choose another.',
        },
      }),
      fakeFile('fine.csv'),
    ]
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await user.click(await screen.findByRole('button', { name: 'again.csv: Ingested before' }))
  screen.getByText(/The same content was ingested into Storms 1 h ago/)
  await user.click(screen.getByRole('button', { name: 'swapped.csv: Other column order' }))
  screen.getByText(/“EndTime” would go into column “StartTime”/)
  screen.getByRole('button', { name: 'short.csv: 2 fields for 7 columns' })
  // Why a file cannot go is said without a click.
  screen.getByText('empty.csv has no bytes.')
  await user.click(screen.getByRole('button', { name: 'empty.csv: Cannot be ingested' }))
  screen.getByText(/empty.csv has no bytes. Choose another./)
  expect(screen.queryByRole('button', { name: /^fine.csv:/ })).toBeNull()
  screen.getByText('1 file cannot be ingested')
  screen.getByRole('button', { name: 'Ingest 4,000 records' })

  await user.click(screen.getByRole('button', { name: 'Remove again.csv' }))
  screen.getByRole('button', { name: 'Ingest 3,000 records' })
})

test('10,000 chosen files stay a short list in the page', async () => {
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    studio.world.chosen = Array.from({ length: 10_000 }, (_, index) =>
      fakeFile(`sensor-${index}.csv`, { handle: `f${index}` }),
    )
  })
  await user.click(await screen.findByRole('button', { name: 'Choose files' }))
  await screen.findByRole('button', { name: 'Ingest 10,000,000 records' })
  const rows = within(screen.getByRole('list', { name: 'Chosen files' })).getAllByRole('listitem')
  expect(rows.length).toBeGreaterThan(5)
  expect(rows.length).toBeLessThan(60)
  expect(rows[0]?.getAttribute('aria-setsize')).toBe('10000')
})

test('pasted rows are counted and recognised while they are typed', async () => {
  const { user, studio } = await renderStudio((world) => void withStorms()(world))
  await user.click(await screen.findByRole('tab', { name: 'Paste rows' }))
  const box = screen.getByRole('textbox', { name: 'Rows to paste' })
  // The example is of this table's columns.
  expect((box as HTMLTextAreaElement).placeholder).toMatch(
    /^2026-01-26 08:00:00,2026-01-26 08:00:00,text,42,/,
  )
  await user.click(box)
  await user.paste('a\tb\nc\td')
  await screen.findByText('2 records')
  screen.getByText('2 fields for 7 columns')
  const format = screen.getByRole('combobox', { name: 'Format' })
  expect((format as HTMLSelectElement).value).toBe('tsv')
  await user.selectOptions(format, 'csv')
  await user.clear(box)
  await user.paste(
    'StartTime,EndTime,State,DamageProperty,DamageCrops,Source,StormSummary\n2018-01-26,2018-01-27,A,0,0,B,"{}"',
  )
  screen.getByRole('switch', { name: 'First record is a header', checked: true })
  await user.click(screen.getByRole('button', { name: 'Ingest 1 record' }))
  expect(studio.requests.find(({ method }) => method === 'jobs/start')?.request).toMatchObject({
    sources: [{ kind: 'paste', format: 'csv', ignoreFirstRecord: true }],
  })
})

test('text of many megabytes is held outside of the box and still counted', async () => {
  const { user } = await renderStudio((world) => void withStorms()(world))
  await user.click(await screen.findByRole('tab', { name: 'Paste rows' }))
  await user.click(screen.getByRole('textbox', { name: 'Rows to paste' }))
  await user.paste('1,2,3\n'.repeat(200_000))
  screen.getByText('1.2 MB of pasted text')
  await screen.findByRole('button', { name: 'Ingest 200,000 records' }, { timeout: 5000 })
  await user.click(screen.getByRole('button', { name: 'Clear' }))
  screen.getByRole('textbox', { name: 'Rows to paste' })
})

test('the secret of a blob URI leaves the page with the focus', async () => {
  const { user } = await renderStudio((studio) => void withStorms()(studio))
  await user.click(await screen.findByRole('tab', { name: 'Blob URI' }))
  const field = screen.getByRole('textbox', { name: 'Blob URI' })
  await user.click(field)
  await user.paste('https://contoso.blob.core.windows.net/storms/s.csv?sv=1&sig=topsecret')
  await user.tab()
  expect((field as HTMLInputElement).value).toBe('https://contoso.blob.core.windows.net/storms/s.csv?•••')
  expect(document.body.innerHTML).not.toContain('topsecret')
  await screen.findByText('s.csv, 351 kB')
})

test('so does a secret in what is no address at all', async () => {
  const { user } = await renderStudio((studio) => void withStorms()(studio))
  await user.click(await screen.findByRole('tab', { name: 'Blob URI' }))
  const field = screen.getByRole('textbox', { name: 'Blob URI' })
  await user.click(field)
  await user.paste('Bearer topsecret.token')
  await user.tab()
  expect((field as HTMLInputElement).value).toContain('Bearer')
  expect((field as HTMLInputElement).value).not.toContain('topsecret')
  await user.click(field)
  expect((field as HTMLInputElement).value).toBe('Bearer topsecret.token')
})

test('what storage refuses is said, and the blob is not sent', async () => {
  const { user } = await renderStudio((studio) => {
    withStorms()(studio)
    studio.override('sources/inspectBlob', () => {
      throw new StudioError('BlobForbidden', 'Storage refused to read s.csv (403).', {
        nextStep: 'Make a new SAS with read permission.',
      })
    })
  })
  await user.click(await screen.findByRole('tab', { name: 'Blob URI' }))
  await user.click(screen.getByRole('textbox', { name: 'Blob URI' }))
  await user.paste('https://contoso.blob.core.windows.net/storms/s.csv?sig=old')
  await user.tab()
  await screen.findByText('Storage refused to read s.csv (403).')
  screen.getByText('Next: Make a new SAS with read permission.')
  expect(within(addData()).getByRole<HTMLButtonElement>('button', { name: 'Ingest blob' }).disabled).toBe(
    true,
  )
})

test('a blob that only the cluster can reach may be sent unchecked', async () => {
  const { user, studio } = await renderStudio((fake) => {
    withStorms()(fake)
    fake.override('sources/inspectBlob', () => {
      throw new StudioError('BlobUnreachable', 'Storage did not answer this machine.')
    })
  })
  await user.click(await screen.findByRole('tab', { name: 'Blob URI' }))
  await user.click(screen.getByRole('textbox', { name: 'Blob URI' }))
  await user.paste('https://private.blob.core.windows.net/storms/s.csv;managed_identity=system')
  await user.tab()
  await user.click(await screen.findByRole('button', { name: 'Ingest without checking' }))
  expect(studio.requests.find(({ method }) => method === 'jobs/start')?.request).toMatchObject({
    sources: [{ kind: 'blob', format: 'csv', rawDataSizeBytes: null }],
  })
})

test('files that are dropped anywhere are added, and the overlay says where to', async () => {
  await renderStudio((studio) => void withStorms()(studio))
  await screen.findByRole('button', { name: 'Choose files' })
  const transfer = { types: ['Files'], files: [stormFile('dropped.csv', 3)], dropEffect: 'none' }
  const drag = async (name: string): Promise<boolean> => {
    const event = Object.assign(new Event(name, { bubbles: true, cancelable: true }), {
      dataTransfer: transfer,
    })
    await act(async () => {
      document.body.dispatchEvent(event)
      await Promise.resolve()
    })
    return event.defaultPrevented
  }
  await drag('dragenter')
  screen.getByText('Drop to add to MyStormEvents')
  screen.getByText(/Samples on Local cluster/)
  expect(await drag('dragover')).toBe(true)
  expect(await drag('drop')).toBe(true)
  await screen.findByRole('button', { name: 'Ingest 3 records' })
  expect(screen.queryByText('Drop to add to MyStormEvents')).toBeNull()
})
