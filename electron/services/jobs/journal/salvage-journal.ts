import Database from 'libsql'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { blobRecordSchema, jobRecordSchema, sourceRecordSchema } from '../state/job-record'
import { closeJournalFile, openJournalFile } from './journal-file'

/** What could be read of a journal. */
export interface Salvaged {
  readonly jobs: number
  /** False if some of it could not be read, or is of a version that this studio does not know. */
  readonly isWhole: boolean
}

type Row = Readonly<Record<string, unknown>>

/** A job before what belongs to it. The history's own table follows from the jobs, and is made again if it is not there. */
const tables: readonly { readonly name: string; readonly body?: z.ZodType }[] = [
  { name: 'jobs', body: jobRecordSchema },
  { name: 'sources', body: sourceRecordSchema },
  { name: 'blobs', body: blobRecordSchema },
  { name: 'row_counts' },
  { name: 'history' },
  { name: 'snapshots' },
]

/**
 * Copies what can be read of a journal into a new one: of a damaged one, of one that a newer studio wrote, and of one
 * that another process has open. The original is only read.
 *
 * @param path The journal to read.
 * @param folder Where the new journal goes; made if it is not there.
 * @throws an error of the file system if the journal cannot be copied, or the folder not be written.
 */
export function salvageJournal(path: string, folder: string): Salvaged {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // SQLite writes even when it only reads: into its log and its lock.
  const copy = join(folder, 'copied.sqlite')
  for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, copy + end)
  const target = openJournalFile(join(folder, 'journal.sqlite'))
  let source: Database.Database | undefined
  try {
    source = new Database(copy)
    const salvage = new Salvage(source, target.database)
    target.database.exec('BEGIN IMMEDIATE')
    for (const { name, body } of tables) salvage.copyTable(name, body)
    target.database.exec('COMMIT')
    return { jobs: salvage.jobs, isWhole: salvage.isWhole }
  } finally {
    source?.close()
    closeJournalFile(target)
  }
}

class Salvage {
  jobs = 0
  isWhole = true
  readonly #source: Database.Database
  readonly #target: Database.Database

  constructor(source: Database.Database, target: Database.Database) {
    this.#source = source
    this.#target = target
  }

  copyTable(table: string, body: z.ZodType | undefined): void {
    try {
      const columns = this.#columns(this.#target, table)
      const there = new Set(this.#columns(this.#source, table))
      const common = columns.filter((column) => there.has(column))
      if (common.length < columns.length) this.isWhole = false
      const names = common.join(', ')
      const insert = this.#target.prepare(
        `INSERT OR IGNORE INTO ${table} (${names}) VALUES (${common.map(() => '?').join(', ')})`,
      )
      const take = (row: Row): void =>
        this.#take(table, row, body, () => insert.run(...common.map((one) => row[one])))
      const isRead = this.#read(`SELECT ${names} FROM ${table}`, take)
      // From the other end up to the damage.
      if (!isRead && table !== 'row_counts')
        this.#read(`SELECT ${names} FROM ${table} ORDER BY rowid DESC`, take)
    } catch {
      // The table is not there, or not where its columns are listed.
      this.isWhole = false
    }
  }

  #take(
    table: string,
    row: Row,
    body: z.ZodType | undefined,
    insert: () => { readonly changes: number },
  ): void {
    try {
      if (body !== undefined && !body.safeParse(JSON.parse(String(row['body']))).success)
        throw new Error('Not a record')
      const { changes } = insert()
      if (table === 'jobs') this.jobs += changes
    } catch {
      // The record is damaged, or what it belongs to could not be read.
      this.isWhole = false
    }
  }

  /** Reads rows up to the first that cannot be read. False if there was one. */
  #read(sql: string, take: (row: Row) => void): boolean {
    try {
      for (const row of this.#source.prepare(sql).iterate()) take(row as Row)
      return true
    } catch {
      // A damaged page ends what can be read in this direction.
      this.isWhole = false
      return false
    }
  }

  #columns(database: Database.Database, table: string): string[] {
    return (database.prepare(`PRAGMA table_info(${table})`).all() as { readonly name: string }[]).map(
      ({ name }) => name,
    )
  }
}
