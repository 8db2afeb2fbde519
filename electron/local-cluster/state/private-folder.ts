import { lstat, chmod, mkdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, parse, resolve } from 'node:path'

/** Everything that a cluster puts into its data folder. */
export const ownNames = [
  'engine.duckdb',
  'engine.duckdb.wal',
  'storage',
  'storage-account.json',
  'storage-account.json.new',
  'temp',
  'spill',
]

/** Makes a data folder if it is missing, and keeps it to its owner; a folder that others use too only gets its files kept. */
export async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!(await isShared(folder))) await keepToOwner(folder)
  for (const name of ownNames) await keepToOwner(join(folder, name))
}

/** On Windows a user's folders are private, and modes mean nothing. */
async function keepToOwner(path: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const stats = await lstat(path)
    if (stats.isSymbolicLink() || (stats.mode & 0o077) === 0 || stats.uid !== process.getuid?.()) return
    await chmod(path, stats.mode & 0o700)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

async function isShared(folder: string): Promise<boolean> {
  const whole = resolve(folder)
  if (whole === resolve(homedir()) || whole === parse(whole).root) return true
  // The sticky bit marks folders such as /tmp.
  return ((await stat(whole)).mode & 0o1000) !== 0
}
