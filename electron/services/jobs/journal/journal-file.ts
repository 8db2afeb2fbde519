import Database from 'libsql'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { StudioError } from '../../../domain/studio-error'
import { keepPrivate } from '../../private-files'
import {
  journalDamaged,
  journalIsForeign,
  journalIsNewer,
  journalIsNoFile,
  openFailure,
} from './journal-failure'
import { holdJournal, type JournalHold } from './journal-holder'
import { jobsWithoutEntry, journalSteps, journalTables, journalVersion } from './journal-schema'

/** Larger journals are not checked for damage when they are opened: that takes 1 ms per MB. */
const largestChecked = 256 * 1_048_576
/** A version number above this is damage: no studio will have come that far. */
const highestVersion = journalVersion + 1000

/** How long to wait for the moment that another process needs to open or close the file. */
const patienceMs = 2000

/** The journal's file, open. */
export interface JournalFile {
  readonly database: Database.Database
  /** What keeps others from changing it; null: another process may, and this one only reads. */
  readonly hold: JournalHold | null
}

/**
 * Opens the journal's file to change it, or creates it. No other process can change it meanwhile, and only its owner can
 * read it.
 *
 * @throws StudioError `DiskFull`, or `JournalFailed` if another process changes the journal, a newer studio wrote it (then
 *   it stays as it is), it is damaged, it is not a journal, or it cannot be written.
 */
export function openJournalFile(path: string): JournalFile {
  let hold: JournalHold | undefined
  let database: Database.Database | undefined
  try {
    const { size } = assertJournal(path)
    keepPrivate([path, `${path}-wal`, `${path}-shm`])
    hold = holdJournal(dirname(path))
    const opened = (database = new Database(path, { timeout: patienceMs }))
    opened.pragma('journal_mode = WAL')
    opened.pragma('synchronous = FULL')
    opened.pragma('foreign_keys = ON')
    bringToToday(opened, path, size)
    return { database: opened, hold }
  } catch (error) {
    database?.close()
    hold?.release()
    throw openFailure(error, path)
  }
}

/**
 * Opens the journal's file to read it, also while another process changes it. One that is not there, or not yet as this
 * version keeps it, is opened to be changed.
 *
 * @throws StudioError as {@link openJournalFile}.
 */
export function readJournalFile(path: string): JournalFile {
  let database: Database.Database | undefined
  try {
    const { size, version } = assertJournal(path)
    if (version === journalVersion) {
      const opened = (database = new Database(path, { timeout: patienceMs }))
      opened.pragma('query_only = ON')
      assertVersion(readVersion(opened), path)
      if (size <= largestChecked) assertSound(opened, path)
      const toRead = { database: opened, hold: null }
      if (isCaughtUp(opened)) return toRead
      try {
        const toCatchUp = openJournalFile(path)
        opened.close()
        return toCatchUp
      } catch (error) {
        // Whoever has it is catching up.
        if (error instanceof StudioError && error.retryable) return toRead
        throw error
      }
    }
  } catch (error) {
    database?.close()
    throw openFailure(error, path)
  }
  return openJournalFile(path)
}

/** Makes the tables, or brings those of an earlier version up to date. */
function bringToToday(database: Database.Database, path: string, size: number): void {
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
}

/** Whether the history has every job of an earlier version. */
function isCaughtUp(database: Database.Database): boolean {
  return database.prepare(`${jobsWithoutEntry} LIMIT 1`).get() === undefined
}

/**
 * Closes the file, and lets the next process change it. `close` alone does not: the driver keeps the file open until its
 * statements are garbage collected, so the log is merged into it first.
 */
export function closeJournalFile({ database, hold }: JournalFile): void {
  try {
    if (hold !== null) database.pragma('journal_mode = DELETE')
  } catch {
    // On a full disk, or while somebody reads, the log cannot be merged. It stays, and the next start reads both.
  } finally {
    database.close()
    hold?.release()
  }
}

/** Checks, before SQLite opens it, that the path is a journal; creates an empty file if there is none. */
function assertJournal(path: string): { readonly size: number; readonly version: number } {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) {
    // Created here, because SQLite would let others read it.
    closeSync(openSync(path, 'wx', 0o600))
    return { size: 0, version: 0 }
  }
  if (!stats.isFile()) throw journalIsNoFile(path, stats.isDirectory())
  if (stats.size === 0) return { size: 0, version: 0 }
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
  const version = header.readUInt32BE(60)
  assertVersion(version, path)
  return { size: stats.size, version }
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
