import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Puts the journal of a home folder aside, with its log, so that the next start begins a new one. Nothing is deleted.
 *
 * @param now Milliseconds since the epoch, for its new name.
 * @returns where it is now
 * @throws an error of the file system
 */
export function putJournalAside(homeFolder: string, now: number): string {
  const path = join(homeFolder, 'journal.sqlite')
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-')
  const aside = join(homeFolder, `journal.sqlite.aside-${stamp}`)
  // The log belongs to the file by its name. It goes first: without its file it is only ignored.
  for (const end of ['-wal', '-shm', '']) if (existsSync(path + end)) renameSync(path + end, aside + end)
  return aside
}
