import type { ClusterState } from '../state/cluster-state'
import type { TranslatedQuery } from '../kql/translated-query'
import { KustoError } from '../answers/kusto-error'
import { withOverflowRetry } from './overflow-retry'
import type { RequestLimits } from './request-limits'
import type { BeginTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'

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
    const queries = await state.translator.queries(request.csl, database, context, limits.signal)
    const tables: Table[] = []
    for (const query of queries) tables.push(await readResult(state, query, limits, begin))
    const visualization = queries.find((query) => query.visualization !== undefined)?.visualization
    return visualization === undefined ? { tables } : { tables, visualization }
  })
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
