import { mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {} from '../../electron/contract/window'
import { answerDialogs } from '../support/answered-dialogs'
import { sealAtOnce } from '../support/cluster-of-window'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'
import { heldByPage } from '../support/held-by-page'
import { everyText, filesIn, planted, plantedSecrets, secretsIn } from '../support/planted-secrets'

const home = temporaryHome()
const temporary = join(home.path, 'tmp')
const texts = Object.entries(planted).map(([name, { text }]) => [name, text] as const)
let open: OpenStudio
let output = Buffer.alloc(0)

/** Storage and a cluster that repeat in their answers whatever they were sent, and more. */
const parrot = createServer((request, response) => {
  const body = JSON.stringify({ error: { code: 'X', message: everyText, '@message': everyText } })
  response.writeHead(request.url?.includes('metadata') === true ? 200 : 400, { 'x-ms-error-code': 'X' })
  response.end(request.method === 'HEAD' ? '' : `${body} ${request.url} ${JSON.stringify(request.headers)}`)
})
const parrotUri = (): string => `http://127.0.0.1:${(parrot.address() as AddressInfo).port}`

beforeAll(async () => {
  mkdirSync(temporary)
  await new Promise<void>((resolve) => parrot.listen(0, '127.0.0.1', resolve))
  open = await openStudio(home.path, {
    env: {
      TMPDIR: temporary,
      // Where Electron writes what comes before the studio has chosen its folder.
      XDG_CONFIG_HOME: join(home.path, 'config'),
      KUSTO_LOCAL_CLUSTER_ALLOW_LOCAL_BLOBS: '1',
    },
  })
  const { stdout, stderr } = open.app.process()
  for (const stream of [stdout, stderr])
    stream?.on('data', (data: Buffer) => (output = Buffer.concat([output, data])))
  await open.studio.waitUntilConnected()
  await answerDialogs(open.app, 'Cancel')
  await open.studio.createTable({ name: 'T', schema: 'a: string', batchingSeconds: 10 })
  await open.studio.waitForRowCount(0)
  await sealAtOnce(open.page, 'T')
})
afterAll(async () => {
  await open?.close().catch(() => undefined)
  parrot.closeAllConnections()
  parrot.close()
  home.remove()
})

/** No secret is in the page. @param typed The fields that hold what the user typed; only there it may stay. */
async function expectNothingShown(...typed: Locator[]): Promise<void> {
  const held = await heldByPage(open.page, typed)
  expect(secretsIn(new Map([['the page', Buffer.from(held)]]), plantedSecrets)).toEqual([])
}

/** Waits until the studio has said what is wrong with a blob, or that only the cluster can read it. */
async function blobAnswered(): Promise<void> {
  const answer = open.studio.card('Add data').getByText(/^Next: |size unknown/)
  await answer.first().waitFor()
}

async function openConnectDialog(): Promise<Locator> {
  await open.page.getByRole('button', { name: /^Cluster: / }).click()
  await open.page.getByRole('menuitem', { name: 'Connect to a cluster…' }).click()
  return open.page.getByRole('dialog', { name: 'Connect to a cluster' })
}

describe('once its failure is shown, a secret is nowhere in the window but where it was typed', () => {
  test('what is looked for would be found', async () => {
    const field = open.studio.card('Add data').getByRole('textbox', { name: 'Rows to paste' })
    for (const [name, text] of texts) {
      await open.studio.pasteRows(text)
      const found = secretsIn(new Map([['page', Buffer.from(await heldByPage(open.page))]]), plantedSecrets)
      expect(found.join('\n')).toContain(`${name} in page`)
    }
    await field.fill('')
  })

  test.each(texts)('a cluster: %s', async (_name, text) => {
    const dialog = await openConnectDialog()
    const field = dialog.getByLabel('Cluster URI')
    await field.fill(text)
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByRole('alert').first().waitFor()
    await expectNothingShown(field)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  test('a cluster that repeats what it is told', async () => {
    const dialog = await openConnectDialog()
    await dialog.getByLabel('Cluster URI').fill(parrotUri())
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByRole('alert').first().waitFor()
    await expectNothingShown()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  test.each(texts)('a blob, whose field masks itself: %s', async (_name, text) => {
    await open.studio.giveBlobUri(text)
    await blobAnswered()
    await expectNothingShown()
  })

  test.each(['a/b.csv?sig=', 'a/b?sr=c&sig='])('storage that repeats what it is told: %s', async (path) => {
    await open.studio.giveBlobUri(`${parrotUri()}/${path}${encodeURIComponent(everyText)}`)
    await blobAnswered()
    await expectNothingShown()
  })

  test('an ingestion of such a blob', async () => {
    const uri = `${parrotUri()}/a/b.csv?sig=${encodeURIComponent(everyText)}`
    await open.page.evaluate(
      (blob) =>
        window.studio.call('jobs/start', {
          database: 'Samples',
          table: 'T',
          sources: [{ kind: 'blob', uri: blob, format: 'csv', rawDataSizeBytes: 1 }],
        }),
      uri,
    )
    await open.studio.waitForIngestion('b.csv', 'Failed')
    await expectNothingShown()
  })

  test.each(texts)('a link: %s', async (_name, text) => {
    const { app, page } = open
    const notice = page.getByRole('alert')
    const dialog = page.getByRole('dialog')
    for (const part of [
      `cluster=${encodeURIComponent(text)}`,
      `cluster=local&blob=${encodeURIComponent(text)}`,
    ]) {
      await app.evaluate(({ app: studio }, link) => {
        studio.emit('open-url', { preventDefault: () => undefined }, link)
      }, `kusto-studio://open?${part}`)
      await notice.or(dialog).first().waitFor()
      await expectNothingShown()
      if (await dialog.isVisible()) await page.keyboard.press('Escape')
      else await notice.getByRole('button', { name: 'Dismiss' }).click()
      await notice.or(dialog).waitFor({ state: 'detached' })
    }
  })

  test.each(texts)('a table: %s', async (_name, text) => {
    await open.page.getByRole('button', { name: 'New table' }).first().click()
    const dialog = open.page.getByRole('dialog', { name: 'New table' })
    const fields = [dialog.getByLabel('Table name'), dialog.getByRole('textbox', { name: 'Schema' })] as const
    await fields[0].fill('Made')
    await fields[1].fill(`a: ${text}`)
    await dialog.getByRole('button', { name: 'Create table' }).click()
    await dialog.getByRole('alert').first().waitFor()
    await expectNothingShown(...fields)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  test.each(texts)('a query with a mistake, and one that fails: %s', async (_name, text) => {
    const { page } = open
    const pane = page.getByRole('region', { name: 'Query', exact: true })
    if (!(await pane.isVisible())) await page.getByRole('button', { name: 'Query', exact: true }).click()
    const editor = pane.getByRole('textbox', { name: 'KQL query' })
    for (const query of [
      `T | where a == ${JSON.stringify(text)} |`,
      `Nothing | where x == ${JSON.stringify(text)}`,
    ]) {
      await editor.click()
      await page.keyboard.press('Control+A')
      await page.keyboard.insertText(query)
      await pane.getByRole('button', { name: 'Run', exact: true }).click()
      await pane.getByRole('alert').first().waitFor()
      await expectNothingShown(editor)
    }
  })

  test('an exception that nobody caught, and the diagnostics', async () => {
    await open.app.evaluate((_electron, text) => {
      setTimeout(() => {
        throw new Error(text)
      })
    }, everyText)
    const banner = open.page.getByRole('alert').filter({ hasText: 'Something in the studio went wrong' })
    await banner.getByRole('button', { name: 'Copy diagnostics…' }).click()
    await open.page
      .getByRole('region', { name: 'The diagnostics' })
      .getByText('main Uncaught exception')
      .waitFor()
    // The editor is behind the dialog.
    await expectNothingShown(open.page.getByRole('textbox', { name: 'KQL query', includeHidden: true }))
    await open.page.keyboard.press('Escape')
    await banner.getByRole('button', { name: 'Dismiss' }).click()
  })
})

describe('a crash', () => {
  test('of the page, and then of the studio, leaves no dump and no secret on the disk', async () => {
    const { app, page, studio } = open
    await studio.giveBlobUri(everyText)
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    await expect
      .poll(() => readFileSync(join(home.path, 'studio.log'), 'utf8'), { timeout: 20_000 })
      .toContain('crashed')
    expect(page.isClosed()).toBe(false)
    const ended = new Promise((resolve) => app.process().once('exit', (_code, signal) => resolve(signal)))
    await app.evaluate(() => process.crash()).catch(() => undefined)
    expect(await ended).toMatch(/^SIG/)
    const files = new Map(filesIn(home.path).map((path) => [path, readFileSync(path)]))
    // No crash reporter is started, so there is no dump, and what the memory held is gone with it.
    expect([...files.keys()].filter((path) => path.endsWith('.dmp'))).toEqual([])
    files.set('standard output', output)
    expect(secretsIn(files, plantedSecrets)).toEqual([])
  })
})
