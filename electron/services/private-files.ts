import { chmodSync, lstatSync } from 'node:fs'

/**
 * Removes other users' access to files and folders and keeps the owner's. Skips paths where nothing is. On Windows it
 * does nothing: a user's folder is private there.
 *
 * @throws an error of the file system, except for files that belong to someone else.
 */
export function keepPrivate(paths: readonly string[]): void {
  if (process.platform === 'win32') return
  for (const path of paths) {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined || stats.isSymbolicLink() || (stats.mode & 0o077) === 0) continue
    if (stats.uid === process.getuid?.()) chmodSync(path, stats.mode & 0o700)
  }
}
