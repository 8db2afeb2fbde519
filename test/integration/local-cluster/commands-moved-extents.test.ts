import { beforeEach, describe, expect, it } from 'vitest'
import { commandFailure } from '../../support/command-failure'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster({ databases: ['Samples', 'Other'] })

/** `Source` has two extents with 1 and 2 rows, `Target` one with 3 rows and a column more. */
beforeEach(async () => {
  await client.rows('.drop tables (Source, Target, Wrong) ifexists')
  await client.rows('.create tables Source (a: long, s: string), Target (s: string, a: long, extra: string)')
  await client.rows(
    '.append Source with (tags=\'["one"]\', creationTime="2020-01-01") <| print a = 1, s = "x"',
  )
  await client.rows(
    '.append Source with (tags=\'["two"]\', creationTime="2021-01-01") <| range a from 2 to 3 step 1 | extend s = "y"',
  )
  await client.rows(
    '.append Target with (tags=\'["old"]\') <| range a from 7 to 9 step 1 | project s = "z", a, extra = "e"',
  )
})

const numbers = async (table: string): Promise<unknown[]> =>
  (await client.rows(`${table} | order by a asc`)).map((row) => row['a'])

const ids = async (table: string, filter = ''): Promise<string[]> =>
  (await client.rows(`.show table ${table} extents ${filter}`)).map((row) => String(row['ExtentId']))

describe('.move extents', () => {
  it('takes all rows, with their time and tags, under new ids', async () => {
    const before = await ids('Source')
    const moved = await client.rows('.move extents all from table Source to table Target')
    expect(moved.map((row) => row['OriginalExtentId'])).toEqual(before)
    expect(await numbers('Source')).toEqual([])
    expect(await numbers('Target')).toEqual([1, 2, 3, 7, 8, 9])
    expect(await client.rows('Target | where a == 1 | extend t = ingestion_time()')).toMatchObject([
      { a: 1, s: 'x', extra: '', t: new Date('2020-01-01T00:00:00Z') },
    ])
    expect(await ids('Target', "where tags has 'one'")).toEqual([moved[0]?.['ResultExtentId']])
    expect(await ids('Source')).toEqual([])
  })

  it('takes those that are named, or that a query returns', async () => {
    const [first = ''] = await ids('Source')
    await client.rows(`.move extents from table Source to table Target (${first})`)
    expect(await numbers('Target')).toEqual([1, 7, 8, 9])
    await client.rows(".move extents to table Target <| .show table Source extents where tags has 'two'")
    expect(await numbers('Target')).toEqual([1, 2, 3, 7, 8, 9])
  })

  it('takes only those of the given time, and may give them a new one', async () => {
    await client.rows(
      '.move extents all from table Source to table Target with (extentCreatedOnFrom=datetime(2020-06-01), extentCreatedOnTo=datetime(2022-01-01), setNewIngestionTime=true)',
    )
    expect(await numbers('Source')).toEqual([1])
    expect(await client.rows('Target | where ingestion_time() < datetime(2022-01-01) | count')).toEqual([
      { Count: 0 },
    ])
  })

  it('answers with an operation if asked to', async () => {
    const [row] = await client.rows('.move async extents all from table Source to table Target')
    const [operation] = await client.rows(`.show operations ${String(row?.['OperationId'])}`)
    expect(operation).toMatchObject({ Operation: 'ExtentsMove', State: 'Completed' })
    expect(await numbers('Target')).toHaveLength(6)
  })

  it('changes nothing if a column is missing or an extent is not there', async () => {
    await client.rows('.create table Wrong (a: int, s: string)')
    const missing = await commandFailure(client, '.move extents all from table Source to table Wrong')
    expect(missing).toContain("table 'Wrong' has no column 'a' of type long")
    const [other = ''] = await ids('Target')
    const absent = await commandFailure(client, `.move extents from table Source to table Target (${other})`)
    expect(absent).toContain('BadRequest_EntityNotFound')
    expect(await numbers('Source')).toEqual([1, 2, 3])
  })
})

describe('.replace extents', () => {
  it('drops and moves at once', async () => {
    const [old = ''] = await ids('Target')
    const [first = ''] = await ids('Source')
    const rows = await client.rows(
      `.replace extents in table Target <| { .show table Target extents where tags has 'old' }, { Source | where s == "x" | summarize by ExtentId = extent_id() }`,
    )
    expect(rows).toMatchObject([
      { OriginalExtentId: old, ResultExtentId: '' },
      { OriginalExtentId: first, ResultExtentId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ])
    expect(await numbers('Target')).toEqual([1])
    expect(await numbers('Source')).toEqual([2, 3])
  })

  it('changes nothing if what it would drop is in another table', async () => {
    const refused = await commandFailure(
      client,
      '.replace extents in table Target <| { .show table Source extents }, { .show table Source extents }',
    )
    expect(refused).toContain("it is in table 'Source', not in 'Target'")
    expect(await numbers('Target')).toEqual([7, 8, 9])
  })

  it('runs no other command', async () => {
    const refused = await commandFailure(
      client,
      '.replace extents in table Target <| { .drop table Source }, { .show table Source extents }',
    )
    expect(refused).toContain('SYN0002')
    expect(await numbers('Source')).toEqual([1, 2, 3])
  })
})

describe('.delete table records', () => {
  it('deletes the rows, and says which extents changed', async () => {
    const before = await ids('Source')
    const changed = await client.rows('.delete table Source records <| Source | where a in (1, 2)')
    expect(changed).toMatchObject([
      { OriginalExtentId: before[0], ResultExtentId: '' },
      { OriginalExtentId: before[1] },
    ])
    expect(await numbers('Source')).toEqual([3])
    expect(await client.rows('.show table Source extents | project ExtentId, RowCount')).toEqual([
      { ExtentId: changed[1]?.['ResultExtentId'], RowCount: 1 },
    ])
  })

  it('only counts with whatif', async () => {
    const counted = await client.rows(
      '.delete table Source records with (whatif=true) <| Source | extend b = a * 2 | where b > 2',
    )
    expect(counted).toEqual([{ RecordsMatchPredicate: 2 }])
    expect(await numbers('Source')).toEqual([1, 2, 3])
  })

  it.each([
    ['Source', "it needs a 'where'"],
    ['Source | where a == 1 | take 1', "'take' is not among its operators"],
    ['Source | where a in ((Source | summarize max(a)))', "'summarize' is not among"],
    ['Source | where * has "1"', 'name the columns'],
    ['print a = 1 | where a == 1', "must read table 'Source'"],
    ['Target | where a == 7', 'Target'],
  ])('refuses the predicate %s', async (predicate, why) => {
    const refused = await commandFailure(client, `.delete table Source records <| ${predicate}`)
    expect(refused).toContain(why)
    expect(await numbers('Source')).toEqual([1, 2, 3])
    expect(await numbers('Target')).toEqual([7, 8, 9])
  })
})
