import type { ClusterState } from '../state/cluster-state'
import type { DatabaseEntry } from '../engine/catalog-entry'
import type { QueryContext, TranslatedQuery } from '../kql/translated-query'
import { KustoError } from '../answers/kusto-error'
import { withOverflowRetry } from './overflow-retry'
import type { RequestLimits } from './request-limits'
import type { BeginTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import { translateTold } from './translate-told'

/** A request's queries, and what to run them with. */
export interface QueryText {
  readonly database: string
  readonly csl: string
  /** Query parameter values: the text of KQL literals. */
  readonly parameters: Readonly<Record<string, string>>
  /** What `now()` is, in ticks; undefined: the clock's time. */
  readonly now: bigint | undefined
}

/** The results of a request's queries. */
export interface QueryResults<Table> {
  readonly tables: readonly Table[]
  readonly visualization?: NonNullable<TranslatedQuery['visualization']>
}

/**
 * Runs a request's queries.
 *
 * @param begin Makes the tables, which take the rows as they come.
 * @throws KustoError for the parser's errors and for a result that is too large; the signal's reason if aborted.
 */
export async function runQueries<Table>(
  state: ClusterState,
  request: QueryText,
  limits: RequestLimits,
  begin: BeginTable<Table>,
): Promise<QueryResults<Table>> {
  const database = state.catalog.database(request.database)
  return withOverflowRetry(request.csl, async (wrapping) => {
    const context = {
      now: request.now ?? ticksFromMilliseconds(state.clock.now()),
      parameters: request.parameters,
      otherDatabases: state.catalog.databases().filter((other) => other !== database),
      wrapping,
    }
    const queries = await translateQueries(state, request.csl, { database, context, signal: limits.signal })
    const tables: Table[] = []
    for (const query of queries) tables.push(await readResult(state, query, limits, begin))
    const visualization = queries.find((query) => query.visualization !== undefined)?.visualization
    return visualization === undefined ? { tables } : { tables, visualization }
  })
}

/** Translates a text; where the columns of a plugin depend on the data, it is asked for them. */
export async function translateQueries(
  state: ClusterState,
  csl: string,
  options: {
    readonly database: DatabaseEntry
    readonly context: QueryContext
    readonly signal: AbortSignal
  },
): Promise<readonly TranslatedQuery[]> {
  const { database, context, signal } = options
  return translateTold(
    (told) => state.translator.queries(csl, database, { ...context, told }, signal),
    (sql) => state.queries.run(() => state.engine.interruptibleRows(sql, signal), signal),
  )
}

/**
 * Runs one translated query, reading no more of its result than the limits allow.
 *
 * @throws KustoError for a result that is too large; the signal's reason if aborted.
 */
export async function readResult<Table>(
  state: ClusterState,
  query: TranslatedQuery,
  limits: RequestLimits,
  begin: BeginTable<Table>,
): Promise<Table> {
  const { maximumRows, maximumBytes, takenRows, signal } = limits
  const most = { rows: Math.min(maximumRows + 1, takenRows), bytes: maximumBytes }
  const table = begin({ ...(query.name === undefined ? {} : { name: query.name }), columns: query.columns })
  let count = 0
  const fits = await state.queries.run(
    () =>
      state.engine.rowsUntil(query.sql, most, signal, (rows) => {
        count += rows.length
        if (count > maximumRows) throw tooLarge(`record count limit ${maximumRows}`)
        table.add(rows)
      }),
    signal,
  )
  if (!fits) throw tooLarge(`data size limit ${maximumBytes}`)
  return table.end()
}

function tooLarge(limit: string): KustoError {
  return new KustoError(
    'General_BadRequest',
    `Query execution has exceeded the allowed limits (80DA0003): Query result set has exceeded the internal ${limit} (E_QUERY_RESULT_SET_TOO_LARGE).`,
    { type: 'Kusto.Data.Exceptions.KustoServicePartialQueryFailureLimitsExceededException' },
  )
}
