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

const updatePolicy = '[{"IsEnabled": true, "Source": "Raw", "Query": "Raw", "IsTransactional": true}]'
const security = '{"IsEnabled": true, "Query": "T | where a > 1"}'

async function policyOf(table: string, policy: string): Promise<unknown> {
  return (await client.rows(`.show table ${table} policy ${policy} | project Policy`))[0]?.['Policy']
}

describe('a policy that would not be enforced', () => {
  it.each([
    ['update', `.alter table T policy update @'${updatePolicy}'`],
    ['update', `.alter-merge table T policy update @'${updatePolicy}'`],
    ['update', `.alter tables (Raw, T) policy update @'${updatePolicy}'`],
    ['update', `.alter database Samples policy update @'${updatePolicy}'`],
    ['update', `.alter table T policy update \`\`\`[{"Source": "Raw", "Query": "Raw"}]\`\`\``],
    ['row_level_security', `.alter table T policy row_level_security @'${security}'`],
  ])('is refused by its name: %s by %s', async (policy, csl) => {
    const error: unknown = await client.rows(csl).catch((reason: unknown) => reason)
    const { data } = (error as { response: { data: { error: Record<string, string> } } }).response
    expect(data.error['code']).toBe('BadRequest_NotSupported')
    expect(data.error['@message']).toContain(`'${policy}'`)
    expect(data.error['@message']).toContain('local cluster')
    expect(await policyOf('T', policy)).toBe('null')
    expect(await policyOf('Raw', policy)).toBe('null')
  })

  it.each([
    ['an empty list', "'[]'", '[]'],
    ['null', "'null'", 'null'],
    ['a rule that is off', `'${updatePolicy.replace('true', 'false')}'`, '"IsEnabled":false'],
  ])('is taken where it asks for nothing: %s', async (_what, value, shown) => {
    await client.rows(`.alter table T policy update ${value}`)
    expect(await policyOf('T', 'update')).toContain(shown)
    await client.rows('.delete table T policy update')
    expect(await policyOf('T', 'update')).toBe('null')
  })

  it('fails a script by the row of its command', async () => {
    const rows = await client.rows(
      `.execute database script <|\n.alter table T policy update @'${updatePolicy}'`,
    )
    expect(rows).toMatchObject([{ Result: 'Failed', Reason: expect.stringContaining("'update'") as string }])
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
      `INSERT INTO meta.policies SELECT database, number, 'update', '${updatePolicy}' FROM meta.tables`,
    )
    connection.closeSync()
    instance.closeSync()

    const cluster = await startLocalCluster({ dataDir })
    try {
      const again = new ClusterClient(cluster)
      const shown = async (): Promise<unknown> =>
        JSON.parse(String((await again.rows('.show table T policy update'))[0]?.['Policy']))
      expect(await shown()).toMatchObject([{ IsEnabled: false, Source: 'Raw' }])
      await again.rows('.delete table T policy update')
      expect(await shown()).toBeNull()
    } finally {
      await cluster.close()
    }
  })
})
