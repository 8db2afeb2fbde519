import { Client } from 'azure-kusto-data'
import type { ClusterUnderTest } from './cluster-under-test'
import { startDuckDbReference, type DuckDbReference } from './duckdb-reference'
import { median } from './measure'

/** A query for both, which answer with the same number of rows. */
interface QueryCase {
  readonly name: string
  readonly kql: string
  readonly sql: string
}

const table = 'QueryBench'

/** Rows are made by the same rule in both; DuckDB has them in its own types. */
const kustoRows = (rows: number): string => `range Id from 0 to ${rows - 1} step 1
  | project Id, StartTime = datetime(2017-01-01) + (Id % 31536000) * 1s,
    State = strcat('STATE ', tostring((Id * 7) % 50)), Source = strcat('source ', tostring((Id * 11) % 17)),
    DamageProperty = (Id * 7919) % 1000003`
const duckDbRows = (
  rows: number,
): string => `SELECT i AS Id, TIMESTAMP '2017-01-01' + to_seconds(i % 31536000) AS StartTime,
    concat('STATE ', (i * 7) % 50) AS State, concat('source ', (i * 11) % 17) AS Source,
    (i * 7919) % 1000003 AS DamageProperty FROM range(${rows}) AS r(i)`

const cases: readonly QueryCase[] = [
  { name: 'count', kql: `${table} | count`, sql: `SELECT count(*) FROM ${table}` },
  {
    name: 'filter',
    kql: `${table} | where State == 'STATE 7' and DamageProperty > 999000`,
    sql: `SELECT * FROM ${table} WHERE State = 'STATE 7' AND DamageProperty > 999000`,
  },
  {
    name: 'filter-time',
    kql: `${table} | where StartTime between (datetime(2017-01-02) .. datetime(2017-01-03)) | where DamageProperty < 1000`,
    sql: `SELECT * FROM ${table} WHERE StartTime BETWEEN TIMESTAMP '2017-01-02' AND TIMESTAMP '2017-01-03' AND DamageProperty < 1000`,
  },
  {
    name: 'summarize',
    kql: `${table} | summarize count(), sum(DamageProperty) by State`,
    sql: `SELECT State, count(*), sum(DamageProperty) FROM ${table} GROUP BY State`,
  },
  {
    name: 'summarize-bin',
    kql: `${table} | summarize count(), max(DamageProperty) by Source, bin(StartTime, 1d)`,
    sql: `SELECT Source, time_bucket(INTERVAL 1 DAY, StartTime), count(*), max(DamageProperty) FROM ${table} GROUP BY ALL`,
  },
  {
    name: 'top',
    kql: `${table} | top 100 by DamageProperty desc`,
    sql: `SELECT * FROM ${table} ORDER BY DamageProperty DESC NULLS LAST LIMIT 100`,
  },
  {
    name: 'take-10000',
    kql: `${table} | take 10000`,
    sql: `SELECT * FROM ${table} LIMIT 10000`,
  },
]

/** One query at both: milliseconds. */
interface QueryRun {
  readonly clusterMs: number
  readonly duckDbMs: number
  readonly rows: number
}

/**
 * Measures queries through the unmodified SDK (until every row has been read there) against the same SQL in
 * DuckDB alone (until its rows are JavaScript values), on the same rows, turn by turn.
 */
export async function measureClusterQueries(
  cluster: ClusterUnderTest,
  options: { readonly pairs: number; readonly rows: number },
): Promise<unknown[]> {
  const client = new Client(cluster.clusterUri)
  const duckDb = startDuckDbReference()
  try {
    await client.execute(cluster.database, `.set ${table} <| ${kustoRows(options.rows)}`)
    await duckDb.run(`CREATE TABLE ${table} AS ${duckDbRows(options.rows)}`)
    await duckDb.run('CHECKPOINT')
    const results: unknown[] = []
    for (const one of cases) {
      const runs: QueryRun[] = []
      // The first of each is for the caches of both.
      for (let pair = -1; pair < options.pairs; pair++) {
        const run = await runPair(client, cluster.database, duckDb, one)
        if (pair >= 0) runs.push(run)
      }
      process.stderr.write(`${one.name}: ${JSON.stringify(runs)}\n`)
      results.push(report(one, runs, options.rows))
    }
    await cluster.dropTable(table)
    return results
  } finally {
    client.close()
    await duckDb.close()
  }
}

async function runPair(
  client: Client,
  database: string,
  duckDb: DuckDbReference,
  one: QueryCase,
): Promise<QueryRun> {
  const direct = await duckDb.run(one.sql)
  const startedAt = performance.now()
  const answer = await client.execute(database, one.kql)
  let rows = 0
  for (const row of answer.primaryResults[0]?.rows() ?? []) rows += row.getValueAt(0) === undefined ? 0 : 1
  const clusterMs = performance.now() - startedAt
  if (rows !== direct.rows.length) {
    throw new Error(`${one.name}: the cluster has ${rows} rows, DuckDB ${direct.rows.length}`)
  }
  return { clusterMs, duckDbMs: direct.seconds * 1000, rows }
}

function report(one: QueryCase, runs: readonly QueryRun[], tableRows: number): unknown {
  const of = (read: (run: QueryRun) => number): number => Number(median(runs.map(read)).toFixed(2))
  return {
    scenario: `cluster-query-${one.name}`,
    covers: 'SDK: execute until every row was read; DuckDB: run until the rows are values of JavaScript',
    tableRows,
    resultRows: runs[0]?.rows ?? 0,
    cluster: { milliseconds: of((run) => run.clusterMs) },
    duckDb: { milliseconds: of((run) => run.duckDbMs) },
    overheadMilliseconds: of((run) => run.clusterMs - run.duckDbMs),
    ratio: { latency: of((run) => run.clusterMs / run.duckDbMs) },
  }
}
