import { beforeAll, describe, expect, it } from 'vitest'
import type { DatabaseEntry } from '../../../../electron/local-cluster/engine/catalog-entry'
import { KustoError } from '../../../../electron/local-cluster/answers/kusto-error'
import { warmParser } from '../../../../electron/local-cluster/kql/kusto-language'
import { translateQueries, translateQuery } from '../../../../electron/local-cluster/kql/query-translation'

const database: DatabaseEntry = {
  name: 'db',
  tables: [
    {
      name: 'T',
      physicalName: 't1',
      columns: [
        { name: 'a', type: 'string', physicalName: 'c1' },
        { name: 'b', type: 'long', physicalName: 'c2' },
        { name: 'd', type: 'dynamic', physicalName: 'c3' },
      ],
    },
  ],
}

const now = 637_278_192_000_000_000n
const sqlOf = (csl: string): string => translateQuery(csl, database, { now }).sql

beforeAll(warmParser)

describe('translateQuery', () => {
  it('names result columns as Kusto and SQL columns opaquely', () => {
    const { sql, columns } = translateQuery('T | project A = a, a', database, { now })
    expect(columns).toEqual([
      { name: 'A', type: 'string' },
      { name: 'a', type: 'string' },
    ])
    expect(sql).toMatch(/^SELECT v\d+, v\d+ FROM /)
    expect(sql).toContain('data."t1"')
  })

  it('compares a column in a form that lets DuckDB skip blocks', () => {
    expect(sqlOf('T | where b == 5 | count')).toMatch(/WHERE \(v\d+ = CAST\(5 AS BIGINT\)\)/)
  })

  it('decides a condition on extents once for each extent, and any other for each row', () => {
    const once = /WHERE v\d+ IN \(SELECT e FROM \(SELECT number AS e/
    expect(sqlOf('T | where extent_tags() has "drop-by:x" | count')).toMatch(once)
    expect(sqlOf('T | where extent_tags() !has "drop-by:x" | where b == 5 | count')).toMatch(once)
    expect(sqlOf('T | where extent_tags() has a | count')).not.toMatch(once)
    expect(sqlOf('union T, (print a = "x") | where extent_tags() has "x"')).not.toMatch(once)
  })

  it('keeps the order of a sort to the end', () => {
    expect(sqlOf('T | sort by b asc | extend c = 1 | project a')).toMatch(/ORDER BY v\d+ ASC NULLS FIRST$/)
    expect(sqlOf('T | sort by b | count')).not.toMatch(/ORDER BY v\d+ DESC[^)]*$/)
  })

  it('quotes texts, so that none can break out', () => {
    expect(sqlOf(`T | where a == "x' OR 1=1 --"`)).toContain("'x'' OR 1=1 --'")
  })

  it('asks the clock at each use of a kept translation', () => {
    const query = 'print now()'
    expect(translateQuery(query, database, { now: 1n }).sql).toContain('CAST(1 AS BIGINT)')
    expect(translateQuery(query, database, { now: 2n }).sql).toContain('CAST(2 AS BIGINT)')
  })

  it('translates anew for a new schema', () => {
    const query = 'T | project z'
    expect(() => sqlOf(query)).toThrow(KustoError)
    const [table] = database.tables
    const changed: DatabaseEntry = {
      name: 'db',
      tables: [
        {
          name: 'T',
          physicalName: 't1',
          columns: [...(table?.columns ?? []), { name: 'z', type: 'int', physicalName: 'c9' }],
        },
      ],
    }
    expect(translateQuery(query, changed, { now }).columns).toEqual([{ name: 'z', type: 'int' }])
  })

  it('reads query parameters', () => {
    const query = 'declare query_parameters (n: long = 3, s: string = "x"); T | where b == n and a == s'
    expect(translateQuery(query, database, { now, parameters: { n: '7', s: 'bare' } }).sql).toContain(
      "= 'bare'",
    )
    expect(translateQuery(query, database, { now, parameters: { n: 'long(8)' } }).sql).toContain(
      'CAST(8 AS BIGINT)',
    )
    expect(() => translateQuery(query, database, { now, parameters: { n: 'many' } })).toThrow(
      "query parameter 'n' is not a long",
    )
    expect(() =>
      translateQuery('declare query_parameters (n: long); print n', database, { now, parameters: {} }),
    ).toThrow("query parameter 'n' has no value")
  })

  it('continues from a command’s result', () => {
    const input = {
      relation: '(VALUES (1, NULL))',
      columns: [
        { name: 'RowCount', type: 'long', physicalName: 'col0' },
        { name: 'Name', type: 'string', physicalName: 'col1' },
      ],
    } as const
    const { sql, columns } = translateQuery('| summarize sum(RowCount)', database, { now, input })
    expect(columns).toEqual([{ name: 'sum_RowCount', type: 'long' }])
    expect(sql).toContain('FROM (VALUES (1, NULL))')
    expect(() => translateQuery('| where nope', database, { now, input })).toThrow('[line:position=1:8]')
  })

  it('finds tables of other databases', () => {
    const other: DatabaseEntry = {
      name: 'other',
      tables: [{ name: 'U', physicalName: 't2', columns: [{ name: 'x', type: 'int', physicalName: 'c1' }] }],
    }
    const context = { now, otherDatabases: [other] }
    expect(translateQuery('database("other").U', database, context).sql).toContain('data."t2"')
  })

  it('reports a result’s name and how to draw it', () => {
    expect(translateQuery('T | as Rows', database, { now }).name).toBe('Rows')
    const { visualization } = translateQuery('T | render timechart with (title="x")', database, { now })
    expect(visualization).toEqual({ kind: 'timechart', properties: { title: 'x' } })
  })

  it('gives a result for each branch of a fork, with its name', () => {
    const results = translateQueries('T | fork (count) b = (where a == "x" | take 1)', database, { now })
    expect(results.map(({ name, columns }) => [name, columns.length])).toEqual([
      [undefined, 1],
      ['b', 3],
    ])
  })

  it('refuses a batch; translateQueries takes it', () => {
    expect(() => sqlOf('T | count; T')).toThrow('Exactly one tabular expression')
    expect(translateQueries('let n = 1; T | take n; T | count', database, { now })).toHaveLength(2)
  })
})

describe('refusals', () => {
  it.each([
    [
      'T | where zz > 1',
      'General_BadRequest',
      "SEM0100: 'where' operator: Failed to resolve column or scalar expression named 'zz'",
      '1:10',
    ],
    [
      'Nope | count',
      'General_BadRequest',
      "SEM0100: Failed to resolve table or column expression named 'Nope'",
      '1:0',
    ],
    ['T | join (Nope) on a', 'General_BadRequest', "named 'Nope'", '1:10'],
    ['T\n| extend x = nope(b)', 'General_BadRequest', "SEM0260: Unknown function: 'nope'", '2:13'],
    ['T | wher a', 'General_BadRequest', 'SYN0002', '1:4'],
    ['T | where (b > 1', 'General_BadRequest', 'SYN0002', '1:16'],
    ['', 'General_BadRequest', 'SYN0002', '1:0'],
    ['T | where a > 1', 'General_BadRequest', 'KS106', '1:12'],
    ['T | evaluate autocluster()', 'BadRequest_NotSupported', "The plugin 'autocluster'", '1:4'],
    ['T | reduce by a', 'BadRequest_NotSupported', "The operator 'reduce'", '1:4'],
    ['T | extend x = series_outliers(d)', 'BadRequest_NotSupported', "'series_outliers'", '1:15'],
    ['T | summarize hll(b)', 'BadRequest_NotSupported', "The function 'hll'", '1:14'],
    ['set query_now = datetime(2020-01-01); T', 'BadRequest_NotSupported', "The option 'query_now'", '1:0'],
    ['cluster("x").database("y").T', 'BadRequest_NotSupported', 'another database or cluster', '1:0'],
  ])('%s', (csl, code, message, position) => {
    let thrown: unknown
    try {
      translateQueries(csl, database, { now })
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(KustoError)
    expect((thrown as KustoError).code).toBe(code)
    expect((thrown as KustoError).message).toContain(message)
    expect((thrown as KustoError).message).toContain(`[line:position=${position}]`)
  })
})
