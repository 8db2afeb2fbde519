import { beforeEach, describe, expect, it } from 'vitest'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster({ databases: ['Samples', 'Other'] })

beforeEach(async () => {
  for (const row of await client.rows('.show tables')) {
    await client.rows(`.drop table ['${String(row['TableName'])}']`)
  }
})

async function failure(csl: string): Promise<{ code: string; message: string }> {
  try {
    await client.rows(csl)
  } catch (error) {
    const data = (error as { response?: { data?: { error?: { code: string; '@message': string } } } })
      .response?.data
    if (data?.error !== undefined) return { code: data.error.code, message: data.error['@message'] }
    throw error
  }
  throw new Error(`${csl} did not fail`)
}

const schema = async (table: string): Promise<unknown> =>
  (await client.rows(`.show table ['${table}'] cslschema`))[0]?.['Schema']

describe('tables', () => {
  it('are created, and a second creation changes nothing', async () => {
    await client.rows('.create table T (A: string, [\'b c\']: long) with (folder="F", docstring="Doc")')
    await client.rows('.create table T (X: int)')
    expect(await schema('T')).toBe("A:string,['b c']:long")
    expect(await client.rows('.show tables')).toEqual([
      { TableName: 'T', DatabaseName: 'Samples', Folder: 'F', DocString: 'Doc' },
    ])
  })

  it('have names that differ by case only', async () => {
    await client.rows('.create table Ab (A: int, a: int)')
    await client.rows('.create table aB (A: int)')
    await client.ended(await client.ingest('1,2\n', { table: 'Ab' }))
    expect(await client.rows('Ab')).toEqual([{ A: 1, a: 2 }])
    expect(await client.count('aB')).toBe(0)
  })

  it('get columns by .create-merge and .alter-merge, and lose them by .alter and .drop column', async () => {
    await client.rows('.create table T (A: int, B: string)')
    await client.ended(await client.ingest('1,x\n'))
    await client.rows('.create-merge table T (C: string, A: int)')
    await client.rows('.alter-merge table T (D: real)')
    expect(await schema('T')).toBe('A:int,B:string,C:string,D:real')
    expect(await client.rows('T')).toEqual([{ A: 1, B: 'x', C: '', D: null }])
    await client.rows('.alter table T (D: real, E: long, A: int)')
    expect(await schema('T')).toBe('D:real,E:long,A:int')
    await client.rows('.drop column T.D')
    await client.rows('.rename column T.A to Z')
    expect(await client.rows('T')).toEqual([{ E: null, Z: 1 }])
    await client.ended(await client.ingest('5,6\n'))
    expect(await client.rows('T | where E == 5')).toEqual([{ E: 5, Z: 6 }])
  })

  it('keep the types of their columns', async () => {
    await client.rows('.create table T (A: int)')
    expect(await failure('.alter table T (A: string)')).toMatchObject({
      message: expect.stringContaining("'A'") as string,
    })
    expect(await schema('T')).toBe('A:int')
  })

  it('are renamed, even in a circle, cleared and dropped', async () => {
    await client.rows('.create table A (N: int)')
    await client.rows('.create table B (S: string)')
    await client.ended(await client.ingest('1\n', { table: 'A' }))
    await client.rows('.rename tables A = B, B = A')
    expect(await client.rows('B')).toEqual([{ N: 1 }])
    await client.rows('.clear table B data')
    expect(await client.count('B')).toBe(0)
    expect(await client.rows('.show table B extents')).toEqual([])
    expect(await client.rows('.drop table B')).toEqual([{ TableName: 'A', DatabaseName: 'Samples' }])
    expect(await client.rows('.drop table B ifexists')).toHaveLength(1)
    expect(await failure('.drop table B')).toMatchObject({ code: 'BadRequest_EntityNotFound' })
  })

  it.each([".create table ['a/b'] (A: int)", ".create table T (['<b>']: int)"])('refuse %s', async (csl) => {
    expect(await failure(csl)).toMatchObject({ code: 'BadRequest_EntityNameIsNotValid' })
  })

  it('show their schema as JSON', async () => {
    await client.rows('.create table T (A: timespan)')
    const [row] = await client.rows('.show table T schema as json')
    expect(JSON.parse(String(row?.['Schema']))).toMatchObject({
      Name: 'T',
      OrderedColumns: [{ Name: 'A', Type: 'System.TimeSpan', CslType: 'timespan' }],
    })
    const [database] = await client.rows('.show database schema as json')
    expect(JSON.parse(String(database?.['DatabaseSchema']))).toMatchObject({
      Databases: { Samples: { Tables: { T: { OrderedColumns: [{ Name: 'A' }] } } } },
    })
  })
})

describe('databases', () => {
  it('are created, shown and dropped', async () => {
    await client.rows('.create database Third')
    expect(await client.rows('.show databases | project DatabaseName | order by DatabaseName asc')).toEqual([
      { DatabaseName: 'Other' },
      { DatabaseName: 'Samples' },
      { DatabaseName: 'Third' },
    ])
    await client.client.execute('Third', '.create table T (A: int)')
    expect(await client.count('T').catch(() => 'not in Samples')).toBe('not in Samples')
    await client.rows('.drop database Third')
    expect(await client.rows('.show databases')).toHaveLength(2)
  })
})

describe('NetDefaultDB', () => {
  it('stands for the first database', async () => {
    await client.rows('.create table T (A: int)')
    const result = await client.client.execute('NetDefaultDB', 'T | count')
    expect(result.primaryResults[0]?.toJSON<object>().data).toEqual([{ Count: 0 }])
  })
})

describe('extents', () => {
  beforeEach(async () => {
    await client.rows('.create table T (N: int)')
    for (const [content, tags] of [
      ['1\n2\n', ['drop-by:a', 'x']],
      ['3\n', ['drop-by:b']],
      ['4\n', []],
    ] as const) {
      await client.ended(await client.ingest(content, { properties: { tags: JSON.stringify(tags) } }))
    }
  })

  it('are found by their tags', async () => {
    const rows = async (where: string): Promise<unknown> =>
      (await client.rows(`.show table T extents where ${where} | summarize n = sum(RowCount)`))[0]?.['n']
    expect(await rows('tags has "drop-by:a"')).toBe(2)
    expect(await rows('tags has "DROP-BY:B"')).toBe(1)
    expect(await rows('tags has "drop-by"')).toBe(0)
    expect(await rows('tags contains "drop-by"')).toBe(3)
    expect(await rows('tags !has "drop-by:a"')).toBe(2)
  })

  it('are known to queries', async () => {
    expect(await client.rows('T | where extent_tags() has "drop-by:a" | project N | order by N asc')).toEqual(
      [{ N: 1 }, { N: 2 }],
    )
    expect(await client.rows('T | where ingestion_time() > ago(1h) | count')).toEqual([{ Count: 4 }])
  })

  it('are dropped by their tags, after showing what would go', async () => {
    const drop = (whatIf: string): Promise<unknown[]> =>
      client.rows(`.drop extents ${whatIf} <| .show table T extents where tags has "drop-by:a"`)
    expect(await drop('whatif')).toHaveLength(1)
    expect(await client.count('T')).toBe(4)
    expect(await drop('')).toHaveLength(1)
    expect(await client.rows('T | order by N asc')).toEqual([{ N: 3 }, { N: 4 }])
    expect(await drop('')).toHaveLength(0)
  })

  it('are dropped one by one', async () => {
    const [extent] = await client.rows('.show table T extents | where RowCount == 2')
    await client.rows(`.drop extent ${String(extent?.['ExtentId'])} from T`)
    expect(await client.count('T')).toBe(2)
    expect(await failure('.drop extent 0e984725-c51c-4bf4-9960-e1c80e27aba0 from T')).toMatchObject({
      code: 'BadRequest_EntityNotFound',
    })
  })
})

describe('what the cluster is', () => {
  it('is shown by .show version', async () => {
    const [version] = await client.rows('.show version')
    expect(version?.['ProductVersion']).toMatch(/^LocalCluster /)
    expect(JSON.parse(String(version?.['ServiceOffering']))).toMatchObject({
      Type: 'LocalCluster',
      IdempotentMessageIds: true,
    })
  })

  it.each(['.show cluster', '.show diagnostics', '.show capacity', '.show database principals'])(
    '%s',
    async (csl) => {
      expect((await client.rows(csl)).length).toBeGreaterThan(0)
    },
  )

  it.each(['.show operations', '.show functions'])('%s is empty', async (csl) => {
    expect(await client.rows(csl)).toEqual([])
  })

  it('hands out addresses with no more rights than their use needs', async () => {
    const rights = async (kind: string): Promise<string | null> =>
      new URL(await client.resource(kind)).searchParams.get('sp')
    expect(await rights('SecuredReadyForAggregationQueue')).toBe('a')
    expect(await rights('TempStorage')).toBe('rcw')
    expect(await rights('IngestionsStatusTable')).toBe('rau')
    const kinds = (await client.rows('.get ingestion resources')).map((row) => row['ResourceTypeName'])
    expect(kinds.filter((kind) => kind === 'TempStorage')).toHaveLength(2)
    expect(kinds.filter((kind) => kind === 'SecuredReadyForAggregationQueue')).toHaveLength(2)
    expect(JSON.stringify(await client.rows('.get ingestion resources'))).not.toContain('devstoreaccount1')
  })

  it('refuses a command that Kusto has but it does not', async () => {
    const csl = '.create materialized-view V on table T { T | summarize count() }'
    expect((await failure(csl)).message).toContain('materialized-view')
  })

  it.each([
    '.clear database cache streamingingestion schema',
    '.clear table T cache streamingingestion schema',
  ])('%s succeeds', async (csl) => {
    expect(await client.rows(csl)).toMatchObject([{ Status: 'Succeeded' }])
  })
})
