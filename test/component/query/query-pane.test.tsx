import { act, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { StudioError } from '../../../electron/domain/studio-error'
import type { QueryResult } from '../../../electron/domain/schema/query'
import type { Rows } from '../../../electron/domain/schema/table'
import { renderStudio, withStorms, type RenderedStudio } from '../render-studio'
import { editorText, typeQuery } from './kql-editor'

const copied: string[] = []
beforeEach(() => {
  copied.length = 0
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text))
})

const storms: Rows = {
  columns: [
    { name: 'State', type: 'string' },
    { name: 'Damage', type: 'long' },
  ],
  rows: [
    ['TEXAS', 1200],
    [null, 7],
    ['OHIO, north', 90],
  ],
  truncated: false,
}

async function openPane(
  result: Rows & Partial<QueryResult> = storms,
): Promise<RenderedStudio & { readonly pane: HTMLElement }> {
  const rendered = await renderStudio((fake) => {
    withStorms()(fake)
    fake.world.queryResult = result
  })
  await rendered.user.click(await screen.findByRole('button', { name: 'Query' }))
  const pane = await screen.findByRole('region', { name: 'Query' })
  await waitFor(() => expect(editorText()).toBe('MyStormEvents\n| take 100'))
  return { ...rendered, pane }
}

const cells = (): string[][] =>
  within(screen.getByRole('grid', { name: 'Result' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('gridcell')
        .map((cell) => cell.textContent ?? ''),
    )

test('a query shows its rows beside the script, with what it took, and the workspace stays', async () => {
  const { user, pane, studio } = await openPane({
    ...storms,
    statistics: {
      tookMs: 30,
      clusterMs: 12,
      cpuMs: 40,
      memoryBytes: 2_000_000,
      scannedRows: 10,
      totalRows: 1000,
    },
  })
  within(pane).getByText(/one at the caret runs/)
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  await screen.findByRole('grid', { name: 'Result' })
  expect(cells()).toEqual([
    ['TEXAS', '1,200'],
    ['null', '7'],
    ['OHIO, north', '90'],
  ])
  within(pane).getByText(
    '3 rows in 30 ms · 12 ms on the cluster · CPU 40 ms · memory 2 MB · 10 of 1,000 rows read',
  )
  screen.getByRole('region', { name: 'Before and after' })
  expect(studio.requests.filter(({ method }) => method === 'table/query').at(-1)?.request).toEqual({
    database: 'Samples',
    query: 'MyStormEvents\n| take 100',
    isConfirmed: false,
  })
})

test('what is wrong with a query is said, and nothing else is shown', async () => {
  const { user, pane, studio } = await openPane()
  studio.override('table/query', () => {
    throw new StudioError('QueryFailed', 'Line 2: “takes” is not an operator.')
  })
  studio.world.pastQueries = [{ query: 'print 1', at: studio.clock.now() - 60_000, rows: 1 }]
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  await within(pane).findByText('Line 2: “takes” is not an operator.')
  expect(screen.queryByRole('grid', { name: 'Result' })).toBeNull()
  // Of another text it says nothing, whether that is typed or comes from elsewhere.
  typeQuery('MyStormEvents | count')
  expect(within(pane).queryByRole('alert')).toBeNull()
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  await within(pane).findByText('Line 2: “takes” is not an operator.')
  await user.click(within(pane).getByRole('button', { name: 'History' }))
  await user.click(await screen.findByRole('menuitem', { name: /^print 1/ }))
  await waitFor(() => expect(within(pane).queryByRole('alert')).toBeNull())
})

test('the first mistake is said in words, with its line', async () => {
  const { pane, studio } = await openPane()
  studio.override('script/analyze', ({ script }) => ({
    statements: [],
    marks: [
      {
        start: script.indexOf('Stat'),
        end: script.length,
        severity: 'error',
        message: 'There is no “Stat”.',
      },
      { start: script.length, end: script.length, severity: 'warning', message: 'Nor this.' },
    ],
    tokens: [],
  }))
  typeQuery('MyStormEvents\n| where Stat')
  await within(pane).findByText('Line 2: There is no “Stat”. (and 1 more)')
  typeQuery('MyStormEvents')
  await waitFor(() => expect(within(pane).queryByText(/There is no/)).toBeNull())
})

test('the pane is made higher and lower by the keyboard', async () => {
  const { user, pane } = await openPane()
  const border = within(pane).getByRole('separator', { name: 'Height of the query pane' })
  const height = (): number => parseInt(pane.style.height)
  const before = height()
  act(() => border.focus())
  await user.keyboard('{ArrowUp}')
  expect(height()).toBe(before + 24)
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(height()).toBe(before - 24)
})

test('the statement at the caret runs', async () => {
  const { user, pane, studio } = await openPane()
  typeQuery('print 1\n\nprint 2\n\nprint 3', 'print 1\n\npri'.length)
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  await screen.findByRole('grid', { name: 'Result' })
  expect(studio.requests.filter(({ method }) => method === 'table/query').at(-1)?.request).toMatchObject({
    query: 'print 2',
  })
})

test('a management command asks first, and Cancel changes nothing', async () => {
  const { user, pane, studio } = await openPane()
  const ran = (): unknown[] => studio.requests.filter(({ method }) => method === 'table/query')
  typeQuery('\n\n// tidy up\n.drop table MyStormEvents')
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  const dialog = await screen.findByRole('dialog', { hidden: true })
  within(dialog).getByText(/\.drop table MyStormEvents/)
  expect(ran()).toEqual([])
  await user.click(within(dialog).getByText('Cancel'))
  await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull())
  expect(ran()).toEqual([])
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  await user.click(within(await screen.findByRole('dialog', { hidden: true })).getByText('Run command'))
  await waitFor(() =>
    expect(ran()).toEqual([
      {
        method: 'table/query',
        request: {
          database: 'Samples',
          query: '// tidy up\n.drop table MyStormEvents',
          isConfirmed: true,
        },
      },
    ]),
  )
})

test('Cancel ends the request, and its answer is not shown any more', async () => {
  const { user, pane, studio } = await openPane()
  let signal: AbortSignal | undefined
  studio.override('table/query', (_request, given) => {
    signal = given
    return new Promise(() => undefined)
  })
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  await within(pane).findByText(/Running/)
  await user.click(within(pane).getByRole('button', { name: 'Cancel' }))
  await within(pane).findByText('Canceled.')
  expect(signal?.aborted).toBe(true)
})

test('rows are sorted, filtered, copied with their heads and exported', async () => {
  const { user, pane, studio } = await openPane()
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  const grid = await screen.findByRole('grid', { name: 'Result' })
  await user.click(within(grid).getByRole('columnheader', { name: 'Damage' }))
  expect(cells().map(([, damage]) => damage)).toEqual(['7', '90', '1,200'])
  await user.click(within(grid).getByRole('columnheader', { name: /^Damage/ }))
  expect(cells().map(([, damage]) => damage)).toEqual(['1,200', '90', '7'])
  expect(within(grid).getByRole('columnheader', { name: /^Damage/ }).ariaSort ?? '').toMatch(/descending|^$/)
  await user.type(within(pane).getByRole('searchbox', { name: 'Filter rows' }), 'oh')
  expect(cells()).toEqual([['OHIO, north', '90']])
  within(pane).getByText('1 of 3 rows')
  await user.click(within(pane).getByRole('button', { name: 'Copy with heads' }))
  expect(copied).toEqual(['State\tDamage\nOHIO, north\t90\n'])
  await within(pane).findByText('Copied 1 row with their heads.')
  await user.click(within(pane).getByRole('button', { name: 'Export CSV' }))
  await within(pane).findByText('Written to query.csv.')
  expect(studio.world.written.get('query.csv')).toBe('State,Damage\r\n"OHIO, north",90\r\n')
  await user.selectOptions(within(pane).getByRole('combobox', { name: 'Filter by column' }), 'Damage')
  within(pane).getByText('No row contains this text.')
  // Escape empties the field, and leaves the pane open.
  await user.type(within(pane).getByRole('searchbox', { name: 'Filter rows' }), '{Escape}')
  expect(cells()).toHaveLength(3)
})

test('the grid is used without a mouse: move, select, copy, sort, change a width', async () => {
  const { user, pane } = await openPane()
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  const grid = await screen.findByRole('grid', { name: 'Result' })
  act(() => grid.focus())
  await user.keyboard('{ArrowDown}{ArrowRight}{Control>}c{/Control}')
  expect(copied.at(-1)).toBe('7')
  await user.keyboard(
    '{Control>}{Home}{/Control}{Shift>}{ArrowDown}{ArrowRight}{/Shift}{Control>}c{/Control}',
  )
  expect(copied.at(-1)).toBe('TEXAS\t1200\n\t7\n')
  await user.keyboard('{Control>}a{/Control}{Control>}c{/Control}')
  expect(copied.at(-1)).toBe('State\tDamage\nTEXAS\t1200\n\t7\nOHIO, north\t90\n')
  await user.keyboard('{Control>}{Home}{/Control}{ArrowUp}{Enter}')
  expect(cells().map(([state]) => state)).toEqual(['OHIO, north', 'TEXAS', 'null'])
  const head = within(grid).getByRole('columnheader', { name: /^State/ })
  const before = parseInt(head.style.width)
  await user.keyboard('{Alt>}{ArrowRight}{/Alt}')
  expect(parseInt(within(grid).getByRole('columnheader', { name: /^State/ }).style.width)).toBe(before + 16)
})

test('the history of the database comes back by its menu and by the keyboard', async () => {
  const { user, pane, studio } = await openPane()
  studio.world.pastQueries = [
    { query: 'print young = 1', at: studio.clock.now() - 60_000, rows: 1 },
    { query: 'print old = 1', at: studio.clock.now() - 3_600_000, rows: null },
  ]
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  await screen.findByRole('grid', { name: 'Result' })
  await user.click(within(pane).getByRole('button', { name: 'History' }))
  const item = await screen.findByRole('menuitem', { name: /^print old = 1.*not completed · 1 h$/ })
  await user.click(item)
  await waitFor(() => expect(editorText()).toBe('print old = 1'))
})

test.each([
  ['columnchart', 'Column chart with 1 series and 3 points'],
  ['barchart', 'Bar chart with 1 series and 3 points'],
  ['piechart', 'Pie chart with 1 series and 3 points'],
])('%s is drawn, and its rows are one click away', async (kind, name) => {
  const { user, pane } = await openPane({ ...storms, visualization: visualization(kind) })
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  await screen.findByRole('img', { name: new RegExp(name) })
  expect(screen.queryByRole('grid', { name: 'Result' })).toBeNull()
  await user.click(within(pane).getByRole('radio', { name: 'Rows' }))
  expect(cells()).toHaveLength(3)
})

test('a kind that is not drawn shows its rows and says so', async () => {
  const { user, pane } = await openPane({ ...storms, visualization: visualization('treemap') })
  await user.click(within(pane).getByRole('button', { name: 'Run' }))
  await within(pane).findByText('“render treemap” is not drawn here, so these are its rows.')
  expect(cells()).toHaveLength(3)
})

test('Escape closes the pane, and the script is there again when it opens', async () => {
  const { user, pane } = await openPane()
  typeQuery('print kept = 1')
  act(() => within(pane).getByRole('button', { name: 'Run' }).focus())
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Query' })).toBeNull())
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Query' }))
  await user.click(screen.getByRole('button', { name: 'Query' }))
  await waitFor(() => expect(editorText()).toBe('print kept = 1'))
})

function visualization(kind: string): QueryResult['visualization'] {
  return {
    kind,
    title: null,
    xColumn: null,
    yColumns: [],
    series: [],
    xTitle: null,
    yTitle: null,
    isStacked: false,
  }
}
