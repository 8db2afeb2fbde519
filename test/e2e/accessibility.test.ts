import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StudioCommand } from '../../electron/domain/studio-command'
import { addAxe, seriousIssues } from '../support/accessibility'
import { sealAtOnce } from '../support/cluster-of-window'
import { layoutIssues } from '../support/layout'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'

const home = temporaryHome()
const files = join(home.path, 'files')
let open: OpenStudio
const found: Record<string, string[]> = {}

/** Waits until the page stands still: half of a fade has no contrast. */
async function still(): Promise<void> {
  await open.page.waitForFunction(() => {
    // Fluent hides the page from screen readers behind a dialog, and shows it again a moment after.
    const isDialog = document.querySelector('[role$=dialog]') !== null
    if (!isDialog && document.querySelector('#root[aria-hidden]') !== null) return false
    return document
      .getAnimations()
      .every(
        ({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity,
      )
  })
}

/** Looks at the window as it is now; if it is `laidOut`, in windows of other sizes too. */
async function look(state: string, laidOut?: 'laidOut'): Promise<void> {
  await still()
  const issues = await seriousIssues(open.page)
  if (laidOut !== undefined) issues.push(...(await layoutIssues(open.page)))
  if (issues.length > 0) found[state] = issues
}

/** In the dark only colours are different. */
async function lookInTheDark(state: string): Promise<void> {
  await open.page.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await still()
  const issues = await seriousIssues(open.page, ['color-contrast'])
  await open.page.getByRole('radio', { name: 'Light' }).check({ force: true })
  if (issues.length > 0) found[`${state}, dark`] = issues
}

function file(name: string, lines: readonly string[]): string {
  const path = join(files, name)
  writeFileSync(path, [...lines, ''].join('\n'))
  return path
}

async function choose(command: StudioCommand): Promise<void> {
  await open.app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), command)
}

beforeAll(async () => {
  mkdirSync(files, { recursive: true })
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
  await addAxe(open.page)
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

test(
  'axe finds nothing serious in any state of the window, and each is laid out for every size',
  { timeout: 120_000 },
  async () => {
    const { page, studio } = open
    const dialog = page.getByRole('dialog')
    await page.getByText('See rows arrive').waitFor()
    await look('first run', 'laidOut')

    await studio.createTable({
      name: 'Visits',
      schema: 'Id: long\nAt: datetime\nCity: string',
      batchingSeconds: 10,
    })
    await studio.waitForRowCount(0)
    await look('empty table')

    await studio.dropFiles([
      file('visits.csv', [
        'Id,At,City',
        ...Array.from(
          { length: 300 },
          (_, index) => `${index},${index % 50 === 3 ? 'n/a' : '2026-03-01'},City ${index % 9}`,
        ),
      ]),
    ])
    await studio
      .card('Add data')
      .getByText(/all checked/)
      .first()
      .waitFor()
    await look('files chosen', 'laidOut')
    await page.getByRole('button', { name: 'Look into visits.csv' }).click()
    await page
      .getByRole('columnheader', { name: /At/ })
      .getByText(/become null/)
      .waitFor()
    await look('prepare', 'laidOut')
    await page.getByRole('tab', { name: 'Rows with findings' }).click()
    await lookInTheDark('prepare')
    await page.keyboard.press('Escape')
    await studio.card('Add data').waitFor()
    await studio.ingest(/^Ingest/)
    await studio.waitForIngestion('visits.csv', /Preparing|Waiting|Uploading|Queue/)
    await look('sending')

    await studio.chooseTab('Paste rows')
    await look('paste rows')
    await studio.chooseTab('Blob URI')
    await look('blob URI')
    await studio.dropFiles([file('broken.csv', ['1,"2026-03-01,Paris', '2,2026-03-01,Rome'])])
    await choose('connect')
    await dialog.waitFor()
    await look('connect')
    await page.keyboard.press('Escape')
    await choose('newTable')
    await dialog.waitFor()
    await look('new table')
    await page.keyboard.press('Escape')
    await choose('palette')
    await dialog.waitFor()
    await look('palette')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Batch/ }).click()
    await dialog.waitFor()
    await look('batching')
    await page.keyboard.press('Escape')

    await choose('query')
    const pane = page.getByRole('region', { name: 'Query', exact: true })
    await pane
      .getByRole('textbox', { name: 'KQL query' })
      .fill('range Number from 1 to 500 step 1 | extend Text = "a"')
    await page.keyboard.press('Control+Enter')
    await pane.getByRole('grid', { name: 'Result' }).waitFor()
    await look('query', 'laidOut')
    await lookInTheDark('query')
    await page.keyboard.press('Escape')

    await studio.waitForRowCount(300)
    await look('landed')
    await lookInTheDark('landed')
    await sealAtOnce(page, 'Visits')
    await studio.chooseTab('Files')
    await studio.ingest(/^(Ingest|Send anyway)/)
    await studio.waitForIngestion('broken.csv', /Failed/)
    await look('failed', 'laidOut')
    await studio.card('Before and after').getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('table').first().waitFor()
    await look('compare', 'laidOut')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'All ingestions' }).click()
    await page.getByRole('group', { name: 'All ingestions' }).getByRole('heading', { name: /csv/ }).waitFor()
    await look('history', 'laidOut')
    await lookInTheDark('history')
    expect(found).toEqual({})
  },
)
