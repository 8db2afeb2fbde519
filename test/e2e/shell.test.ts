import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {} from '../../electron/contract/window'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { clusterUriOf, countRows, findClusterProcess } from '../support/cluster-of-window'
import { electronHost } from '../support/electron-host'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'
import { tutorial } from '../support/tutorial'

const home = temporaryHome()
let open: OpenStudio

beforeAll(async () => {
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

/** The words in the window; the page's own object ends with a crash of the page. */
const shown = (): Promise<string> =>
  open.app.evaluate(async ({ BrowserWindow }) =>
    String(await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText')),
  )

describe('the shell', () => {
  test('a second start shows the window of the first and ends', async () => {
    await open.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
    const host = await electronHost()
    const second = spawn(host.executable, [projectRoot, ...host.args], {
      env: { ...host.env, KUSTO_STUDIO_HOME: home.path },
      stdio: 'ignore',
    })
    const code = await new Promise((resolve) => second.once('close', resolve))
    expect(code).toBe(0)
    await expect
      .poll(() =>
        open.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isMinimized())),
      )
      .toEqual([false])
  })

  test('a local cluster that is killed comes back with its tables, and the window goes on', async () => {
    await open.studio.createTable(tutorial.table)
    await open.studio.waitForRowCount(0)
    const uri = await clusterUriOf(open.page)
    const first = await findClusterProcess(open.app)
    if (first === undefined) throw new Error('The local cluster has no process')
    process.kill(first, 'SIGKILL')
    await expect
      .poll(
        async () => {
          const now = await findClusterProcess(open.app)
          return now !== undefined && now !== first
        },
        { timeout: 20_000 },
      )
      .toBe(true)
    await open.studio.waitUntilConnected()
    await expect
      .poll(() => countRows(open.page, tutorial.table.name).catch(() => -1), { timeout: 20_000 })
      .toBe(0)
    expect(await clusterUriOf(open.page)).toBe(uri)
  })

  test('npm run dev replaces the page, or the local cluster, and leaves the rest', async () => {
    const ask = (kind: string): Promise<unknown> =>
      open.app.evaluate((_electron, wanted) => process.emit('message', { kind: wanted }, undefined), kind)
    /** The policy of the product lets a page fetch nothing. */
    const canFetch = (): Promise<boolean> =>
      open.page.evaluate(() => fetch(location.href).then(Boolean, () => false))
    await open.page.evaluate(() => Object.assign(window, { isOld: true }))
    const clusterBefore = await findClusterProcess(open.app)
    await ask('nonsense')
    await ask('reloadPage')
    await open.page.waitForFunction(() => !('isOld' in window))
    expect(await canFetch()).toBe(false)
    expect(await findClusterProcess(open.app)).toBe(clusterBefore)
    await open.page.evaluate(() => Object.assign(window, { isOld: true }))
    await ask('restartCluster')
    await expect
      .poll(async () => ![undefined, clusterBefore].includes(await findClusterProcess(open.app)), {
        timeout: 20_000,
      })
      .toBe(true)
    await expect
      .poll(() => countRows(open.page, tutorial.table.name).catch(() => -1), { timeout: 20_000 })
      .toBe(0)
    await open.studio.waitUntilConnected()
    expect(await open.page.evaluate(() => 'isOld' in window)).toBe(true)
  })

  test('an exception that nobody caught is logged and told, and the studio goes on', async () => {
    await open.app.evaluate(() => {
      setTimeout(() => {
        throw new Error('thrown by a test')
      })
    })
    await expect
      .poll(() => readFileSync(join(home.path, 'studio.log'), 'utf8'))
      .toContain('main Uncaught exception: Error: thrown by a test')
    const banner = open.page.getByRole('alert').filter({ hasText: 'Something in the studio went wrong' })
    await banner.getByRole('button', { name: 'Copy diagnostics…' }).click()
    const diagnostics = open.page.getByRole('region', { name: 'The diagnostics' })
    await diagnostics.getByText('main Uncaught exception: thrown by a test').waitFor()
    expect(await diagnostics.textContent()).not.toContain(home.path)
    await open.page.keyboard.press('Escape')
    await banner.getByRole('button', { name: 'Dismiss' }).click()
    await expect
      .poll(() => countRows(open.page, tutorial.table.name).catch(() => -1), { timeout: 20_000 })
      .toBe(0)
  })

  test('a page that crashes is loaded again and says so', async () => {
    /** The page's process id; 0 if there is none. */
    const pageProcess = (): Promise<number> =>
      open.app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        const isThere = contents !== undefined && !contents.isCrashed() && !contents.isLoading()
        return isThere ? contents.getOSProcessId() : 0
      })
    const first = await pageProcess()
    process.kill(first, 'SIGKILL')
    await expect.poll(async () => ![0, first].includes(await pageProcess()), { timeout: 20_000 }).toBe(true)
    await expect
      .poll(shown, { timeout: 20_000 })
      .toContain('This window’s page crashed and was loaded again.')
  })

  test('a file that the system opens is chosen in the window that is there; what looks into it may die', async () => {
    writeFileSync(join(home.path, 'opened.csv'), 'a,b\n1,2\n')
    const host = await electronHost()
    const second = spawn(host.executable, [projectRoot, 'opened.csv', ...host.args], {
      cwd: home.path,
      env: { ...host.env, KUSTO_STUDIO_HOME: home.path },
      stdio: 'ignore',
    })
    expect(await new Promise((resolve) => second.once('close', resolve))).toBe(0)
    await expect.poll(shown, { timeout: 20_000 }).toContain('opened.csv')
    // It is being looked into by a process of its own, which may die of what it reads.
    const inspection = (): Promise<number | undefined> =>
      open.app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Inspection')?.pid)
    await expect.poll(inspection, { timeout: 20_000 }).toBeDefined()
    process.kill((await inspection()) ?? 0, 'SIGKILL')
    await expect.poll(shown, { timeout: 20_000 }).toContain('The process that looks into sources crashed.')
  })

  test('the window opens where it was closed', async () => {
    await open.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 90, width: 1100, height: 720 })
    })
    await open.close()
    open = await openStudio(home.path, { keepBounds: true })
    const bounds = await open.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
    )
    expect(bounds).toEqual({ x: 120, y: 90, width: 1100, height: 720 })
  })
})
