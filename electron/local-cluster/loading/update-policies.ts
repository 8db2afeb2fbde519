import { randomUUID } from 'node:crypto'
import { redactText } from '../../domain/redact-text'
import { KustoError } from '../answers/kusto-error'
import type { Catalog, StoredTable } from '../engine/catalog'
import { EngineError, type DuckDbEngine, type Session } from '../engine/duckdb-engine'
import type { ExtentStore, NewExtent } from '../engine/extents'
import type { PolicyStore } from '../engine/policy-store'
import { shortage } from '../engine/shortage'
import type { UpdateFailure, UpdateFailures } from '../engine/update-failures'
import { engineFailure, internalError } from '../kql/engine-failure'
import type { Translator } from '../kql/translator/translator'
import type { ClusterClock } from '../time/clock'
import { ticksFromMilliseconds } from '../time/ticks'
import { insertRows, keepOnly } from './insert-rows'
import { schemaMismatch, tablesReached, translateUpdate, updatesFrom, type Update } from './update-query'

/** An extent that was added to a table, which may be the source of updates. */
export interface AddedExtent {
  readonly table: StoredTable
  readonly number: bigint
  readonly rows: number
  readonly extent: NewExtent
}

/** What update policies work with. */
interface UpdatePoliciesParts {
  readonly engine: DuckDbEngine
  readonly catalog: Catalog
  readonly policies: PolicyStore
  readonly extents: ExtentStore
  readonly updateFailures: UpdateFailures
  readonly translator: Pick<Translator, 'query'>
  readonly clock: ClusterClock
  readonly log: (line: string) => void
}

/** An update that is to run, and the new rows that it reads. */
interface DueUpdate extends Update {
  readonly source: AddedExtent
  /** The tables that the rows came through, the ingestion's own first. */
  readonly path: readonly StoredTable[]
}

/** What one ingestion's updates share. */
interface UpdateRun {
  readonly operationId: string
  /** Whether the new rows replace those of the tables that they reach (`.set-or-replace`). */
  readonly replace: boolean
  /** Extents of the run, by table: the rows that a replacement keeps. */
  readonly added: Map<bigint, bigint[]>
  /** Updates that do not belong to the transaction that caused them. */
  readonly later: DueUpdate[]
}

/** A transactional update failed, and so does the transaction. */
class FailedUpdate extends Error {
  readonly update: DueUpdate
  readonly error: KustoError

  constructor(update: DueUpdate, error: KustoError) {
    super(error.message, { cause: error })
    this.update = update
    this.error = error
  }
}

/**
 * Runs tables' update policies (documents: update policy). A transactional one belongs to the transaction that adds the
 * source's rows; the others follow that transaction in one of their own, whose failure is only recorded. A chain that
 * comes back to a table is cut there.
 */
export class UpdatePolicies {
  readonly #parts: UpdatePoliciesParts

  constructor(parts: UpdatePoliciesParts) {
    this.#parts = parts
  }

  /** The tables that new rows of a table reach. */
  reach(table: StoredTable): readonly StoredTable[] {
    return tablesReached(this.#parts.catalog, this.#parts.policies, table)
  }

  /**
   * Runs `work`, which adds an extent to a table, and what follows from that. When this settles, either all that belongs to
   * the transaction is durable or none of it ever will be. Aborting `signal` interrupts the transaction.
   *
   * @throws KustoError `UpdatePolicy_…` for a failed transactional update; anything that `work` throws.
   */
  async transaction<T>(
    work: (session: Session, follow: (added: AddedExtent) => Promise<void>) => Promise<T>,
    options: { readonly replace?: boolean; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<T> {
    const run = newRun(options.replace === true)
    const result = await this.#transaction(
      run,
      (session) => work(session, (added) => this.#follow(session, run, { added, path: [added.table] })),
      options.signal,
    ).catch(async (error: unknown) => {
      if (!(error instanceof FailedUpdate)) throw error
      await this.#record(run, error)
      throw errorOfSource(error)
    })
    // What an update adds may be the source of further ones.
    for (let due = run.later.shift(); due !== undefined; due = run.later.shift())
      await this.#runLater(run, due)
    return result
  }

  async #transaction<T>(
    run: UpdateRun,
    work: (session: Session) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const waiting = run.later.length
    try {
      return await this.#parts.engine.transaction(work, signal)
    } catch (error) {
      run.later.splice(waiting)
      throw error
    }
  }

  /** Throws nothing: the source's rows have landed, whatever becomes of these. */
  async #runLater(run: UpdateRun, due: DueUpdate): Promise<void> {
    try {
      await this.#transaction(run, (session) => this.#update(session, run, due))
    } catch (error) {
      const reason = error instanceof KustoError ? error : internalError(error)
      await this.#record(run, error instanceof FailedUpdate ? error : new FailedUpdate(due, reason))
    }
  }

  async #follow(
    session: Session,
    run: UpdateRun,
    { added, path }: { readonly added: AddedExtent; readonly path: readonly StoredTable[] },
  ): Promise<void> {
    const { catalog, policies } = this.#parts
    run.added.set(added.table.number, [...(run.added.get(added.table.number) ?? []), added.number])
    if (added.rows === 0 && !run.replace) return
    for (const update of updatesFrom(catalog, policies, added.table)) {
      if (path.some(({ number }) => number === update.target.number)) continue
      const due = { ...update, source: added, path }
      if (update.policy.IsTransactional) await this.#update(session, run, due)
      else run.later.push(due)
    }
  }

  /** Adds an update's rows to its target, and runs the updates that follow. @throws FailedUpdate */
  async #update(session: Session, run: UpdateRun, due: DueUpdate): Promise<void> {
    const { target, source, policy } = due
    const { clock, extents } = this.#parts
    const createdOn = ticksFromMilliseconds(clock.now())
    let number: bigint
    let rows: number
    try {
      const { sql } = await translateUpdate(this.#parts, due, source.number, {
        now: createdOn,
        signal: new AbortController().signal,
      })
      number = await extents.nextNumber()
      rows = await insertRows(session, target, sql, number)
    } catch (error) {
      throw new FailedUpdate(due, reasonOf(error, policy.Query))
    }
    const extent: NewExtent = policy.PropagateIngestionProperties
      ? { createdOn: source.extent.createdOn, tags: source.extent.tags, rawSize: 0, sourceIds: [] }
      : { createdOn, tags: [], rawSize: 0, sourceIds: [] }
    if (rows > 0) await extents.record(session, target, number, rows, extent)
    if (run.replace) await keepOnly(session, target, [...(run.added.get(target.number) ?? []), number])
    const added = { table: target, number, rows, extent }
    await this.#follow(session, run, { added, path: [...due.path, target] })
  }

  async #record(run: UpdateRun, failed: FailedUpdate): Promise<void> {
    const { clock, updateFailures, log } = this.#parts
    const { path, target } = failed.update
    const error = errorOfTarget(failed)
    const failure: UpdateFailure = {
      operationId: run.operationId,
      database: target.database,
      table: target.name,
      failedAt: clock.now(),
      errorCode: error.code,
      isPermanent: error.permanent,
      details: redactText(error.message),
    }
    log(`update of “${target.database}.${target.name}”: ${error.code}: ${error.message}`)
    const between = path.slice(1).map(({ name }) => ({
      ...failure,
      table: name,
      errorCode: failedDescendant,
      isPermanent: false,
    }))
    try {
      await updateFailures.add([failure, ...between], failure.failedAt)
    } catch (reason) {
      // A full disk may have caused the failure, and may keep this from being written too.
      log(`failed update not recorded: ${reason instanceof Error ? reason.message : 'unknown'}`)
    }
  }
}

const failedDescendant = 'UpdatePolicy_FailedDescendantTransaction'

function newRun(replace: boolean): UpdateRun {
  return { operationId: randomUUID(), replace, added: new Map(), later: [] }
}

/**
 * Why an update failed. @throws the error itself if it is none of the update: the engine is broken, or was told to stop.
 */
function reasonOf(error: unknown, query: string): KustoError {
  if (error instanceof EngineError && (error.fatal || error.isInterrupt)) throw error
  const lack = shortage(error)
  if (lack !== undefined) throw lack
  if (error instanceof KustoError) return error
  if (error instanceof EngineError) return engineFailure(error, query)
  throw error
}

/** The failure of an update as it stands for its target (documents: ingestion error codes, UpdatePolicyFailure). */
function errorOfTarget({ update, error }: FailedUpdate): KustoError {
  const code = error.code === schemaMismatch ? schemaMismatch : 'UpdatePolicy_UnknownError'
  return updateError(code, update, error)
}

/** The same for the table that was ingested into: none of the transaction landed there either. */
function errorOfSource({ update, error }: FailedUpdate): KustoError {
  if (update.path.length > 1) return updateError(failedDescendant, update, error)
  return updateError(
    error.code === schemaMismatch ? schemaMismatch : 'UpdatePolicy_IngestionError',
    update,
    error,
  )
}

function updateError(code: string, { target }: DueUpdate, cause: KustoError): KustoError {
  return new KustoError(
    code,
    `Failed to invoke the update policy of table '${target.name}': ${cause.message}`,
    { permanent: code === schemaMismatch, type: cause.type, cause },
  )
}
