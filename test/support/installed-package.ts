import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const name = 'kusto-ingestion-studio'

/**
 * A Debian package that dpkg has installed into a folder of its own, with its own list of packages: nothing of this
 * machine changes, and several can be installed at once.
 */
export class InstalledPackage {
  readonly root: string
  readonly #admin: string

  private constructor(root: string, admin: string) {
    this.root = root
    this.#admin = admin
  }

  static install(deb: string): InstalledPackage {
    const root = mkdtempSync(join(tmpdir(), 'installed-'))
    // The studio runs as somebody else.
    chmodSync(root, 0o755)
    const admin = join(root, 'var', 'lib', 'dpkg')
    for (const folder of ['info', 'updates']) mkdirSync(join(admin, folder), { recursive: true })
    for (const file of ['status', 'available']) writeFileSync(join(admin, file), '')
    const installed = new InstalledPackage(root, admin)
    // No other package is in this list, so its dependencies are missing there. Nothing needs to survive a power cut.
    installed.#dpkg('--force-depends', '--force-unsafe-io', '--install', deb)
    return installed
  }

  /** What dpkg knows about it. */
  facts(...fields: readonly string[]): string[] {
    const format = fields.map((field) => `\${${field}}`).join('\n')
    const found = spawnSync(
      'dpkg-query',
      [`--admindir=${this.#admin}`, '--show', `--showformat=${format}`, name],
      {
        encoding: 'utf8',
      },
    )
    return found.stdout.split('\n')
  }

  /** Files that differ from those in the package; empty if none does. */
  verify(): string {
    return this.#dpkg('--verify', name)
  }

  uninstall(): void {
    this.#dpkg('--purge', name)
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  #dpkg(...args: readonly string[]): string {
    const where = [
      `--admindir=${this.#admin}`,
      `--instdir=${this.root}`,
      '--force-not-root',
      '--force-script-chrootless',
    ]
    const log = ['--log=/dev/null']
    const run = spawnSync('dpkg', [...where, ...log, ...args], {
      encoding: 'utf8',
      // dpkg wants to find its helpers as an administrator does.
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
    })
    if (run.status !== 0) throw new Error(`dpkg ${args.join(' ')}: ${run.stderr}`)
    return run.stdout
  }
}
