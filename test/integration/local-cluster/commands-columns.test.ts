import { beforeEach, describe, expect, it } from 'vitest'
import { commandFailure } from '../../support/command-failure'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster({ databases: ['Samples', 'Other'] })

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
  await client.rows('.set T <| datatable (a: long, b: string, c: real) [1, "x", 0.5]')
})

/** The columns of `T` as its schema has them. */
async function columns(): Promise<unknown> {
  const [row] = await client.rows('.show table T schema as json')
  return (JSON.parse(String(row?.['Schema'])) as { OrderedColumns: unknown }).OrderedColumns
}

describe('.alter column type', () => {
  it('changes the type, loses the values, and keeps the place', async () => {
    await client.rows('.alter table T column-docstrings (a: "Number")')
    expect(await client.rows(".alter column ['T'].['a'] type=string")).toMatchObject([{ EntityName: 'a' }])
    expect(await columns()).toEqual([
      { Name: 'a', Type: 'System.String', CslType: 'string', DocString: 'Number' },
      { Name: 'b', Type: 'System.String', CslType: 'string' },
      { Name: 'c', Type: 'System.Double', CslType: 'real' },
    ])
    await client.rows('.ingest inline into table T <|\ntwo,y,1.5')
    expect(await client.rows('T | order by c asc')).toEqual([
      { a: '', b: 'x', c: 0.5 },
      { a: 'two', b: 'y', c: 1.5 },
    ])
  })

  it('changes nothing if the type is the same, and refuses what is not there', async () => {
    await client.rows('.alter column T.a type = long')
    expect(await client.rows('T | project a')).toEqual([{ a: 1 }])
    expect(await commandFailure(client, '.alter column T.z type = long')).toContain("'z' of kind 'Column'")
    expect(await commandFailure(client, '.alter column T.a type = lang')).toContain('SYN0002')
  })
})

describe('column-docstrings', () => {
  const texts = async (): Promise<unknown[]> =>
    (await client.rows(".show database schema | where TableName == 'T' and ColumnName != ''")).map(
      (row) => row['DocString'],
    )

  it('replace all of a table, or merge with them', async () => {
    await client.rows('.alter table T column-docstrings (a: "First", b: "Second")')
    expect(await texts()).toEqual(['First', 'Second', ''])
    await client.rows('.alter-merge table T column-docstrings (c: "Third", a: "New")')
    expect(await texts()).toEqual(['New', 'Second', 'Third'])
    await client.rows('.alter table T column-docstrings (b: "Only")')
    expect(await texts()).toEqual(['', 'Only', ''])
    expect(await commandFailure(client, '.alter table T column-docstrings (z: "No")')).toContain("'z'")
  })
})

describe('a name qualified with its database', () => {
  it('leads to that database, whatever the request’s own', async () => {
    await client.rows('.create table Other.There (a: long, b: long)')
    await client.rows('.rename column Other.There.b to c')
    await client.rows('.alter column Other.There.a type = int')
    await client.rows(`.alter table Other.There policy caching hot = 3d`)
    expect(await client.rows('.show table Other.There cslschema | project Schema, DatabaseName')).toEqual([
      { Schema: 'a:int,c:long', DatabaseName: 'Other' },
    ])
    expect(await client.rows('.show table Other.There policy caching | project EntityName')).toEqual([
      { EntityName: '[Other].[There]' },
    ])
    expect(await commandFailure(client, '.drop tables (Other.There, Samples.T)')).toContain('one database')
    await client.rows('.drop table Other.There')
    expect(await client.rows('T | union isfuzzy=true T | count')).toEqual([{ Count: 2 }])
  })
})
