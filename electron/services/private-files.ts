import { chmodSync, lstatSync } from 'node:fs'

/**
 * Takes away what others may do with files and folders; what the owner may do stays. Paths where nothing is are
 * passed over. Windows has no such permissions: a user's folder is private there.
 *
 * @throws an error of the file system, but for files of somebody else.
 */
export function keepPrivate(paths: readonly string[]): void {
  if (process.platform === 'win32') return
  for (const path of paths) {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined || stats.isSymbolicLink() || (stats.mode & 0o077) === 0) continue
    if (stats.uid === process.getuid?.()) chmodSync(path, stats.mode & 0o700)
  }
}
