import { randomUUID } from 'node:crypto'
import { Client, KustoConnectionStringBuilder, type ClientRequestProperties } from 'azure-kusto-data'
import { inject } from 'vitest'
import { eventually } from '../support/eventually'

/** The suite's cluster and its database, which all files share; each test makes tables of its own. */
export const clusterUri = inject('clusterUri')
export const database = inject('database')

/** One row as the SDK gives it: column name to value. */
export type Row = Record<string, unknown>

const client = new Client(clusterUri)

/** A connection string of its own for a client: the ingestion clients change the one that they are given. */
export function connection(): KustoConnectionStringBuilder {
  return new KustoConnectionStringBuilder(clusterUri)
}

/** Runs a query or command with the SDK and returns the first table's rows. */
export async function rows(csl: string, properties?: ClientRequestProperties): Promise<Row[]> {
  const { primaryResults } = await client.execute(database, csl, properties)
  return primaryResults[0]?.toJSON<Row>().data ?? []
}

/** Makes a table whose batches each hold one item, and returns its name. */
export async function makeTable(purpose: string, columns: string): Promise<string> {
  const table = `${purpose}_${randomUUID().slice(0, 8)}`
  await rows(`.create-merge table ${table} (${columns})`)
  const policy = { MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: 1, MaximumRawDataSizeMB: 1024 }
  await rows(`.alter table ${table} policy ingestionbatching @'${JSON.stringify(policy)}'`)
  return table
}

/** Lets a table take streams, as clients do it. */
export async function enableStreaming(table: string): Promise<void> {
  await rows(`.alter table ${table} policy streamingingestion enable`)
  await rows('.clear database cache streamingingestion schema')
}

/** Number of rows of a table. */
export async function count(table: string): Promise<number> {
  return Number((await rows(`${table} | count`))[0]?.['Count'])
}

/** Waits until a table has as many rows. */
export async function waitForRows(table: string, expected: number): Promise<void> {
  await eventually(
    () => count(table),
    (found) => found >= expected,
    30_000,
  )
}
