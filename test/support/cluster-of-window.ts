import type { ElectronApplication, Page } from 'playwright-core'
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

/** The process id of the window's local cluster; a test may stop it and let it go on. */
export async function clusterProcess(app: ElectronApplication): Promise<number> {
  const id = await findClusterProcess(app)
  if (id === undefined) throw new Error('The local cluster has no process.')
  return id
}

/** As {@link clusterProcess}; undefined while it has none. */
export async function findClusterProcess(app: ElectronApplication): Promise<number | undefined> {
  return await app.evaluate(
    (electron) =>
      electron.app.getAppMetrics().find(({ name, serviceName }) => (name ?? serviceName) === 'Local cluster')
        ?.pid,
  )
}

/** Seals each batch of a table when it has this many items, one by default, so that nothing waits for the clock. */
export async function sealAtOnce(page: Page, table: string, items = 1): Promise<void> {
  const policy = {
    maximumBatchingTimeSpanMs: 10_000,
    maximumNumberOfItems: items,
    maximumRawDataSizeMb: 1024,
  }
  const reply = await page.evaluate(
    async (request) => await window.studio.call('catalog/setBatchingPolicy', request),
    { database: 'Samples', table, policy },
  )
  if (!reply.ok) throw new Error(reply.error.message)
}
