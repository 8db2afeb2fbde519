import { createRequire } from 'node:module'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { cloudHostsFile } from './cloud/cloud-hosts'
import { electronHost } from './electron-host'
import { StudioPage } from './studio-page'

/** A running studio in the real Electron. */
export interface OpenStudio {
  readonly app: ElectronApplication
  readonly page: Page
  readonly studio: StudioPage
  readonly home: string
  /** What the page complained about: errors, refused content. Empty if all is well. */
  readonly complaints: string[]
  /** Every address that the page requested. */
  readonly requests: string[]
  close(): Promise<void>
}

/** Holds the application until Playwright has attached; otherwise a quick start is a race. */
const loader = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
)

/** A home folder for one test file. */
export function temporaryHome(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'studio-home-'))
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  }
}

/** Starts Electron with a program of its own, and attaches to it. */
export async function launchElectron(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ElectronApplication> {
  const host = await electronHost()
  return await _electron.launch({
    executablePath: host.executable,
    args: ['-r', loader, ...args, ...host.args],
    env: { ...host.env, ...env },
    chromiumSandbox: !host.args.includes('--no-sandbox'),
    timeout: 60_000,
  })
}

/**
 * Starts the studio as a user would, at 1280 x 800.
 *
 * @param home home folder; tests that restart the studio keep it
 * @param options `keepBounds`: keep the size that the window opens with; `cloud`: in this mock cloud; `env`:
 * more of its environment
 */
export async function openStudio(
  home: string,
  options: {
    readonly keepBounds?: boolean
    readonly cloud?: { readonly CLOUD_HOSTS: string }
    readonly env?: Readonly<Record<string, string>>
  } = {},
): Promise<OpenStudio> {
  const inCloud = options.cloud === undefined ? [] : ['-r', cloudHostsFile]
  const app = await launchElectron([...inCloud, projectRoot], {
    KUSTO_STUDIO_HOME: home,
    ...options.cloud,
    ...options.env,
  })
  const page = await app.firstWindow({ timeout: 60_000 })
  const complaints: string[] = []
  const requests: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('request', (request) => requests.push(request.url()))
  if (options.keepBounds !== true) await resizeWindow(app, 1280, 800)
  return { app, page, studio: new StudioPage(page), home, complaints, requests, close: () => app.close() }
}

/** Makes the page this large, in CSS pixels. */
export async function resizeWindow(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [wide, high]) => {
      const window = BrowserWindow.getAllWindows()[0]
      window?.setContentSize(wide, high)
    },
    [width, height] as const,
  )
  const page = await app.firstWindow()
  await page.waitForFunction(
    ([wide, high]) => window.innerWidth === wide && window.innerHeight === high,
    [width, height] as const,
    { timeout: 10_000 },
  )
}
