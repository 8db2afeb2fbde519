import { randomUUID } from 'node:crypto'
import { Client, CloudSettings, KustoConnectionStringBuilder } from 'azure-kusto-data'
import { describe, expect, it } from 'vitest'
import { clusterUri, connection, database, rows } from './cluster-under-test'

/*
 * What the clients of other languages send before they ingest, in the spelling that they use: commands with texts
 * over several lines, in several literals, with a comma too many.
 */
const name = (): string => `setup_${randomUUID().slice(0, 8)}`
const columns = '(rownumber: int, rowguid: string, xtime: timespan, xdynamic: dynamic)'

const mappingOfLiterals = `'['
                    '    { "column" : "rownumber", "datatype" : "int", "Properties":{"Path":"$.rownumber"}},'
                    '    { "column" : "rowguid", "datatype" : "string", "Properties":{"Path":"$.rowguid"}},'
                    ']'`
const mappingOverLines = `'[
    { "Properties": { "Path": "$.rownumber" }, "column": "rownumber", "datatype": "int" },
    { "Properties": { "Path": "$.rowguid" }, "column": "rowguid", "datatype": "string" }
]
'`
const mappingOfOldForm = `'[{"column":"rownumber","path":"$.rownumber","datatype":"int"},{"column":"rowguid","path":"$.rowguid"}]'`

describe('a table is set up', () => {
  it.each([
    ['in literals, with a comma too many', mappingOfLiterals],
    ['over lines', mappingOverLines],
    ['with paths beside the columns', mappingOfOldForm],
  ])('with a mapping %s', async (_form, mapping) => {
    const table = name()
    await rows(`.drop table ${table} ifexists`)
    await rows(`.create table ${table} ${columns}`)
    await rows(`.create table ${table} ingestion json mapping 'byPath' ${mapping}`)
    const record = '{"rownumber": 7, "rowguid": "a, ]"}'
    await rows(
      `.ingest inline into table ${table} with (format = 'json', ingestionMappingReference = 'byPath') <|\n${record}\n`,
    )
    expect(await rows(`${table} | project rownumber, rowguid`)).toEqual([{ rownumber: 7, rowguid: 'a, ]' }])
    await rows(`.drop tables (${table}, ${name()}) ifexists`)
  })

  it('with policies and caches', async () => {
    const table = name()
    await rows(`.create-merge table ${table} ${columns}`)
    await rows(`.alter table ${table} policy streamingingestion enable `)
    await rows(
      `.alter table ${table} policy ingestionbatching @'{"MaximumBatchingTimeSpan":"00:00:10", "MaximumNumberOfItems": 500}'`,
    )
    const dm = new Client(connection())
    const refresh = `.refresh database '${database}' table '${table}' cache ingestionbatchingpolicy`
    await dm.execute(KustoConnectionStringBuilder.DefaultDatabaseName, refresh)
    dm.close()
    await rows('.clear database cache streamingingestion schema')
    expect(await rows(`.show table ${table} policy streamingingestion | project Policy`)).toEqual([
      { Policy: expect.stringContaining('"IsEnabled":true') as string },
    ])
  })
})

describe('signing in', () => {
  it('a token is fetched and sent by a client that has one', async () => {
    let asked = 0
    const token = { token: 'aaa.bbb.ccc', expiresOnTimestamp: Date.now() + 3_600_000 }
    const credential = {
      getToken: () => {
        asked++
        return Promise.resolve(token)
      },
    }
    const signedIn = new Client(KustoConnectionStringBuilder.withTokenCredential(clusterUri, credential))
    const { primaryResults } = await signedIn.execute(database, 'print Value = 1')
    signedIn.close()
    expect(primaryResults[0]?.toJSON().data).toEqual([{ Value: 1 }])
    expect(asked).toBe(1)
  })

  it('the cluster says where tokens come from', async () => {
    const info = await CloudSettings.getCloudInfoForCluster(clusterUri)
    expect(info.LoginEndpoint).toMatch(/^https:\/\//)
    expect(info.KustoClientAppId).not.toBe('')
    expect(info.KustoServiceResourceId).toMatch(/^https:\/\//)
  })
})
