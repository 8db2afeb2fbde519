import { open, readdir, stat } from 'node:fs/promises'
import { cpus, freemem, homedir, hostname, release, tmpdir, totalmem, userInfo } from 'node:os'
import { join } from 'node:path'
import { AnonymousText } from '../../domain/anonymous-text'
import type { Settings } from '../../domain/schema/settings'
import { spaceAt } from '../free-space'

/** What the studio knows of itself. */
export interface DiagnosticsFacts {
  readonly version: string
  readonly homeFolder: string
  /** The folder with the bundles. */
  readonly appFolder: string
  /** Undefined if they could not be read. */
  readonly settings: Settings | undefined
  /** What is open and running, a line each. */
  readonly state: readonly string[]
  readonly lastErrors: readonly string[]
}

/** Of the log, so much from its end. */
const logTailBytes = 32_768

/**
 * Writes what a maintainer needs to know about this studio and this machine: versions, system, disk, settings, the last
 * errors and the end of the log. No secret is in it, and no name: hosts, accounts, files, databases and tables are
 * numbered, so that the text can go into a public issue.
 */
export async function writeDiagnostics(facts: DiagnosticsFacts): Promise<string> {
  const { homeFolder, appFolder } = facts
  const anonymous = new AnonymousText({
    folders: [
      { path: homeFolder, name: '<home>' },
      { path: appFolder, name: '<app>' },
      { path: homedir(), name: '~' },
    ],
    words: [
      { word: userName(), name: '<user>' },
      { word: hostname(), name: '<machine>' },
    ],
  })
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Versions', versions(facts.version)],
    ['System', system()],
    ['Disk', [await disk('home folder', homeFolder), await disk('temporary folder', tmpdir())]],
    ['Home folder', await contents(homeFolder)],
    ['State', facts.state],
    ['Settings', facts.settings === undefined ? ['not read'] : settingsWithoutNames(facts.settings)],
    ['Last errors', facts.lastErrors.length === 0 ? ['none since the start'] : facts.lastErrors],
    ['End of the log', await tail(join(homeFolder, 'studio.log'))],
  ]
  const body = sections.map(([title, lines]) => [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n'))
  return `${anonymous.write(['Kusto Ingestion Studio, diagnostics', ...body].join('\n\n'))}\n`
}

function versions(studio: string): string[] {
  const { electron, chrome, node, v8 } = process.versions
  const parts = { studio, Electron: electron, Chromium: chrome, 'Node.js': node, V8: v8 }
  return Object.entries(parts).flatMap(([name, version]) =>
    version === undefined ? [] : [`${name} ${version}`],
  )
}

function system(): string[] {
  return [
    `${process.platform} ${release()} ${process.arch}`,
    `${cpus().length} cores, ${megabytes(totalmem())} of memory, ${megabytes(freemem())} free`,
    `${new Date().toISOString()}, time zone ${Intl.DateTimeFormat().resolvedOptions().timeZone}, running for ${Math.round(process.uptime())} s`,
  ]
}

async function disk(name: string, folder: string): Promise<string> {
  const space = await spaceAt(folder)
  return space === undefined
    ? `${name}: not known`
    : `${name}: ${megabytes(space.free)} free of ${megabytes(space.total)}`
}

async function contents(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const known = names.filter((name) =>
    /^(journal\.sqlite|settings\.json|studio\.log|queries\.json)/.test(name),
  )
  return await Promise.all(
    known.sort().map(async (name) => {
      const size = await stat(join(folder, name)).then(
        (stats) => stats.size,
        () => undefined,
      )
      return `${name}: ${size === undefined ? 'cannot be read' : `${size} bytes`}`
    }),
  )
}

function settingsWithoutNames(settings: Settings): string[] {
  return [
    `theme ${settings.theme}, rows ${settings.density}`,
    `${settings.recentClusters.length} recent clusters, ${settings.favoriteClusters.length} favorite clusters, ${settings.favoriteTables.length} favorite tables`,
  ]
}

async function tail(path: string): Promise<string[]> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      const from = Math.max(0, size - logTailBytes)
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
      const lines = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n')
      return from === 0 ? lines : lines.slice(1)
    } finally {
      await file.close()
    }
  } catch (error) {
    return [(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'empty' : 'cannot be read']
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A user without an entry in the system's list of users.
    return ''
  }
}
