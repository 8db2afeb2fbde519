import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { openPackagedStudio } from '../support/packaged-studio'
import { median } from './measure'

const release = join(projectRoot, 'release')
const megabytes = (bytes: number): number => Math.round(bytes / 100_000) / 10

/**
 * Measures what `npm run package` makes: its sizes, and how long a packaged studio takes from the start of its process
 * until its page is painted, on a new home folder each time. The first start reads from the disk where this process
 * may empty the system's cache.
 *
 * @param work A folder below the system's temporary one, for a copy that another user can read.
 * @param rounds How often it is started; medians count.
 */
export async function measurePackage(work: string, rounds: number): Promise<unknown[]> {
  const made = spawnSync(process.execPath, ['electron/bootstrap/package.mjs'], {
    cwd: projectRoot,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(made.stderr)
  const folder = join(release, 'linux-unpacked')
  const archives = readdirSync(release).filter((name) => /\.(deb|tar\.gz|zip|AppImage|rpm)$/.test(name))
  const sizes = {
    scenario: 'package-size',
    folderMb: megabytes(sizeOf(folder)),
    codeMb: megabytes(sizeOf(join(folder, 'resources'))),
    archivesMb: Object.fromEntries(
      archives.map((name) => [name, megabytes(statSync(join(release, name)).size)]),
    ),
  }
  const copy = join(work, 'packaged')
  cpSync(folder, copy, { recursive: true })
  chmodSync(work, 0o755)
  const isCold = emptyCache()
  const first = await startOnce(copy)
  const warm: number[] = []
  for (let round = 0; round < rounds; round++) warm.push(await startOnce(copy))
  const start = {
    scenario: 'package-start',
    firstMilliseconds: Math.round(first),
    firstIsFromDisk: isCold,
    milliseconds: Math.round(median(warm)),
    fastest: Math.round(Math.min(...warm)),
  }
  for (const result of [sizes, start]) process.stderr.write(`${JSON.stringify(result)}\n`)
  return [sizes, start]
}

async function startOnce(folder: string): Promise<number> {
  const startedAt = Date.now()
  const open = await openPackagedStudio(folder, {}, [])
  try {
    await open.page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
    const paintedAt = await open.page.evaluate(
      () =>
        performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
    )
    return paintedAt - startedAt
  } finally {
    await open.close()
  }
}

/** Whether the next start reads from the disk: only root may see to that, on Linux. */
function emptyCache(): boolean {
  const control = '/proc/sys/vm/drop_caches'
  if (!existsSync(control)) return false
  try {
    spawnSync('sync')
    writeFileSync(control, '3')
    return true
  } catch {
    // Not allowed.
    return false
  }
}

function sizeOf(path: string): number {
  const stats = lstatSync(path)
  if (!stats.isDirectory()) return stats.size
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
