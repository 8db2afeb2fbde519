import { beforeEach, describe, expect, it } from 'vitest'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster({ databases: ['Samples', 'Other'] })

/** The rows of `A`, `B` and `C` in the own database and of `A` in the other one: what a command left of them. */
type Counts = readonly [a: number, b: number, c: number, otherA: number]

const untouched: Counts = [1, 2, 3, 4]

async function counts(): Promise<Counts> {
  const [row] = await client.rows(
    `print a = toscalar(A | count), b = toscalar(B | count), c = toscalar(C | count),
       other = toscalar(database('Other').A | count)`,
  )
  return [row?.['a'], row?.['b'], row?.['c'], row?.['other']].map(Number) as unknown as Counts
}

beforeEach(async () => {
  for (const database of ['Samples', 'Other']) {
    const names = await client.client.execute(database, '.show tables | summarize make_list(TableName)')
    const [[list = []] = []] = [...(names.primaryResults[0]?.rows() ?? [])].map((row) => [
      row.getValueAt(0) as string[],
    ])
    if (list.length > 0) await client.client.execute(database, `.drop tables (${list.join(', ')})`)
  }
  for (const [table, rows] of [
    ['A', 1],
    ['B', 2],
    ['C', 3],
  ] as const) {
    await client.rows(
      `.set ${table} with (tags='["drop-by:all", "drop-by:${table}"]') <| range N from 1 to ${rows} step 1`,
    )
  }
  await client.client.execute('Other', '.set A with (tags=\'["drop-by:all"]\') <| range N from 1 to 4 step 1')
})

describe('a command with a list or a scope acts only on what it names', () => {
  it.each<readonly [string, Counts]>([
    ['.drop extents <| .show tables (A) extents', [0, 2, 3, 4]],
    ['.drop extents <| .show tables (A, C) extents', [0, 2, 0, 4]],
    ['.drop extents <| .show tables (A, B) extents where tags has "drop-by:B"', [1, 0, 3, 4]],
    ['.drop extents <| .show tables (A, B) extents | where RowCount > 1', [1, 0, 3, 4]],
    ['.drop extents <| .show table B extents', [1, 0, 3, 4]],
    ['.drop extents <| .show database extents', [0, 0, 0, 4]],
    ['.drop extents <| .show database Other extents', [1, 2, 3, 0]],
    ['.drop extents <| .show cluster extents | where DatabaseName == "Other"', [1, 2, 3, 0]],
    ['.drop extents <| .show tables (A, B) extents | where false', untouched],
    ['.drop extents whatif <| .show tables (A) extents', untouched],
    ['.drop extents from A', [0, 2, 3, 4]],
    ['.drop extents from tables (A, C)', [0, 2, 0, 4]],
    ['.drop extents older 1 hours from tables (A, C)', untouched],
    ['.drop extents from all tables', [0, 0, 0, 4]],
    ['.clear table C data', [1, 2, 0, 4]],
  ])('%s', async (csl, left) => {
    await client.rows(csl)
    expect(await counts()).toEqual(left)
  })

  it.each([
    '.drop extents <| .show tables () extents',
    '.drop extents <| .show tables (A, Nope) extents',
    '.drop extents from tables (A, Nope)',
    '.drop extents ()',
    '.drop tables (A, Nope)',
    '.clear table Nope data',
  ])('%s is refused and changes nothing', async (csl) => {
    await expect(client.rows(csl)).rejects.toThrow()
    expect(await counts()).toEqual(untouched)
  })

  it('an extent by its id goes only from the table that is named', async () => {
    const [extent] = await client.rows('.show table A extents')
    const id = String(extent?.['ExtentId'])
    await expect(client.rows(`.drop extents (${id}) from B`)).rejects.toThrow()
    await expect(client.rows(`.drop extent ${id} from tables (B, C)`)).rejects.toThrow()
    expect(await counts()).toEqual(untouched)
    await client.rows(`.drop extents (${id}) from A`)
    expect(await counts()).toEqual([0, 2, 3, 4])
  })

  it('tags are changed of those extents alone', async () => {
    const tags = async (): Promise<unknown> =>
      (await client.rows('.show database extents | order by TableName asc | project Tags')).map(
        ({ Tags }) => Tags,
      )
    await client.rows('.alter extent tags ("x") <| .show tables (A, B) extents where tags has "drop-by:A"')
    expect(await tags()).toEqual(['x', 'drop-by:all\ndrop-by:B', 'drop-by:all\ndrop-by:C'])
    await client.rows('.alter-merge extent tags ("y") <| .show tables (A) extents')
    await client.rows('.drop extent tags from table B ("drop-by:all")')
    expect(await tags()).toEqual(['x\ny', 'drop-by:B', 'drop-by:all\ndrop-by:C'])
  })

  it('tables are dropped', async () => {
    await client.rows('.drop tables (A, B)')
    expect(await client.rows('.show tables | project TableName')).toEqual([{ TableName: 'C' }])
    expect(await client.rows(".show cluster extents | where DatabaseName == 'Other'")).toHaveLength(1)
  })

  it('columns are dropped', async () => {
    await client.rows('.create-merge table A (M: int, O: int)')
    await client.rows('.drop table A columns (M, O)')
    expect(await client.rows('.show table A cslschema | project Schema')).toEqual([{ Schema: 'N:long' }])
  })

  it('functions are dropped', async () => {
    for (const name of ['F', 'G', 'H']) await client.rows(`.create-or-alter function ${name}() { 1 }`)
    await client.rows('.drop functions (F, G)')
    expect(await client.rows('.show functions | project Name')).toEqual([{ Name: 'H' }])
    await client.rows('.drop function H')
  })

  it.each<readonly [string, string, readonly string[]]>([
    ['.alter tables (A, B)', '.delete tables (A, B)', ['A', 'B']],
    ['.alter table C', '.delete table C', ['C']],
  ])('policies are set and deleted: %s', async (alter, remove, tables) => {
    const having = async (): Promise<unknown> =>
      (await client.rows('.show table * policy ingestiontime | where Policy != "null"')).map(
        ({ EntityName }) => /\.\[(.*)\]/.exec(String(EntityName))?.[1],
      )
    await client.rows(`${alter} policy ingestiontime true`)
    expect(await having()).toEqual(tables)
    await client.rows(`${remove} policy ingestiontime`)
    expect(await having()).toEqual([])
  })

  it('a policy of another database is that one’s', async () => {
    const policyOf = async (database: string): Promise<unknown> =>
      (await client.rows(`.show database ${database} policy caching | project Policy`))[0]?.['Policy']
    await client.rows('.alter database Other policy caching hot = 3d')
    expect(await policyOf('Samples')).toBe('null')
    expect(await policyOf('Other')).not.toBe('null')
    await client.rows('.delete database Other policy caching')
    expect(await policyOf('Other')).toBe('null')
  })
})

describe('a list is shown of what is named', () => {
  it.each<readonly [string, string, readonly unknown[]]>([
    ['.show tables (A, C)', 'TableName', ['A', 'C']],
    ['.show tables (A, C) details', 'TableName', ['A', 'C']],
    ['.show table B details', 'TableName', ['B']],
    ['.show tables (C, A) extents | order by TableName asc', 'TableName', ['A', 'C']],
    ['.show table B extents', 'TableName', ['B']],
    ['.show database Other extents', 'DatabaseName', ['Other']],
    ['.show database Other details', 'DatabaseName', ['Other']],
    ['.show databases (Other) schema | where TableName != "" and ColumnName == ""', 'TableName', ['A']],
    ['.show database Other schema | where TableName != "" and ColumnName == ""', 'TableName', ['A']],
    ['.show capacity queries', 'Resource', ['queries']],
    ['.show capacity nothing', 'Resource', []],
  ])('%s', async (csl, column, values) => {
    expect((await client.rows(csl)).map((row) => row[column])).toEqual(values)
  })

  it.each([
    '.show tables ()',
    '.show operations ()',
    '.show table Nope principals',
    '.show database Nope principals',
    '.show tables (A, Nope) extents',
  ])('%s is refused', async (csl) => {
    await expect(client.rows(csl)).rejects.toThrow()
  })

  it('a copy of a table has the folder that is given', async () => {
    await client.rows('.create table D based-on A with (folder="F", docstring="Doc")')
    expect(await client.rows('.show table D cslschema | project Folder, DocString')).toEqual([
      { Folder: 'F', DocString: 'Doc' },
    ])
  })
})

describe('a script', () => {
  const script = (head: string): string =>
    `.execute database script${head} <|\n.clear table A data\n.clear table Nope data\n.clear table B data`

  it('stops at the first command that fails, and says so in a row', async () => {
    const rows = await client.rows(script(''))
    expect(rows.map(({ Result }) => Result)).toEqual(['Completed', 'Failed', 'Skipped'])
    expect(await counts()).toEqual([0, 2, 3, 4])
  })

  it('goes on, or fails as a whole, where it is told to', async () => {
    await expect(client.rows(script(' with (ThrowOnErrors=true)'))).rejects.toThrow()
    expect(await counts()).toEqual([0, 2, 3, 4])
    await client.rows(script(' with (ContinueOnErrors=true)'))
    expect(await counts()).toEqual([0, 0, 3, 4])
  })
})
