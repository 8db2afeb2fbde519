import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStudio, resizeWindow, temporaryHome, type OpenStudio } from '../support/open-studio'

const home = temporaryHome()
let open: OpenStudio

beforeAll(async () => {
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
  await open.studio.createTable({
    name: 'Storms',
    schema: 'State: string\nDamage: long\nAt: datetime',
    batchingSeconds: 10,
  })
  await open.studio.waitForRowCount(0)
  await open.page.getByRole('button', { name: 'Query' }).click()
  await editor().waitFor()
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

const pane = (): ReturnType<OpenStudio['page']['locator']> =>
  open.page.getByRole('region', { name: 'Query', exact: true })
const editor = (): ReturnType<OpenStudio['page']['locator']> =>
  pane().getByRole('textbox', { name: 'KQL query' })
const result = (): ReturnType<OpenStudio['page']['locator']> => pane().getByRole('grid', { name: 'Result' })

/** Replaces the script, as a person would. */
async function write(script: string): Promise<void> {
  await editor().click()
  await open.page.keyboard.press('Control+A')
  await open.page.keyboard.insertText(script)
  await expect.poll(() => editor().innerText()).toContain(script.split('\n').at(-1) ?? '')
}

test('before and after stays in sight, at every size', async () => {
  for (const [width, height] of [
    [900, 800],
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await resizeWindow(open.app, width, height)
    const answer = await open.studio.card('Before and after').boundingBox()
    const below = await pane().boundingBox()
    expect(answer?.y, `${width}: its top`).toBeGreaterThan(0)
    expect((answer?.y ?? 0) + (answer?.height ?? 0), `${width}: its end`).toBeLessThanOrEqual(below?.y ?? 0)
  }
  await resizeWindow(open.app, 1280, 800)
})

test('with every sign in its legend, the chart keeps its controls inside the card', async () => {
  const at = Date.now()
  const kinds = ['queued', 'landed', 'failed', 'undone'] as const
  await open.app.evaluate(
    ({ BrowserWindow }, watch) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('event', 'table/rowCount', watch),
    {
      database: 'Samples',
      table: 'Storms',
      revision: 1_000_000_000,
      points: [
        { at: at - 30_000, rows: 123_456_789, ours: 0 },
        { at, rows: 123_456_999, ours: 210 },
      ],
      markers: kinds.map((kind, index) => ({
        at: at - 20_000 + index * 4000,
        kind,
        jobId: `${kind}`,
        sourceId: kind,
        sourceKind: 'file',
        name: 'a-name-of-some-length.csv',
        sourceCount: 1,
        rows: 210,
      })),
      batches: [{ openedAt: at - 10_000, sealsAt: at + 600_000, sealed: false }],
      intervalMs: 600_000,
      error: null,
    },
  )
  const card = open.studio.card('Row count')
  await card.getByText('other writers', { exact: true }).waitFor()
  for (const [width, height] of [
    [900, 800],
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await resizeWindow(open.app, width, height)
    const cut = await card.evaluate((box) => {
      const right = box.getBoundingClientRect().right
      const parts = [...box.querySelectorAll('button, label, p > span')]
      return parts
        .filter((part) => part.getBoundingClientRect().right > right)
        .map((part) => part.textContent)
    })
    expect(cut, `${width} x ${height}`).toEqual([])
    await card.getByRole('radio', { name: 'All', exact: true }).focus()
    expect(await card.evaluate((box) => box.scrollLeft)).toBe(0)
  }
  await resizeWindow(open.app, 1280, 800)
})

test('what is typed is completed from the schema, and a mistake is underlined and said', async () => {
  await editor().click()
  await open.page.keyboard.press('Control+A')
  await open.page.keyboard.type('Storms | where Dam')
  const option = pane().getByRole('option', { name: /^Damage/ })
  // A press of the mouse shows that it is where it can be seen.
  await option.click()
  await expect.poll(() => editor().innerText()).toBe('Storms | where Damage')
  await open.page.keyboard.type(' > Wrong')
  await pane()
    .getByText(/Line 1: .*Wrong/)
    .waitFor()
  await expect.poll(() => pane().locator('.cm-lintRange-error').allInnerTexts()).toEqual(['Wrong'])
})

test('the statement at the caret runs by Ctrl+Enter and Shift+Enter', async () => {
  await write('print Answer = 41\n\nprint Answer = 42')
  await open.page.keyboard.press('Control+Enter')
  await result().getByText('42', { exact: true }).waitFor()
  await open.page.keyboard.press('Control+Home')
  await open.page.keyboard.press('Shift+Enter')
  await result().getByText('41', { exact: true }).waitFor()
  await expect.poll(() => editor().innerText()).toContain('print Answer = 42')
})

test('a management command asks, behind comments and blank lines too; what is confirmed runs', async () => {
  await write('// tidy up\n\n\n// really\n.create table Made (a: long)')
  await open.page.keyboard.press('Control+Enter')
  const dialog = open.page.getByRole('dialog', { name: 'Run this management command?' })
  await dialog.getByText('.create table Made').waitFor()
  await open.page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await pane().waitFor()
  expect(await open.page.getByRole('treeitem', { name: 'Made' }).count()).toBe(0)
  await editor().press('Control+Enter')
  await dialog.getByRole('button', { name: 'Run command' }).click()
  await open.page.getByRole('treeitem', { name: /Made/ }).last().waitFor()
})

test('a query that takes long is canceled', async () => {
  await write(
    'range x from 1 to 100000000 step 1 | extend y = hash_sha256(tostring(x)) | summarize dcount(y)',
  )
  await open.page.keyboard.press('Control+Enter')
  await pane().getByRole('button', { name: 'Cancel' }).click()
  await pane().getByText('Canceled.').waitFor()
  await write('print After = 1')
  await open.page.keyboard.press('Control+Enter')
  await result().getByText('1', { exact: true }).waitFor()
})

test('every kind of chart is drawn', async () => {
  const series =
    'range i from 0 to 47 step 1 | extend At = datetime(2026-01-01) + i * 1h, Sensor = iff(i % 2 == 0, "north", "south"), Value = 10 * sin(i / 5.0) + i | project At, Sensor, Value'
  const shares = 'datatable(State: string, Damage: long) ["TEXAS", 40, "OHIO", 25, "UTAH", 20, "IOWA", 15]'
  for (const [query, name] of [
    [`${series} | render timechart`, /^Time chart with 2 series and 48 points/],
    [`${series} | render scatterchart`, /^Scatter chart with 2 series and 48 points/],
    [`${shares} | render columnchart`, /^Column chart with 1 series and 4 points/],
    [`${shares} | render barchart`, /^Bar chart with 1 series and 4 points/],
    [`${shares} | render piechart`, /^Pie chart with 1 series and 4 points/],
  ] as const) {
    await write(query)
    await open.page.keyboard.press('Control+Enter')
    await pane().getByRole('img', { name }).waitFor()
  }
})

test('10,000 rows are a grid of what is in view, and are written as CSV', async () => {
  await write('range Number from 1 to 20000 step 1 | extend Text = strcat("row ", Number)')
  await open.page.keyboard.press('Control+Enter')
  await pane().getByText('Showing the first 10,000 rows. There are more.').waitFor()
  expect(await result().getByRole('row').count()).toBeLessThan(60)
  await result().focus()
  await open.page.keyboard.press('Control+End')
  await result().getByText('row 10000', { exact: true }).waitFor()
  const folder = join(home.path, 'exported')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'rows.csv')
  await open.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath })) as never
  }, path)
  await pane().getByRole('button', { name: 'Export CSV' }).click()
  await pane().getByText('Written to rows.csv.').waitFor()
  const lines = readFileSync(path, 'utf8').split('\r\n')
  expect(lines).toHaveLength(10_002)
  expect(lines[1]).toBe('1,row 1')
})

test('neither Tab nor Escape is a trap, and the history comes back by the keyboard', async () => {
  await write('print last = 1')
  await open.page.keyboard.press('Tab')
  expect(await open.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).not.toBe(
    'kql-editor',
  )
  await open.page.keyboard.press('Shift+Tab')
  await open.page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => editor().innerText()).toContain('range Number from 1 to 20000')
  await open.page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => editor().innerText()).toContain('render piechart')
  await open.page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => editor().innerText()).toContain('range Number from 1 to 20000')
  await open.page.keyboard.press('Escape')
  await pane().waitFor({ state: 'detached' })
  await open.page.waitForFunction(() => document.activeElement?.textContent?.includes('Query'))
})

test('the window’s policy refused nothing', () => {
  expect(open.complaints).toEqual([])
})
