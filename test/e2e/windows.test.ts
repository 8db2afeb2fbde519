import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import type { StudioCommand } from '../../electron/domain/studio-command'
import { answerDialogs } from '../support/answered-dialogs'
import { clusterProcess, clusterUriOf, sealAtOnce } from '../support/cluster-of-window'
import { electronHost } from '../support/electron-host'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'
import { StudioPage } from '../support/studio-page'

const home = temporaryHome()
let open: OpenStudio
let second: Page

beforeAll(async () => {
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
  for (const name of ['Ships', 'Trains']) {
    await open.studio.createTable({ name, schema: 'Id: long\nName: string', batchingSeconds: 10 })
    await open.studio.waitForRowCount(0)
  }
  await sealAtOnce(open.page, 'Ships')
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

async function choose(command: StudioCommand): Promise<void> {
  await open.app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), command)
}

/** Whether nothing lies over an element, and its dialog shows it. */
function isInSight(element: Element): boolean {
  const { left, top, height } = element.getBoundingClientRect()
  return document.elementFromPoint(left + 2, top + height / 2) === element
}

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, exact: true }).waitFor()

test('a new window opens on the same cluster, with a table of its own', async () => {
  const opening = open.app.waitForEvent('window')
  await choose('newWindow')
  second = await opening
  const studio = new StudioPage(second)
  await studio.waitUntilConnected()
  await studio.openTable('Ships')
  await heading(second, 'Ships')
  await studio.waitForRowCount(0)
  await heading(open.page, 'Trains')
})

test('an ingestion of one window shows in the other, and lands there too', async () => {
  const studio = new StudioPage(second)
  await open.studio.openTable('Ships')
  await open.studio.waitForRowCount(0)
  await studio.pasteRows('1,Argo\n2,Beagle\n')
  await studio.setHeader(false)
  await studio.ingest(/^Ingest/)
  await open.studio.waitForRowCount(2)
  await studio.waitForRowCount(2)
  await open.studio.waitForIngestion('Pasted', 'Landed')
})

test('a setting that one window changes, the other follows', async () => {
  for (const theme of ['Dark', 'System'] as const) {
    await second.getByRole('radio', { name: theme }).check({ force: true })
    await expect.poll(() => open.page.getByRole('radio', { name: theme }).isChecked()).toBe(true)
  }
})

test('another cluster that one window opens leaves the other where it is', async () => {
  const address = await clusterUriOf(open.page)
  // The same cluster by another name is another cluster to the studio.
  const other = address.replace('127.0.0.1', 'localhost')
  await choose('connect')
  const dialog = second.getByRole('dialog', { name: 'Connect to a cluster' })
  await dialog.getByRole('textbox', { name: 'Cluster URI' }).fill(other)
  const checked = await answerDialogs(open.app, 'Check')
  await dialog.getByRole('button', { name: 'Check connection' }).click()
  await dialog.getByRole('button', { name: 'Check again' }).waitFor()
  expect(await checked()).toEqual([`Check the connection to ${new URL(other).host}?`])
  // The system asks first, whatever the page says; nothing is opened after a no.
  const said = await answerDialogs(open.app, 'Cancel')
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect.poll(said).toEqual([`Connect to ${new URL(other).host}?`])
  const failure = dialog.getByRole('alert').getByText(/canceled/)
  await failure.waitFor()
  // Where the user looks, under the list of hosts and without scrolling.
  expect(await failure.evaluate(isInSight)).toBe(true)
  await answerDialogs(open.app, 'Connect')
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  const studio = new StudioPage(second)
  await studio.waitUntilConnected(new URL(other).host)
  await studio.openTable('Trains')
  await studio.waitForRowCount(0)
  await open.studio.waitUntilConnected()
  await heading(open.page, 'Ships')
  await open.studio.waitForRowCount(2)
  await second.getByRole('button', { name: /^Cluster: / }).click()
  await second.getByRole('menuitem', { name: 'Local cluster' }).click()
  await studio.waitUntilConnected()
})

test('closing one window in the middle of an upload asks nothing and ends nothing', async () => {
  await open.app.evaluate(({ dialog }) => {
    Object.assign(globalThis, { asked: 0 })
    dialog.showMessageBox = (() => {
      Object.assign(globalThis, { asked: 1 })
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
  })
  const studio = new StudioPage(second)
  await studio.openTable('Ships')
  const pid = await clusterProcess(open.app)
  const path = join(home.path, 'many.csv')
  // Large enough to be still on its way when its row appears; then the cluster takes no more of it.
  writeFileSync(path, Array.from({ length: 500_000 }, (_, index) => `${index},ship ${index}\n`).join(''))
  await studio.dropFiles([path])
  await studio.ingest(/^Ingest/)
  await open.studio.waitForIngestion('many.csv', /Uploading|Preparing|Waiting|Queue/)
  process.kill(pid, 'SIGSTOP')
  try {
    const gone = second.waitForEvent('close')
    const window = await open.app.browserWindow(second)
    await window.evaluate((one) => one.close())
    await gone
    expect(await open.app.evaluate(() => (globalThis as { asked?: number }).asked)).toBe(0)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await open.studio.waitForRowCount(500_002)
  await open.studio.waitForIngestion('many.csv', 'Landed')
  expect(open.complaints).toEqual([])
})

describe('a link into the studio', () => {
  /** Hands a link over as the system does to a studio that runs: by starting it a second time. */
  async function followBySecondStart(link: string): Promise<void> {
    const host = await electronHost()
    const started = spawn(host.executable, [projectRoot, ...host.args, link], {
      env: { ...host.env, KUSTO_STUDIO_HOME: home.path },
      stdio: 'ignore',
    })
    await new Promise((resolve) => started.once('close', resolve))
  }
  const follow = async (link: string): Promise<void> =>
    await open.app.evaluate(({ app }, text) => void app.emit('second-instance', {}, ['studio', text]), link)

  test('to the open cluster chooses the table, by starting the studio a second time', async () => {
    await heading(open.page, 'Ships')
    await followBySecondStart('kusto-studio://open?cluster=local&database=Samples&table=Trains')
    await heading(open.page, 'Trains')
  })

  test('to another cluster fills the connect dialog, and nothing is opened before the user presses', async () => {
    const { page } = open
    await follow(
      'kusto-studio://open?cluster=https://help.kusto.windows.net&database=Samples&table=StormEvents',
    )
    const dialog = page.getByRole('dialog', { name: 'Connect to a cluster' })
    await dialog.getByText(/table “StormEvents” in database “Samples”/).waitFor()
    expect(await dialog.getByRole('textbox', { name: 'Cluster URI' }).inputValue()).toBe(
      'https://help.kusto.windows.net',
    )
    // Behind the dialog, the page is hidden from everyone who asks by role.
    await page.keyboard.press('Escape')
    await open.studio.waitUntilConnected()
  })

  test('with a secret is refused in words that do not hold it', async () => {
    const { page } = open
    await follow('kusto-studio://open?cluster=local&blob=https://a.blob.core.windows.net/c/d.csv?sig=hush')
    const notice = page
      .getByRole('alert')
      .filter({ hasText: 'A link was not followed: its blob URI has a SAS' })
    await notice.waitFor()
    expect(await page.content()).not.toContain('hush')
    await notice.getByRole('button', { name: 'Dismiss' }).click()
    expect(open.complaints).toEqual([])
  })
})
