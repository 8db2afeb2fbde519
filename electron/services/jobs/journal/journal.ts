import type Database from 'libsql'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { HistoryEntry } from '../../../domain/schema/history'
import { StudioError } from '../../../domain/studio-error'
import { systemClock } from '../../clock'
import { waited, type Cancel, type Clock } from '../../../domain/concurrency/clock'
import { wordsOfJob, wordsOfSource } from '../state/history-entry'
import type { BlobRecord, JobRecord, SourceRecord } from '../state/job-record'
import { journalIsClosed, journalIsOnlyRead, writeFailure } from './journal-failure'
import { closeJournalFile, openJournalFile, readJournalFile, type JournalFile } from './journal-file'

/** What a process does with the journal. */
export type JournalUse = 'read' | 'change'

/** Reads the values to write, and returns a function that writes them. */
type Change = () => () => void

/** A transaction that is written in small steps, so that the process can do other work in between. */
interface OpenCommit {
  readonly changes: readonly (readonly [string, Change])[]
  readonly writes: readonly (() => void)[]
  written: number
  outcome: 'open' | 'done' | StudioError
}

/** How long a commit may write before other work gets a turn: it may hold thousands of sources. */
const turnMs = 8
/** How long a commit waits for more changes to write along. */
const gatherMs = 4
/** When a change is written that no caller waits for. */
const unhurriedMs = 100
type Statement = Database.Statement

/**
 * The write-ahead journal: one SQLite file in the home folder. Changes go to disk with the next commit, many at a time,
 * because a commit waits for the disk. Only one process at a time may change it.
 */
export class Journal {
  /** The journal's file. */
  readonly path: string
  /** The file, open. */
  protected readonly file: JournalFile
  readonly #changes = new Map<string, Change>()
  readonly #onFailure: (error: StudioError) => void
  #commit: Promise<void> | undefined
  #open: OpenCommit | undefined
  #timer: Cancel | undefined
  #isClosed = false
  readonly #clock: Clock
  readonly #statements: Readonly<
    Record<'job' | 'entry' | 'source' | 'blob' | 'begin' | 'end' | 'undo', Statement>
  >

  /**
   * @param folder The home folder; made if it is not there.
   * @param onFailure Told when a commit fails that nobody waited for.
   * @param use What for: to `read` it, while another process may change it, or to `change` it.
   * @throws StudioError as {@link openJournalFile}.
   */
  constructor(
    folder: string,
    onFailure: (error: StudioError) => void,
    clock: Clock = systemClock,
    use: JournalUse = 'change',
  ) {
    this.#clock = clock
    this.#onFailure = onFailure
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.path = join(folder, 'journal.sqlite')
    this.file = use === 'change' ? openJournalFile(this.path) : readJournalFile(this.path)
    const prepare = (sql: string): Statement => this.database.prepare(sql)
    this.#statements = {
      begin: prepare('BEGIN IMMEDIATE'),
      end: prepare('COMMIT'),
      undo: prepare('ROLLBACK'),
      job: prepare(
        `INSERT INTO jobs (job_id, database, name, created_at, is_open, body) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (job_id) DO UPDATE SET is_open = excluded.is_open, body = excluded.body`,
      ),
      source: prepare(
        `INSERT INTO sources (source_id, job_id, ordinal, state, fingerprint, words, body) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (source_id) DO UPDATE SET state = excluded.state, fingerprint = excluded.fingerprint,
         words = excluded.words, body = excluded.body`,
      ),
      entry: prepare(
        `INSERT INTO history (job_id, created_at, outcome, words, body) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (job_id) DO UPDATE SET outcome = excluded.outcome, words = excluded.words, body = excluded.body`,
      ),
      blob: prepare(
        `INSERT INTO blobs (blob_id, job_id, state, body) VALUES (?, ?, ?, ?)
         ON CONFLICT (blob_id) DO UPDATE SET state = excluded.state, body = excluded.body`,
      ),
    }
  }

  /** The database, for the reader and for other tables in the journal. */
  get database(): Database.Database {
    return this.file.database
  }

  /** Whether this process only reads, because another may be changing the journal. */
  get isReadOnly(): boolean {
    return this.file.hold === null
  }

  /** Notes a job as it is when the next commit runs. */
  saveJob(job: JobRecord, isOpen: () => boolean): void {
    this.save(job.jobId, () => {
      const { jobId, database, table, createdAt } = job
      const values = [jobId, database, table, createdAt, isOpen() ? 1 : 0, JSON.stringify(job)]
      return () => this.#statements.job.run(...values)
    })
  }

  /** Notes what the history lists of a job, as it is when the next commit runs. */
  saveEntry(job: JobRecord, entry: () => HistoryEntry): void {
    this.save(`entry ${job.jobId}`, () => {
      const now = entry()
      const values = [job.jobId, job.createdAt, now.outcome, wordsOfJob(job), JSON.stringify(now)]
      return () => this.#statements.entry.run(...values)
    })
  }

  /** Notes a source as it is when the next commit runs. */
  saveSource(source: SourceRecord): void {
    this.save(source.sourceId, () => {
      const { sourceId, jobId, ordinal, state, fingerprint } = source
      const values = [
        sourceId,
        jobId,
        ordinal,
        state.kind,
        fingerprint,
        wordsOfSource(source),
        JSON.stringify(source),
      ]
      return () => this.#statements.source.run(...values)
    })
  }

  /** Notes a blob as it is when the next commit runs. */
  saveBlob(blob: BlobRecord): void {
    this.save(blob.blobId, () => {
      const values = [blob.blobId, blob.jobId, blob.state, JSON.stringify(blob)]
      return () => this.#statements.blob.run(...values)
    })
  }

  /**
   * Notes a change for the next commit, which reads the values when it begins. A later change with the same key replaces
   * it.
   *
   * @throws StudioError `JournalFailed` if the journal is only read.
   */
  save(key: string, change: Change): void {
    if (this.isReadOnly) throw journalIsOnlyRead(this.path)
    this.#changes.set(key, change)
    this.#timer ??= this.#clock.after(unhurriedMs, () => {
      this.commit().catch((error: unknown) => {
        if (error instanceof StudioError) this.#onFailure(error)
      })
    })
  }

  /**
   * Resolves once everything noted so far is on disk. Callers at about the same time share one commit, because each
   * commit blocks the process until the disk has answered.
   *
   * @throws StudioError `DiskFull` or `JournalFailed`; the changes are kept for the next commit, until the journal is
   *   closed.
   */
  async commit(): Promise<void> {
    this.#commit ??= this.#gather()
    await this.#commit
  }

  /** As {@link commit}, but synchronously. */
  commitNow(): void {
    if (this.#open !== undefined) this.#write(this.#open, Number.POSITIVE_INFINITY)
    const open = this.#begin()
    if (open === undefined) return
    this.#write(open, Number.POSITIVE_INFINITY)
    if (open.outcome instanceof StudioError) throw open.outcome
  }

  async #gather(): Promise<void> {
    await waited(this.#clock, gatherMs)
    while (this.#open !== undefined) await this.#clock.nextTurn()
    this.#commit = undefined
    const open = this.#begin()
    if (open === undefined) return
    this.#write(open, turnMs)
    while (open.outcome === 'open') {
      await this.#clock.nextTurn()
      if (this.#open === open) this.#write(open, turnMs)
    }
    if (open.outcome instanceof StudioError) throw open.outcome
  }

  /** Begins a transaction with everything noted so far, as it is at this moment. */
  #begin(): OpenCommit | undefined {
    this.#timer?.()
    this.#timer = undefined
    if (this.#changes.size === 0) return undefined
    // The journal may have been closed while this commit waited its turn. Another process may have the file by now, and
    // the driver lets the statements of a closed database write to it, or aborts this process.
    if (this.#isClosed) throw journalIsClosed()
    // In the order of references: a job before its sources.
    const changes = [...this.#changes]
    const writes = changes.map(([, change]) => change())
    try {
      this.#statements.begin.run()
    } catch (error) {
      throw writeFailure(error, this.path)
    }
    this.#open = { changes, writes, written: 0, outcome: 'open' }
    return this.#open
  }

  /** Writes for this long, and ends the transaction once everything is written. */
  #write(open: OpenCommit, forMs: number): void {
    const until = this.#clock.elapsed() + forMs
    try {
      while (open.written < open.writes.length) {
        open.writes[open.written]?.()
        open.written += 1
        if (this.#clock.elapsed() > until) return
      }
      this.#statements.end.run()
    } catch (error) {
      this.#open = undefined
      if (this.database.inTransaction) this.#statements.undo.run()
      open.outcome = writeFailure(error, this.path)
      return
    }
    this.#open = undefined
    open.outcome = 'done'
    for (const [key, change] of open.changes) {
      if (this.#changes.get(key) === change) this.#changes.delete(key)
    }
  }

  /**
   * Writes what is left and closes the file.
   *
   * @throws StudioError `DiskFull` or `JournalFailed` if it could not be written; the file is closed all the same.
   */
  close(): void {
    try {
      this.commitNow()
    } finally {
      this.#isClosed = true
      closeJournalFile(this.file)
    }
  }
}
