import Database from 'libsql'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { keepPrivate } from '../../private-files'
import {
  journalDamaged,
  journalIsForeign,
  journalIsNewer,
  journalIsNoFile,
  openFailure,
} from './journal-failure'
import { journalSteps, journalTables, journalVersion } from './journal-schema'

/** Larger journals are not checked for damage when they are opened: that takes 1 ms per MB. */
const largestChecked = 256 * 1_048_576
/** A version number above this is damage: no studio will have come that far. */
const highestVersion = journalVersion + 1000

/**
 * Opens the journal's file, or creates it. No other process can open it meanwhile, and only its owner can read it.
 *
 * @throws StudioError `DiskFull`, or `JournalFailed` if another process has the file open, a newer studio wrote it (then
 *   it stays as it is), it is damaged, it is not a journal, or it cannot be written.
 */
export function openJournalFile(path: string): Database.Database {
  let database: Database.Database | undefined
  try {
    const { size } = assertJournal(path)
    keepPrivate([path, `${path}-wal`, `${path}-shm`])
    database = new Database(path)
    // The lock ends with the process, so a crash cannot leave it behind.
    database.pragma('locking_mode = EXCLUSIVE')
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    database.exec('BEGIN IMMEDIATE')
    const version = readVersion(database)
    assertVersion(version, path)
    if (version !== 0 && size <= largestChecked) assertSound(database, path)
    if (version === 0) database.exec(journalTables)
    else for (const step of journalSteps.slice(version - 1)) database.exec(step)
    const isChanged = version !== journalVersion
    if (isChanged) database.pragma(`user_version = ${journalVersion}`)
    database.exec('COMMIT')
    // The next start reads the version from the file before it opens it, so it must not stay in the log.
    if (isChanged) database.pragma('wal_checkpoint(TRUNCATE)')
    return database
  } catch (error) {
    database?.close()
    throw openFailure(error, path)
  }
}

/**
 * Closes the file and releases the lock. `close` alone does not: the driver keeps the file open until its statements are
 * garbage collected, and in WAL mode the lock stays that long.
 */
export function closeJournalFile(database: Database.Database): void {
  try {
    database.pragma('journal_mode = DELETE')
    database.pragma('locking_mode = NORMAL')
    readVersion(database)
  } catch {
    // On a full disk the log cannot be merged into the file. It stays, and the next start reads both.
  } finally {
    database.close()
  }
}

/** Checks, before SQLite opens it, that the path is a journal; creates an empty file if there is none. */
function assertJournal(path: string): { readonly size: number } {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) {
    // Created here, because SQLite would let others read it.
    closeSync(openSync(path, 'wx', 0o600))
    return { size: 0 }
  }
  if (!stats.isFile()) throw journalIsNoFile(path, stats.isDirectory())
  if (stats.size === 0) return stats
  const header = Buffer.alloc(64)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, header.length, 0)
  } finally {
    closeSync(file)
  }
  const magic = 'SQLite format 3\0'
  if (header.toString('latin1', 0, magic.length) !== magic) throw journalIsForeign(path)
  // Documents: SQLite file format, offset 60.
  assertVersion(header.readUInt32BE(60), path)
  return stats
}

function readVersion(database: Database.Database): number {
  const row = database.prepare('PRAGMA user_version').get() as { readonly user_version: number }
  return row.user_version
}

function assertVersion(version: number, path: string): void {
  if (version < 0 || version > highestVersion) throw journalDamaged(path)
  if (version > journalVersion) throw journalIsNewer(path, version, journalVersion)
}

function assertSound(database: Database.Database, path: string): void {
  const [first] = database.prepare('PRAGMA quick_check(1)').all() as { readonly quick_check: string }[]
  if (first?.quick_check !== 'ok') throw journalDamaged(path, new Error(first?.quick_check))
}
