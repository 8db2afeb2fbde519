import { z } from 'zod'
import type { JobOutcome } from '../../../domain/job-outcome'
import {
  historyEntrySchema,
  jobOutcomeSchema,
  type HistoryEntry,
  type HistoryFilter,
} from '../../../domain/schema/history'
import type { Journal } from './journal'
import { journalDamaged, reading } from './journal-failure'
import { jobsWithoutEntry } from './journal-schema'

type Value = string | number

interface Condition {
  readonly sql: string
  readonly values: readonly Value[]
}

const countRow = z.object({ outcome: jobOutcomeSchema, jobs: z.number() })

/** More words than this are not looked for. */
const mostWords = 8

/**
 * Reads the history, page by page. Each method throws a StudioError `JournalFailed` if the journal turns out to be
 * damaged.
 */
export class HistoryReader {
  readonly #journal: Pick<Journal, 'database' | 'path'>

  constructor(journal: Pick<Journal, 'database' | 'path'>) {
    this.#journal = journal
  }

  /** Some entries, newest first. */
  entries(filter: HistoryFilter, offset: number, limit: number): HistoryEntry[] {
    const conditions = conditionsOf(filter)
    if (filter.outcome !== null) conditions.push({ sql: 'h.outcome = ?', values: [filter.outcome] })
    // The inner query reads the index alone, and the bodies of one page only.
    const rows = this.#all(
      `SELECT body FROM history JOIN (
         SELECT h.job_id AS id, h.created_at AS at FROM history h ${where(conditions)}
         ORDER BY h.created_at DESC, h.job_id DESC LIMIT ? OFFSET ?
       ) ON job_id = id ORDER BY at DESC, id DESC`,
      [...conditions.flatMap(({ values }) => values), limit, offset],
    )
    return rows.map((row) =>
      this.#parse(historyEntrySchema, this.#json((row as { readonly body: string }).body)),
    )
  }

  /** How many jobs have each outcome, whatever outcome the filter names. */
  counts(filter: HistoryFilter): Partial<Record<JobOutcome, number>> {
    const conditions = conditionsOf(filter)
    const rows = this.#all(
      `SELECT h.outcome AS outcome, count(*) AS jobs FROM history h ${where(conditions)} GROUP BY h.outcome`,
      conditions.flatMap(({ values }) => values),
    )
    return Object.fromEntries(rows.map((row) => Object.values(this.#parse(countRow, row)))) as Partial<
      Record<JobOutcome, number>
    >
  }

  /** The newest entries of jobs that began at or after a moment. */
  since(at: number, limit: number): HistoryEntry[] {
    return this.entries({ text: '', outcome: null, since: at }, 0, limit)
  }

  /** The names of the sources of some jobs, in order. */
  sourceNames(jobIds: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const rows = this.#all(
      `SELECT job_id AS jobId, body ->> '$.name' AS name FROM sources
         WHERE job_id IN (${jobIds.map(() => '?').join(', ')}) ORDER BY job_id, ordinal`,
      jobIds,
    )
    const names = new Map<string, string[]>()
    for (const { jobId, name } of rows as readonly { readonly jobId: string; readonly name: string }[]) {
      const known = names.get(jobId)
      if (known === undefined) names.set(jobId, [name])
      else known.push(name)
    }
    return names
  }

  /** Ids of jobs that an earlier version of the studio wrote, which have no entry yet. */
  withoutEntry(limit: number): string[] {
    const rows = this.#all(`${jobsWithoutEntry} LIMIT ?`, [limit])
    return rows.map((row) => String((row as { readonly job_id: string }).job_id))
  }

  #all(sql: string, values: readonly Value[]): unknown[] {
    const { database, path } = this.#journal
    return reading(path, () => database.prepare(sql).all(...values))
  }

  #json(body: string): unknown {
    return reading(this.#journal.path, () => JSON.parse(body) as unknown)
  }

  #parse<T>(schema: z.ZodType<T>, value: unknown): T {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    throw journalDamaged(this.#journal.path, new Error(parsed.error.message.slice(0, 500)))
  }
}

function where(conditions: readonly Condition[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`
}

function conditionsOf({ text, since }: HistoryFilter): Condition[] {
  // `instr` has no wildcards, and the journal keeps its words in lower case.
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return [
    ...(since === null ? [] : [{ sql: 'h.created_at >= ?', values: [since] }]),
    ...words.slice(0, mostWords).map((word) => ({
      sql: `(instr(h.words, ?) > 0
        OR h.job_id IN (SELECT s.job_id FROM sources s WHERE instr(s.words, ?) > 0))`,
      values: [word, word],
    })),
  ]
}
