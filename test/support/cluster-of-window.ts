import type { Page } from 'playwright-core'
import type {} from '../../electron/contract/window'

/** The URI of the window's cluster. */
export async function clusterUriOf(page: Page): Promise<string> {
  const reply = await page.evaluate(() => window.studio.call('studio/bootstrap', {}))
  if (!reply.ok || reply.value.connection === null) throw new Error('No cluster is open')
  return reply.value.connection.clusterUri
}

/** The rows that the cluster itself, not the page, gives for a query. */
export async function askCluster(page: Page, query: string): Promise<readonly (readonly unknown[])[]> {
  const reply = await page.evaluate(
    (text) => window.studio.call('table/query', { database: 'Samples', query: text }),
    query,
  )
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value.rows
}

/** Asks the cluster itself, not the page, how many rows a table has. */
export async function countRows(page: Page, table: string): Promise<number> {
  const [row] = await askCluster(page, `['${table}'] | count`)
  return Number(row?.[0])
}

/** A table's last row by a time column, from the cluster itself. */
export async function lastRowOf(
  page: Page,
  table: string,
  timeColumn: string,
): Promise<Record<string, unknown>> {
  const reply = await page.evaluate((request) => window.studio.call('table/lastRow', request), {
    database: 'Samples',
    table,
    timeColumn,
  })
  if (!reply.ok) throw new Error(reply.error.message)
  const { columns, rows } = reply.value
  return Object.fromEntries(columns.map(({ name }, index) => [name, rows[0]?.[index]]))
}

/** A table's effective batching policy, from the cluster itself. */
export async function batchingPolicyOf(page: Page, table: string): Promise<unknown> {
  const reply = await page.evaluate((request) => window.studio.call('catalog/table', request), {
    database: 'Samples',
    table,
  })
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value.batchingPolicy
}
