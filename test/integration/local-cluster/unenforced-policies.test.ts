import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import { startLocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster()
await client.rows('.create tables Raw (a: int), T (a: int)')

const security = '{"IsEnabled": true, "Query": "T | where a > 1"}'

async function policyOf(table: string, policy: string): Promise<unknown> {
  return (await client.rows(`.show table ${table} policy ${policy} | project Policy`))[0]?.['Policy']
}

describe('a policy that would not be enforced', () => {
  it.each([
    `.alter table T policy row_level_security @'${security}'`,
    `.alter-merge table T policy row_level_security @'${security}'`,
    `.alter tables (Raw, T) policy row_level_security @'${security}'`,
    `.alter database Samples policy row_level_security @'${security}'`,
    '.alter table T policy row_level_security ```{"Query": "T"}```',
  ])('is refused by its name: %s', async (csl) => {
    const error: unknown = await client.rows(csl).catch((reason: unknown) => reason)
    const { data } = (error as { response: { data: { error: Record<string, string> } } }).response
    expect(data.error['code']).toBe('BadRequest_NotSupported')
    expect(data.error['@message']).toContain("'row_level_security'")
    expect(data.error['@message']).toContain('local cluster')
    expect(await policyOf('T', 'row_level_security')).toBe('null')
    expect(await policyOf('Raw', 'row_level_security')).toBe('null')
  })

  it.each([
    ['null', "'null'", 'null'],
    ['a policy that is off', `'${security.replace('true', 'false')}'`, '"IsEnabled":false'],
  ])('is taken where it asks for nothing: %s', async (_what, value, shown) => {
    await client.rows(`.alter table T policy row_level_security ${value}`)
    expect(await policyOf('T', 'row_level_security')).toContain(shown)
    await client.rows('.delete table T policy row_level_security')
    expect(await policyOf('T', 'row_level_security')).toBe('null')
  })

  it('fails a script by the row of its command', async () => {
    const rows = await client.rows(
      `.execute database script <|\n.alter table T policy row_level_security @'${security}'`,
    )
    expect(rows).toMatchObject([
      { Result: 'Failed', Reason: expect.stringContaining("'row_level_security'") as string },
    ])
  })
})

describe('a policy that an earlier version kept', () => {
  const folders: string[] = []
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  })

  it('is shown as switched off, and can be deleted', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'unenforced-policies-'))
    folders.push(dataDir)
    const first = await startLocalCluster({ dataDir })
    await new ClusterClient(first).rows('.create table T (a: int)')
    await first.close()
    const instance = await DuckDBInstance.create(join(dataDir, 'engine.duckdb'))
    const connection = await instance.connect()
    await connection.run(
      `INSERT INTO meta.policies SELECT database, number, 'row_level_security', '${security}' FROM meta.tables`,
    )
    connection.closeSync()
    instance.closeSync()

    const cluster = await startLocalCluster({ dataDir })
    try {
      const again = new ClusterClient(cluster)
      const shown = async (): Promise<unknown> =>
        JSON.parse(String((await again.rows('.show table T policy row_level_security'))[0]?.['Policy']))
      expect(await shown()).toMatchObject({ IsEnabled: false, Query: 'T | where a > 1' })
      await again.rows('.delete table T policy row_level_security')
      expect(await shown()).toBeNull()
    } finally {
      await cluster.close()
    }
  })
})
