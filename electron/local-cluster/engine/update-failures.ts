import { Mutex } from '../../domain/concurrency/mutex'
import type { DuckDbEngine } from './duckdb-engine'

/** How long a failure is kept, in milliseconds (documents: `.show ingestion failures`, 14 days). */
const keptMs = 14 * 24 * 3_600_000

/** The most failures that are kept: a policy that is wrong for days fails with every ingestion. */
const mostKept = 10_000

/** An update of a table that failed. */
export interface UpdateFailure {
  /** The same for all failures of one ingestion. */
  readonly operationId: string
  readonly database: string
  /** The update's target. */
  readonly table: string
  /** Milliseconds since the epoch. */
  readonly failedAt: number
  readonly errorCode: string
  readonly isPermanent: boolean
  readonly details: string
}

/** The log of failed updates, for `.show ingestion failures`. */
export class UpdateFailures {
  readonly #engine: DuckDbEngine
  /** Two transactions cannot both delete the same rows. */
  readonly #changes = new Mutex()

  constructor(engine: DuckDbEngine) {
    this.#engine = engine
  }

  /** Adds failures of one ingestion, and forgets the oldest. */
  async add(failures: readonly UpdateFailure[], now: number): Promise<void> {
    await this.#changes.run(() =>
      this.#engine.transaction(async (session) => {
        await session.run('DELETE FROM meta.update_failures WHERE failed_on < $1', [BigInt(now - keptMs)])
        await session.run(
          `DELETE FROM meta.update_failures WHERE failed_on <= (SELECT failed_on FROM meta.update_failures
           ORDER BY failed_on DESC LIMIT 1 OFFSET ${mostKept})`,
        )
        for (const failure of failures) {
          await session.run('INSERT INTO meta.update_failures VALUES ($1, $2, $3, $4, $5, $6, $7)', [
            failure.operationId,
            failure.database,
            failure.table,
            BigInt(failure.failedAt),
            failure.errorCode,
            failure.isPermanent,
            failure.details,
          ])
        }
      }),
    )
  }

  /** All that are kept, newest first. */
  async list(): Promise<UpdateFailure[]> {
    const rows = await this.#engine.rows(
      `SELECT operation_id, database, "table", failed_on, error_code, is_permanent, details
       FROM meta.update_failures ORDER BY failed_on DESC, rowid`,
    )
    return rows.map(([operationId, database, table, failedOn, code, isPermanent, details]) => ({
      operationId: String(operationId),
      database: String(database),
      table: String(table),
      failedAt: Number(failedOn),
      errorCode: String(code),
      isPermanent: isPermanent === true,
      details: String(details),
    }))
  }
}
