import { DataFormat, IngestionProperties, StreamingIngestClient } from 'azure-kusto-ingest'
import { Readable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../support/eventually'
import { sharedCluster } from '../../support/shared-cluster'

const { cluster, client } = await sharedCluster()

const tables = ['Raw', 'B', 'C', 'Lookup']

beforeEach(async () => {
  for (const name of tables) await client.rows(`.drop table ${name} ifexists`)
  await client.rows('.create tables Raw (N: long, S: string), B (S: string, N: long), C (Total: long)')
})

interface Rule {
  readonly Source?: string
  readonly Query: string
  readonly IsEnabled?: boolean
  readonly IsTransactional?: boolean
  readonly PropagateIngestionProperties?: boolean
}

const swapped = 'Raw | project S, N'
const transactional = { Query: swapped, IsTransactional: true }

/** Sets a table's update policy; a rule's source is `Raw` unless it says otherwise. */
async function setPolicy(table: string, ...given: readonly Rule[]): Promise<void> {
  await client.rows(`.alter table ${table} policy update ${literal(given)}`)
}

function literal(given: readonly Rule[]): string {
  return `\`\`\`${JSON.stringify(given.map((rule) => ({ Source: 'Raw', ...rule })))}\`\`\``
}

interface ServiceError {
  readonly code: string
  readonly '@message': string
  readonly '@permanent': boolean
}

async function errorOf(work: Promise<unknown>): Promise<ServiceError | undefined> {
  return work.then(
    () => undefined,
    (error: { response?: { data?: { error?: ServiceError } } }) => error.response?.data?.error,
  )
}

const all = (table: string): Promise<unknown> => client.rows(`${table} | sort by N asc`)
const failures = (): Promise<Record<string, unknown>[]> =>
  client.rows(
    '.show ingestion failures | where OriginatesFromUpdatePolicy | project Table, ErrorCode, FailureKind, Details, FailedOn',
  )

/** A query that passes the check and fails once it runs. */
async function setBreakable(table: string, rule: Omit<Rule, 'Query'> = {}): Promise<void> {
  await client.rows('.create table Lookup (N: long, S: string)')
  await setPolicy(table, { Query: 'union Raw, Lookup | project S, N', ...rule })
  await client.rows('.drop table Lookup')
}

describe('an update policy', () => {
  it('reads the new rows only', async () => {
    await client.rows('.ingest inline into table Raw <| 1,a')
    await setPolicy('B', transactional)
    await client.rows('.ingest inline into table Raw <| 2,b')
    await client.rows('.ingest inline into table Raw <| 3,c')
    expect(await all('B')).toEqual([
      { S: 'b', N: 2 },
      { S: 'c', N: 3 },
    ])
    expect(await client.count('Raw')).toBe(3)
  })

  it('may read the other tables whole, call functions, and ask for the time and tags of the new extent', async () => {
    await client.rows('.create table Lookup (N: long, S: string)')
    await client.rows('.ingest inline into table Lookup <| 1,one\n2,two')
    await client.rows(
      '.create-or-alter function Named() { Raw | where ingestion_time() > ago(1h) | extend tag = extent_tags() | join kind=inner Lookup on N | project S = strcat(S1, tostring(tag[0])), N }',
    )
    await setPolicy('B', { Query: 'Named()', IsTransactional: true })
    await client.rows(`.ingest inline into table Raw with (tags='["drop-by:x"]') <| 2,x\n7,y`)
    expect(await all('B')).toEqual([{ S: 'twodrop-by:x', N: 2 }])
    await client.rows('.drop function Named')
  })

  it('wraps whole numbers around like a query', async () => {
    await setPolicy('B', { Query: 'Raw | project S, N = N + 1', IsTransactional: true })
    await client.rows('.ingest inline into table Raw <| 9223372036854775807,a')
    expect(await client.rows('B | where N < 0 | count')).toEqual([{ Count: 1 }])
  })

  it('that is off does nothing', async () => {
    await setPolicy('B', { ...transactional, IsEnabled: false })
    await client.rows('.ingest inline into table Raw <| 1,a')
    expect(await client.count('B')).toBe(0)
  })

  it('has any number of rules, with one target or several', async () => {
    await setPolicy('B', transactional, { Query: 'Raw | project S = "again", N', IsTransactional: false })
    await setPolicy('C', { Query: 'Raw | summarize Total = sum(N)', IsTransactional: true })
    await client.rows('.ingest inline into table Raw <| 1,a\n2,b')
    expect(await client.count('B')).toBe(4)
    expect(await client.rows('C')).toEqual([{ Total: 3 }])
  })

  it('makes no extent of no rows, and passes tags and time on only if told to', async () => {
    const created = '2020-02-03T00:00:00Z'
    await setPolicy('B', { Query: `${swapped} | where N > 5`, PropagateIngestionProperties: true })
    await setPolicy('C', { Query: 'Raw | summarize Total = sum(N)' })
    const ingest = (record: string): Promise<unknown> =>
      client.rows(
        `.ingest inline into table Raw with (tags='["drop-by:x"]', creationTime='${created}') <| ${record}`,
      )
    await ingest('1,a')
    expect(await client.rows('.show table B extents')).toEqual([])
    await ingest('6,b')
    const [propagated] = await client.rows('.show table B extents | project Tags, MinCreatedOn')
    expect(propagated?.['Tags']).toBe('drop-by:x')
    expect(new Date(String(propagated?.['MinCreatedOn'])).toISOString()).toBe('2020-02-03T00:00:00.000Z')
    const others = await client.rows('.show table C extents | where MinCreatedOn > ago(1h) | project Tags')
    expect(others).toEqual([{ Tags: '' }, { Tags: '' }])
  })
})

describe('an update runs on every way in', () => {
  beforeEach(() => setPolicy('B', transactional))

  it.each([
    ['.ingest into', async () => client.rows(`.ingest into table Raw (h'${await client.upload('1,a\n')}')`)],
    ['.append', () => client.rows('.append Raw <| print N = 1, S = "a"')],
    ['.set-or-append', () => client.rows('.set-or-append Raw <| print N = 1, S = "a"')],
    ['.set-or-append async', () => client.rows('.set-or-append async Raw <| print N = 1, S = "a"')],
    [
      '.set',
      async () => {
        await client.rows('.drop table Raw')
        await client.rows('.set Raw <| print N = 1, S = "a"')
      },
    ],
    [
      'streaming',
      async () => {
        await client.rows('.alter table Raw policy streamingingestion enable')
        const streaming = new StreamingIngestClient(cluster.clusterUri)
        const fields = { database: cluster.database, table: 'Raw', format: DataFormat.CSV }
        await streaming.ingestFromStream(Readable.from(['1,a\n']), new IngestionProperties(fields))
        streaming.close()
      },
    ],
    [
      'a queued blob',
      async () => {
        await client.post(await client.upload('1,a\n'), { table: 'Raw', flushImmediately: true })
        await client.waitForCount('Raw', 1)
      },
    ],
  ])('%s', async (_name, ingest) => {
    await ingest()
    expect(await all('B')).toEqual([{ S: 'a', N: 1 }])
  })

  it('.set-or-replace replaces what is in the tables that follow, too', async () => {
    await setPolicy('B', transactional, { Query: 'Raw | project S = "again", N' })
    await setPolicy('C', { Source: 'B', Query: 'B | summarize Total = sum(N)', IsTransactional: true })
    await client.rows('.ingest inline into table Raw <| 1,a\n2,b')
    await client.rows('.set-or-replace Raw <| print N = 7, S = "c"')
    expect(await client.rows('B | sort by S asc')).toEqual([
      { S: 'again', N: 7 },
      { S: 'c', N: 7 },
    ])
    expect(await client.rows('C')).toEqual([{ Total: 7 }, { Total: 7 }])
    expect(await client.rows('.show table B extents')).toHaveLength(2)
    await client.rows('.set-or-replace Raw <| Raw | take 0')
    expect([await client.count('B'), await client.count('C')]).toEqual([0, 2])
  })
})

describe('chains', () => {
  it('go on from table to table, in one transaction', async () => {
    await setPolicy('B', transactional)
    await setPolicy('C', { Source: 'B', Query: 'B | summarize Total = sum(N)', IsTransactional: true })
    await client.rows('.ingest inline into table Raw <| 1,a\n2,b')
    await client.rows('.ingest inline into table Raw <| 5,c')
    expect(await client.rows('C | sort by Total asc')).toEqual([{ Total: 3 }, { Total: 5 }])
  })

  it('fail as a whole, and each table says why', async () => {
    await setPolicy('B', transactional)
    await setPolicy('C', { Source: 'B', Query: 'B | summarize Total = sum(N)', IsTransactional: true })
    await client.rows('.alter table C (Other: string)')
    const error = await errorOf(client.rows('.ingest inline into table Raw <| 1,a'))
    expect(error).toMatchObject({ code: 'UpdatePolicy_FailedDescendantTransaction', '@permanent': false })
    expect(error?.['@message']).toContain("'C'")
    expect([await client.count('Raw'), await client.count('B'), await client.count('C')]).toEqual([0, 0, 0])
    const latest = (await failures()).slice(0, 2)
    expect(latest.map(({ Table, ErrorCode }) => [Table, ErrorCode]).sort()).toEqual([
      ['B', 'UpdatePolicy_FailedDescendantTransaction'],
      ['C', 'UpdatePolicy_QuerySchemaDoesNotMatchTableSchema'],
    ])
  })

  it('that come back to a table, after a rename, are cut there', async () => {
    await client.rows('.create table C2 (S: string, N: long)')
    await setPolicy('Raw', { Source: 'C2', Query: 'C2 | project N, S', IsTransactional: true })
    await client.rows('.drop table C2')
    await setPolicy('B', transactional)
    await client.rows('.rename table B to C2')
    await client.rows('.ingest inline into table Raw <| 1,a')
    expect([await client.count('Raw'), await client.count('C2')]).toEqual([1, 1])
    await client.rows('.ingest inline into table C2 <| b,2')
    expect([await client.count('Raw'), await client.count('C2')]).toEqual([2, 2])
    await client.rows('.drop table C2')
  })
})

describe('a failing update', () => {
  it('that is transactional fails the ingestion, which may be tried again', async () => {
    await setBreakable('B', { IsTransactional: true })
    const error = await errorOf(client.rows('.ingest inline into table Raw <| 1,a'))
    expect(error).toMatchObject({ code: 'UpdatePolicy_IngestionError', '@permanent': false })
    expect(error?.['@message']).toMatch(/^Failed to invoke the update policy of table 'B': .*Lookup/)
    expect(await client.count('Raw')).toBe(0)
    expect((await failures())[0]).toMatchObject({
      Table: 'B',
      ErrorCode: 'UpdatePolicy_UnknownError',
      FailureKind: 'Transient',
    })
  })

  it('whose columns do not fit any more fails for good', async () => {
    await setPolicy('B', transactional)
    await client.rows('.alter-merge table B (More: int)')
    const error = await errorOf(client.rows('.append Raw <| print N = 1, S = "a"'))
    expect(error).toMatchObject({
      code: 'UpdatePolicy_QuerySchemaDoesNotMatchTableSchema',
      '@permanent': true,
    })
    expect(error?.['@message']).toContain("QuerySchema=('string,long'), TableSchema=('string,long,int')")
    expect(await client.count('Raw')).toBe(0)
  })

  it('that is not transactional leaves the source its rows, and can be looked up', async () => {
    await setBreakable('B')
    await setPolicy('C', { Query: 'Raw | summarize Total = sum(N)' })
    const before = (await failures()).length
    await client.rows('.ingest inline into table Raw <| 1,a')
    expect(await client.count('Raw')).toBe(1)
    expect(await client.count('B')).toBe(0)
    expect(await client.rows('C')).toEqual([{ Total: 1 }])
    const after = await failures()
    expect(after).toHaveLength(before + 1)
    expect(after[0]).toMatchObject({ Table: 'B', ErrorCode: 'UpdatePolicy_UnknownError' })
  })

  it('takes back the rows that others of the same transaction have added', async () => {
    await setPolicy('B', transactional)
    await setPolicy('C', { Query: 'Raw | summarize Total = sum(N)', IsTransactional: true })
    await client.rows('.alter-merge table C (More: int)')
    await errorOf(client.rows('.ingest inline into table Raw <| 1,a'))
    expect([await client.count('Raw'), await client.count('B')]).toEqual([0, 0])
    expect(await client.rows('.show table B extents')).toEqual([])
  })

  it('lets a queued blob land once the query works again', async () => {
    await setBreakable('B', { IsTransactional: true })
    const before = (await failures()).length
    const id = await client.post(await client.upload('1,a\n'), { table: 'Raw', flushImmediately: true })
    await eventually(failures, (found) => found.length > before)
    await client.rows('.create table Lookup (N: long, S: string)')
    expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
    expect([await client.count('Raw'), await client.count('B')]).toEqual([1, 1])
  })

  it('fails a queued blob by the service’s code', async () => {
    await setPolicy('B', transactional)
    await client.rows('.alter-merge table B (More: int)')
    const id = await client.post(await client.upload('1,a\n'), { table: 'Raw', flushImmediately: true })
    const entity = await client.ended(id)
    expect(entity).toMatchObject({
      Status: 'Failed',
      ErrorCode: 'UpdatePolicy_QuerySchemaDoesNotMatchTableSchema',
      FailureStatus: 'Permanent',
      OriginatesFromUpdatePolicy: true,
    })
    expect(await client.count('Raw')).toBe(0)
  })
})

describe('many at once', () => {
  it('of several sources and ways come through, each once', async () => {
    await client.rows('.create table Lookup (N: long, S: string)')
    await setPolicy('B', transactional, { Source: 'Lookup', Query: 'Lookup | project S, N' })
    await setPolicy('C', { Source: 'B', Query: 'B | summarize Total = sum(N)', IsTransactional: true })
    await Promise.all(
      Array.from({ length: 30 }, (_, number) => {
        const table = ['Raw', 'Lookup', 'B'][number % 3] ?? ''
        return client.rows(`.ingest inline into table ${table} <| ${table === 'B' ? 's,1' : '1,s'}`)
      }),
    )
    expect([await client.count('Raw'), await client.count('Lookup')]).toEqual([10, 10])
    expect(await client.count('B')).toBe(30)
    expect(await client.rows('C | summarize Total = sum(Total), Rows = count()')).toEqual([
      { Total: 30, Rows: 30 },
    ])
  })

  it('that replace leave what one of them wrote', async () => {
    await setPolicy('B', transactional)
    await Promise.all(
      Array.from({ length: 10 }, (_, number) =>
        client.rows(
          number % 2 === 0
            ? `.set-or-replace Raw <| print N = ${number}, S = "a"`
            : `.set-or-replace B <| print S = "b", N = ${number}`,
        ),
      ),
    )
    expect(await client.count('Raw')).toBe(1)
    expect(await client.count('B')).toBe(1)
  })
})

describe('.alter policy update refuses', () => {
  it.each<[string, Rule, string]>([
    ['a source that is not there', { Source: 'Gone', Query: 'Gone' }, "'Gone'"],
    [
      'columns in another order',
      { Query: 'Raw' },
      "QuerySchema=('long,string'), TableSchema=('string,long')",
    ],
    ['a query that is wrong', { Query: 'Raw | where X > 1' }, 'X'],
    ['a query without the source', { Query: 'B' }, 'AllowUnreferencedSourceTable'],
    ['a table that feeds itself', { Source: 'B', Query: 'B' }, 'cyclic'],
  ])('%s', async (_what, rule, words) => {
    const error = await errorOf(setPolicy('B', rule))
    expect(error?.['@message']).toContain(words)
    expect(await client.rows('.show table B policy update | project Policy')).toEqual([{ Policy: 'null' }])
  })

  it('a cycle of several tables', async () => {
    await setPolicy('B', transactional)
    const error = await errorOf(setPolicy('Raw', { Source: 'B', Query: 'B | project N, S' }))
    expect(error?.['@message']).toContain('cyclic')
  })

  it('a database, a wildcard, and what is no array', async () => {
    const rules = literal([transactional])
    expect((await errorOf(client.rows(`.alter database Samples policy update ${rules}`)))?.code).toBe(
      'General_BadRequest',
    )
    const wildcard = `.alter table B policy update @'[{"Source": "R*", "SourceIsWildCard": true, "Query": "Raw"}]'`
    expect((await errorOf(client.rows(wildcard)))?.code).toBe('BadRequest_NotSupported')
    expect((await errorOf(client.rows(`.alter table B policy update @'{"a": 1}'`)))?.['@message']).toContain(
      'JSON array',
    )
  })
})

describe('the policy’s commands', () => {
  const policy = async (): Promise<unknown> =>
    JSON.parse(String((await client.rows('.show table B policy update'))[0]?.['Policy']))

  it('set, append, show and delete rules', async () => {
    await setPolicy('B', transactional)
    await client.rows(`.alter-merge table B policy update ${literal([{ Query: 'Raw | project S, N = 1' }])}`)
    const kept = {
      IsEnabled: true,
      Source: 'Raw',
      PropagateIngestionProperties: false,
      ManagedIdentity: null,
    }
    expect(await policy()).toEqual([
      { ...kept, Query: swapped, IsTransactional: true },
      { ...kept, Query: 'Raw | project S, N = 1', IsTransactional: false },
    ])
    await client.rows('.delete table B policy update')
    expect(await policy()).toBeNull()
    await client.rows('.ingest inline into table Raw <| 1,a')
    expect(await client.count('B')).toBe(0)
  })

  it('take names in any case, and true and false in quotes', async () => {
    await client.rows(
      `.alter table B policy update @'[{"isEnabled": "True", "source": "Raw", "query": "${swapped}", "istransactional": "false"}]'`,
    )
    expect(await policy()).toMatchObject([{ IsEnabled: true, Source: 'Raw', IsTransactional: false }])
    await client.rows('.ingest inline into table Raw <| 1,a')
    expect(await client.count('B')).toBe(1)
  })

  it('take a query without the source if told to', async () => {
    await client.rows(
      `.alter table B policy update with (AllowUnreferencedSourceTable=true) ${literal([{ Query: 'print S = "x", N = 1' }])}`,
    )
    await client.rows('.ingest inline into table Raw <| 1,a')
    expect(await client.count('B')).toBe(1)
  })
})
