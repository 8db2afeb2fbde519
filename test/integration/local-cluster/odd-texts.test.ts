import { describe, expect, it } from 'vitest'
import { sharedCluster } from '../../support/shared-cluster'

const { client, cluster } = await sharedCluster()

/** A query's only row, read from the bytes of the response. */
async function rowOf(csl: string, parameters: object = {}): Promise<readonly unknown[]> {
  const response = await fetch(`${cluster.clusterUri}/v1/rest/query`, {
    method: 'POST',
    body: JSON.stringify({ db: cluster.database, csl, properties: { Parameters: parameters } }),
  })
  const body = JSON.parse(Buffer.from(await response.arrayBuffer()).toString('utf8')) as {
    readonly Tables?: readonly { readonly Rows: readonly (readonly unknown[])[] }[]
    readonly error?: Record<string, string>
  }
  if (body.error !== undefined) throw new Error(`${response.status} ${body.error['@message'] ?? ''}`)
  return body.Tables?.[0]?.Rows[0] ?? []
}

describe('a byte order mark at the start of a text stays', () => {
  it.each(['\ufeffabc', '\ufeff', '\ufeff\ufeffa', 'a\ufeff', '\ufeffa text of more than twelve bytes'])(
    '%j',
    async (text) => {
      const literal = JSON.stringify(text)
      expect(await rowOf(`print ${literal}, strlen(${literal}), dynamic({"k": ${literal}})`)).toEqual([
        text,
        text.length,
        { k: text },
      ])
    },
  )

  it('in stored rows, and in what the cluster keeps itself', async () => {
    await client.rows('.create table Marked (s: string) with (docstring="\ufeffdoc")')
    await client.ended(await client.ingest('"\ufeffvalue"\n"x\ufeff"\n', { table: 'Marked' }))
    expect(await client.rows('Marked | order by s asc')).toHaveLength(2)
    expect(await rowOf("Marked | where s endswith 'value'")).toEqual(['\ufeffvalue'])
    expect(await rowOf(".show tables | where TableName == 'Marked' | project DocString")).toEqual([
      '\ufeffdoc',
    ])
  })
})

describe('a lone surrogate', () => {
  it.each<readonly [string, readonly unknown[]]>([
    ['print "\\ud800"', ['\ufffd']],
    ['print "a\ud800b"', ['a\ufffdb']],
    ['print dynamic({"a": "\\udc00", "b": 1}).b', [1]],
    ['print tostring(dynamic(["\\ud800"])[0])', ['\ufffd']],
    [`print parse_json('{"a": "x\\\\ud800", "b": 1}').a`, ['x\ufffd']],
    [`print tolong(parse_json('{"a": "x\\\\udc00", "b": 1}').b)`, [1]],
    [`print extract_json("$.b", '{"a": "\\\\ud800", "b": "c"}')`, ['c']],
    // Texts that only look like one.
    [`print tostring(parse_json('{"a": "\\\\\\\\ud800"}').a)`, ['\\ud800']],
    [`print tostring(parse_json('{"a": "\\\\ud83d\\\\ude00"}').a)`, ['\u{1f600}']],
    ['print "\\ud83d\\ude00"', ['\u{1f600}']],
    // Text that is not JSON for another reason stays text.
    [`print tostring(parse_json('{"a": "\\\\ud800"'))`, ['{"a": "\\ud800"']],
  ])('becomes U+FFFD, and what is around it stays: %s', async (csl, row) => {
    expect(await rowOf(csl)).toEqual(row)
  })

  it('in a query parameter', async () => {
    const csl = 'declare query_parameters (s: string, d: dynamic); print s, d.a, d.b'
    const parameters = { s: 'a\ud800', d: 'dynamic({"a": "\\ud800", "b": "\\\\ud800"})' }
    expect(await rowOf(csl, parameters)).toEqual(['a\ufffd', '\ufffd', '\\ud800'])
  })
})

describe('a key of a dynamic is that key, whatever it holds', () => {
  const keys = [
    '',
    '*',
    '**',
    '$',
    '#',
    'a\\',
    '\\',
    '"',
    "'",
    'a"b\\c',
    'a.b',
    '[0]',
    '/x',
    '~0',
    '\0',
    '1',
    ' ',
  ]

  it.each(keys)('%j', async (key) => {
    const bag = JSON.stringify({ other: 0, [key]: 5 })
    const csl = `declare query_parameters (k: string); print d = dynamic(${bag}), k
      | project a = d[${JSON.stringify(key)}], b = d[k], c = dynamic({"other": 1})[${JSON.stringify(key)}],
          e = dynamic({"o": ${bag}}).o[${JSON.stringify(key)}]`
    expect(await rowOf(csl, { k: key })).toEqual([5, 5, null, 5])
  })
})

describe('a JSON path', () => {
  it.each<readonly [string, unknown]>([
    ['$.a', '1'],
    ["$['b c'][1].d", '2'],
    ['$["b c"][0]', '0'],
    ["$['']", '3'],
    ["$['*']", '4'],
    ["$['x\\\\y']", '5'],
    ['$.nothing', ''],
    ['$', '{"a":1,"b c":[0,{"d":2}],"":3,"*":4,"x\\\\y":5}'],
  ])('leads where it says: %s', async (path, value) => {
    const json = `{"a":1,"b c":[0,{"d":2}],"":3,"*":4,"x\\\\\\\\y":5}`
    const text = path.replace(/"/g, '\\"')
    expect(await rowOf(`print extract_json("${text}", '${json}')`)).toEqual([value])
  })

  it.each(['', 'a', '$.', '$..a', '$.*', '$[*]', '$[-1]', '$[', "$['a", '$.a b[', '$"'])(
    'that is none is refused by its name: %j',
    async (path) => {
      await expect(rowOf(`print extract_json(${JSON.stringify(path)}, "{}")`)).rejects.toThrow(
        `400 The path '${path}'`,
      )
    },
  )

  it.each(["$['a\\\\b']", '$["a\\"b"]'.replace(/"/g, '\\"'), "$['']", "$['*']"])(
    'in the functions of bags too: %s',
    async (path) => {
      // It works or is refused as not supported; it never fails with an internal error.
      const error: unknown = await rowOf(
        `print bag_has_key(dynamic({"a": 1}), "${path}"), bag_set_key(dynamic({}), "${path}", 1), bag_remove_keys(dynamic({"a": 1}), dynamic(["${path}"]))`,
      ).catch((reason: unknown) => reason)
      expect(String(error)).not.toContain('500')
    },
  )
})

describe('a NUL in a text', () => {
  it('does no harm in a query over what a command answers', async () => {
    await client.rows('.create table Zero (a: int) with (docstring="x\\0y")')
    const csl = '.show tables | where DocString has "x\\0y" | project TableName'
    expect(await rowOf(csl)).toEqual(['Zero'])
  })
})
