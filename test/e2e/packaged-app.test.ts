import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {} from '../../electron/contract/window'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { fuses } from '../../electron/bootstrap/set-fuses.mjs'
import { temporaryHome } from '../support/open-studio'
import { InstalledPackage } from '../support/installed-package'
import {
  openPackagedStudio,
  processesBelow,
  writeIntruder,
  type PackagedStudio,
} from '../support/packaged-studio'
import { StudioPage } from '../support/studio-page'

const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
const deb = join(projectRoot, 'release', `kusto-ingestion-studio-${version}-linux-${process.arch}.deb`)
/** The packaged folder, or where its .deb was installed. */
let folder = join(projectRoot, 'release', 'linux-unpacked')
let installed: InstalledPackage | undefined
const intruderHome = temporaryHome()
const intruder = writeIntruder(intruderHome.path)
let open: PackagedStudio

describe.runIf(process.platform === 'linux')('the packaged studio', () => {
  beforeAll(async () => {
    const made = spawnSync(process.execPath, ['electron/bootstrap/package.mjs', '--dir'], {
      cwd: projectRoot,
      encoding: 'utf8',
    })
    if (made.status !== 0) throw new Error(made.stderr)
    if (existsSync(deb)) {
      installed = InstalledPackage.install(deb)
      folder = join(installed.root, 'opt', 'kusto-ingestion-studio')
    }
    for (const path of [intruderHome.path]) chmodSync(path, 0o777)
    // All the ways to make a careless package run anyone's script in Node.
    const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${intruder.script}` }
    open = await openPackagedStudio(folder, env, ['--inspect=0'])
  })
  afterAll(async () => {
    await open?.close()
    intruderHome.remove()
    installed?.remove()
  })

  test('opens its page on a running local cluster', async () => {
    const studio = new StudioPage(open.page)
    await studio.waitUntilConnected()
    expect(open.page.url()).toBe('app://studio/index.html')
    const reply = await open.page.evaluate(() =>
      window.studio.call('table/query', { database: 'Samples', query: 'print answer = 6 * 7' }),
    )
    expect(reply).toMatchObject({ ok: true, value: { rows: [[42]] } })
  })

  test('is no Node for others: the variables and the debugger have no effect', () => {
    expect(existsSync(intruder.mark)).toBe(false)
    expect(open.output()).not.toContain('Debugger listening')
  })

  test('has every fuse that its Electron has set as the table says', async () => {
    const wire = await getCurrentFuseWire(join(folder, 'kusto-ingestion-studio'))
    const states = Object.entries(wire)
      .filter(([index]) => index !== 'version')
      .map(([index, state]) => [FuseV1Options[Number(index)], state])
    expect(states.length).toBeGreaterThanOrEqual(7)
    const expected = Object.entries(fuses).map(([name, isOn]) => [
      name,
      isOn ? FuseState.ENABLE : FuseState.DISABLE,
    ])
    expect(states).toEqual(expected.slice(0, states.length))
  })

  test('comes with the licences of what is in it, and a bill of materials of the same packages', () => {
    const licences = join(folder, 'resources', 'licences')
    const notices = readFileSync(join(licences, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
    const bill = JSON.parse(readFileSync(join(licences, 'sbom.cdx.json'), 'utf8')) as {
      bomFormat: string
      metadata: { component: { type: string; name: string } }
      components: { name: string; version: string; licenses?: unknown[] }[]
      dependencies: { ref: string; dependsOn: string[] }[]
    }
    expect(bill.bomFormat).toBe('CycloneDX')
    expect(bill.metadata.component).toMatchObject({ type: 'application', name: 'kusto-ingestion-studio' })
    const named = bill.components.map(({ name }) => name)
    expect(named).toEqual(
      expect.arrayContaining(['react', '@duckdb/node-api', 'azure-kusto-ingest', 'electron', 'zod']),
    )
    for (const tool of ['vitest', 'esbuild', 'vite', 'electron-builder']) expect(named).not.toContain(tool)
    for (const { name, version: of } of bill.components) expect(notices).toContain(`${name} ${of} (`)
    expect(notices).not.toMatch(/ \(\)\n|undefined/)
    expect(notices).not.toMatch(/\((?:A?GPL|LGPL)/)
  })

  test.skipIf(!existsSync('/usr/bin/dpkg-deb'))(
    'installs as a .deb: a command, a menu entry, an icon, types of files',
    () => {
      if (installed === undefined) throw new Error('There is no .deb.')
      const { root } = installed
      expect(realpathSync(join(root, 'usr/bin/kusto-ingestion-studio'))).toBe(
        realpathSync(join(folder, 'kusto-ingestion-studio')),
      )
      const entry = readFileSync(join(root, 'usr/share/applications/kusto-ingestion-studio.desktop'), 'utf8')
      expect(entry).toMatch(/^Exec=\/opt\/kusto-ingestion-studio\/kusto-ingestion-studio %U$/m)
      expect(entry).toMatch(
        /^MimeType=text\/csv;.*application\/vnd\.apache\.parquet;.*x-scheme-handler\/kusto-studio;$/m,
      )
      expect(existsSync(join(root, 'usr/share/icons/hicolor/scalable/apps/kusto-ingestion-studio.svg'))).toBe(
        true,
      )
      expect(statSync(join(folder, 'chrome-sandbox')).mode & 0o7777).toBe(0o4755)
      expect(installed.facts('Status', 'Version', 'Depends')).toEqual([
        'install ok installed',
        version,
        expect.stringMatching(/libgtk-3-0 \| libgtk-3-0t64, .*libnss3/),
      ])
      expect(installed.verify()).toBe('')
    },
  )

  test('holds its own code in the archive and nothing else beside it', () => {
    expect(existsSync(join(folder, 'resources', 'app.asar'))).toBe(true)
    expect(existsSync(join(folder, 'resources', 'app'))).toBe(false)
    const unpacked = join(folder, 'resources', 'app.asar.unpacked', 'node_modules', '@duckdb')
    expect(existsSync(unpacked)).toBe(true)
  })

  test('runs its page in the sandbox', (context) => {
    if (!open.isSandboxed) context.skip('this machine gives no user namespace to an unprivileged user')
    const renderers = processesBelow(open.processId).filter(({ command }) =>
      command.includes('--type=renderer'),
    )
    expect(renderers.length).toBeGreaterThan(0)
    for (const { command, seccomp } of renderers) {
      expect(command).not.toContain('--no-sandbox')
      expect(seccomp).toBe(2)
    }
  })

  // The last one: it takes the program away.
  test.skipIf(!existsSync('/usr/bin/dpkg-deb'))(
    'is gone without a rest when the .deb is removed',
    async () => {
      await open.close()
      installed?.uninstall()
      expect(existsSync(folder)).toBe(false)
      expect(existsSync(join(installed?.root ?? '', 'usr/bin/kusto-ingestion-studio'))).toBe(false)
    },
  )
})
