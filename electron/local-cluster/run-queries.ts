import type { ClusterState } from './cluster-state'
import { EngineError } from './engine/duckdb-engine'
import type { QueryRequest } from './http/query-request'
import { translateQueries } from './kql/query-translation'
import type { TranslatedQuery } from './kql/translated-query'
import { KustoError } from './kusto-error'
import { withOverflowRetry } from './overflow-retry'
import type { ResultTable } from './result-table'
import { ticksFromMilliseconds } from './ticks'

/** What a request's queries gave. */
export interface QueryResults {
  readonly tables: readonly ResultTable[]
  readonly visualization?: NonNullable<TranslatedQuery['visualization']>
}

/**
 * Runs the queries of a request.
 *
 * @throws KustoError for what the parser finds, for a result that is too large, and when time is up.
 */
export async function runQueries(
  state: ClusterState,
  request: QueryRequest,
  signal: AbortSignal,
): Promise<QueryResults> {
  const database = state.catalog.database(request.database)
  const timeout = AbortSignal.timeout(request.timeoutMs)
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  for (const source of [signal, timeout]) source.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  const run = async (wrapping: boolean): Promise<QueryResults> => {
    const queries = translateQueries(request.csl, database, {
      now: request.now ?? ticksFromMilliseconds(state.clock.now()),
      parameters: request.parameters,
      otherDatabases: state.catalog.databases().filter((other) => other !== database),
      wrapping,
    })
    const tables: ResultTable[] = []
    for (const query of queries) tables.push(await runQuery(state, query, request.maximumRows, stop.signal))
    const visualization = queries.find((query) => query.visualization !== undefined)?.visualization
    return visualization === undefined ? { tables } : { tables, visualization }
  }
  return withOverflowRetry(request.csl, async (wrapping) => {
    try {
      return await run(wrapping)
    } catch (error) {
      if (!(error instanceof EngineError) || !stop.signal.aborted) throw error
      throw timeout.aborted ? timedOut(request.timeoutMs) : canceled()
    }
  })
}

async function runQuery(
  state: ClusterState,
  query: TranslatedQuery,
  maximumRows: number,
  signal: AbortSignal,
): Promise<ResultTable> {
  const rows = await state.engine.rowsUntil(query.sql, maximumRows, signal)
  if (rows.length > maximumRows) throw tooLarge(maximumRows)
  return { ...(query.name === undefined ? {} : { name: query.name }), columns: query.columns, rows }
}

function tooLarge(maximumRows: number): KustoError {
  return new KustoError(
    'General_BadRequest',
    `Query execution has exceeded the allowed limits (80DA0003): Query result set has exceeded the internal record count limit ${maximumRows} (E_QUERY_RESULT_SET_TOO_LARGE).`,
    { type: 'Kusto.Data.Exceptions.KustoServicePartialQueryFailureLimitsExceededException' },
  )
}

function timedOut(timeoutMs: number): KustoError {
  return new KustoError('Timeout', `Query is expired: it was broken off after ${timeoutMs / 1000} seconds.`, {
    permanent: false,
    status: 504,
    type: 'Kusto.Data.Exceptions.KustoServiceTimeoutException',
  })
}

function canceled(): KustoError {
  return new KustoError('General_BadRequest', 'The client hung up before the query was done.', {
    permanent: false,
    type: 'Kusto.Data.Exceptions.KustoRequestCanceledException',
  })
}
