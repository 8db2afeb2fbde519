import { Readable } from 'node:stream'
import { DataFormat, IngestionProperties } from 'azure-kusto-ingest'
import { expect } from 'vitest'
import type { KustoConnection } from '../../../electron/services/kusto/connection'

/** Queues CSV rows through the SDK's own client, without batching, and waits until they can be queried. */
export async function ingestRows(
  connection: KustoConnection,
  ref: { readonly database: string; readonly table: string },
  rows: readonly string[],
): Promise<void> {
  const count = async (): Promise<number> =>
    Number((await connection.execute(ref.database, `['${ref.table}'] | count`)).rows[0]?.[0])
  const before = await count()
  const properties = new IngestionProperties({ ...ref, format: DataFormat.CSV, flushImmediately: true })
  await connection.ingestClient.ingestFromStream(Readable.from([`${rows.join('\n')}\n`]), properties)
  await expect.poll(count, { timeout: 20_000 }).toBe(before + rows.length)
}
