import { beforeAll, describe, expect, it } from 'vitest'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster()

beforeAll(async () => {
  await client.rows(
    '.set-or-replace Bags <| datatable (n: long, d: dynamic) [1, dynamic({"Name": "John", "Age": 20}), 2, dynamic({"Age": 30})]',
  )
})

async function failure(csl: string): Promise<string> {
  const error: unknown = await client.rows(csl).catch((reason: unknown) => reason)
  const { response } = error as { response?: { data?: { error?: { '@message': string } } } }
  return response?.data?.error?.['@message'] ?? `no failure: ${String(error)}`
}

describe('a plugin whose columns depend on the data', () => {
  it('answers a query', async () => {
    expect(await client.rows('Bags | evaluate bag_unpack(d) | where Age > 20')).toEqual([
      { n: 2, Age: 30, Name: '' },
    ])
  })

  it('answers again with other columns once the data has others', async () => {
    const query = 'Other | evaluate bag_unpack(d)'
    await client.rows('.set-or-replace Other <| print d = dynamic({"a": 1})')
    expect(await client.rows(query)).toEqual([{ a: 1 }])
    await client.rows('.set-or-append Other <| print d = dynamic({"b": "x"})')
    expect((await client.rows(`${query} | order by b asc`)).map((row) => Object.keys(row))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  it('makes a table, and reads what a command answers', async () => {
    await client.rows('.set-or-replace Unpacked <| Bags | evaluate bag_unpack(d)')
    expect(await client.rows('Unpacked | getschema | project ColumnName, ColumnType')).toEqual([
      { ColumnName: 'n', ColumnType: 'long' },
      { ColumnName: 'Age', ColumnType: 'long' },
      { ColumnName: 'Name', ColumnType: 'string' },
    ])
    expect(
      await client.rows(
        '.show tables | where TableName == "Bags" | project t = TableName | evaluate pivot(t)',
      ),
    ).toEqual([{ Bags: 1 }])
  })

  it('tells where the mistake is after it', async () => {
    expect(await failure('Bags | evaluate bag_unpack(d) | where Nope > 20')).toMatch(
      /'Nope'.*\[line:position=1:38\]/s,
    )
  })

  it('must name its columns in an update policy', async () => {
    await client.rows('.create table Unpacks (n: long, Age: long, Name: string)')
    const policy = [{ IsEnabled: true, Source: 'Bags', Query: 'Bags | evaluate bag_unpack(d)' }]
    expect(await failure(`.alter table Unpacks policy update '${JSON.stringify(policy)}'`)).toContain(
      "without the columns of its result ': (name: type, …)'",
    )
  })
})

it('computes functions outside SQL', async () => {
  expect(
    await client.rows(
      'range i from 1 to 3000 step 1 | summarize y = make_list(i * 2) | extend (r, s) = series_fit_line(y) | project r, s, h = tostring(hash("World"))',
    ),
  ).toEqual([{ r: 1, s: 2, h: '1846988464401551951' }])
})
