import type { z } from 'zod'
import { isLoopbackHost } from '../../../domain/loopback-host'
import {
  blobRecordSchema,
  jobRecordSchema,
  sourceRecordSchema,
  type BlobRecord,
  type JobRecord,
  type SourceRecord,
} from '../state/job-record'
import type { Journal } from './journal'
import { journalDamaged, reading } from './journal-failure'

/** A job with its sources and blobs. */
export interface StoredJob {
  readonly job: JobRecord
  readonly sources: SourceRecord[]
  readonly blobs: BlobRecord[]
}

/** When and where the same content was ingested before. */
export interface PreviousIngestion {
  readonly at: number
  readonly database: string
  readonly table: string
  readonly jobId: string
}

/** Which jobs to read; whatever is left out may be anything. */
export interface JobFilter {
  readonly clusterUri?: string | undefined
  readonly database?: string | undefined
  readonly table?: string | undefined
}

interface Row {
  readonly body: string
}

/**
 * Reads the journal. Everything from the disk is checked; each method throws a StudioError `JournalFailed` if it turns
 * out to be damaged.
 */
export class JournalReader {
  readonly #journal: Pick<Journal, 'database' | 'path'>

  constructor(journal: Pick<Journal, 'database' | 'path'>) {
    this.#journal = journal
  }

  /** Jobs that were open when they were last saved, oldest first. */
  openJobs(): StoredJob[] {
    const rows = this.#rows('SELECT body FROM jobs WHERE is_open = 1 ORDER BY created_at')
    return rows.map((row) => this.#complete(this.#read(row, jobRecordSchema)))
  }

  /** One job, or undefined. */
  job(jobId: string): StoredJob | undefined {
    const [row] = this.#rows('SELECT body FROM jobs WHERE job_id = ?', jobId)
    return row === undefined ? undefined : this.#complete(this.#read(row, jobRecordSchema))
  }

  /** Ids of the newest jobs, newest first, of one table or of all. */
  newestJobs(where: JobFilter, limit: number): string[] {
    const { clusterUri = null, database = null, table = null } = where
    // The local cluster may have had another port then.
    const isLocal = clusterUri !== null && isLoopbackHost(new URL(clusterUri).hostname)
    const rows = this.#all<{ readonly job_id: string }>(
      `SELECT job_id FROM jobs WHERE (?1 IS NULL OR database = ?1) AND (?2 IS NULL OR name = ?2)
         AND (?4 IS NULL OR body ->> '$.clusterUri' = ?4 OR (?5 AND body ->> '$.isLocalCluster'))
         ORDER BY created_at DESC, rowid DESC LIMIT ?3`,
      [database, table, limit, clusterUri, isLocal ? 1 : 0],
    )
    return rows.map((row) => row.job_id)
  }

  /** The last time that content with this fingerprint was posted. */
  previousIngestion(fingerprint: string): PreviousIngestion | null {
    const [row] = this.#all<{ readonly source: string; readonly job: string }>(
      `SELECT s.body AS source, j.body AS job FROM sources s JOIN jobs j USING (job_id)
         WHERE s.fingerprint = ? AND s.state IN ('queued', 'unknown', 'succeeded', 'partiallySucceeded')
         ORDER BY j.created_at DESC LIMIT 1`,
      [fingerprint],
    )
    if (row === undefined) return null
    const job = this.#read({ body: row.job }, jobRecordSchema)
    const source = this.#read({ body: row.source }, sourceRecordSchema)
    // Rows that were undone are no longer in the table.
    if (job.undoneAt !== null) return null
    const { jobId, database, table, createdAt } = job
    return { at: source.queuedAt ?? createdAt, database, table, jobId }
  }

  #complete(job: JobRecord): StoredJob {
    const sources = this.#rows('SELECT body FROM sources WHERE job_id = ? ORDER BY ordinal', job.jobId)
    const blobs = this.#rows('SELECT body FROM blobs WHERE job_id = ?', job.jobId)
    return {
      job,
      sources: sources.map((row) => this.#read(row, sourceRecordSchema)),
      blobs: blobs
        .map((row) => this.#read(row, blobRecordSchema))
        .sort((a, b) => a.attempt - b.attempt || a.ordinal - b.ordinal),
    }
  }

  #rows(sql: string, ...parameters: readonly string[]): Row[] {
    return this.#all<Row>(sql, parameters)
  }

  #all<T>(sql: string, parameters: readonly (string | number | null)[]): T[] {
    const { database, path } = this.#journal
    return reading(path, () => database.prepare(sql).all(...parameters) as T[])
  }

  #read<T>(row: Row, schema: z.ZodType<T>): T {
    const { path } = this.#journal
    const parsed = schema.safeParse(reading(path, () => JSON.parse(row.body) as unknown))
    if (parsed.success) return parsed.data
    throw journalDamaged(path, new Error(parsed.error.message.slice(0, 500)))
  }
}
