import { boundedJoin, mostElements, named, runaway } from '../scalar'

/** The most parts to split an array into: each takes as long as the array is. */
const mostCuts = 1000

/** One-based neighbours in a sorted list: each element with its predecessor, null for the first. */
const withPrevious = (sorted: string): string =>
  named(sorted, 'these', 'list_zip(these, list_concat([NULL], these), true)')

/**
 * Arrays and property bags: JSON text in, JSON text out. Null if the value is of the wrong kind.
 *
 * A macro's argument must not appear inside a lambda in its body: DuckDB would compute it again for each element,
 * and nothing interrupts that. It is named first.
 */
export const dynamicMacros: readonly string[] = [
  `CREATE OR REPLACE MACRO kql.json_array(items) AS ${named(
    `list_transform(items, lambda e: coalesce(e, 'null'))`,
    'j',
    `CASE WHEN len(j) > ${mostElements} THEN error('${runaway(`an array grows beyond ${mostElements} elements`)}')
    ELSE '[' || ${boundedJoin('j', 'list_sum(list_transform(j, lambda e: strlen(e) + 1))', "','")} || ']' END`,
  )}`,
  `CREATE OR REPLACE MACRO kql.is_array(j) AS coalesce(json_type(j) = 'ARRAY', FALSE)`,
  `CREATE OR REPLACE MACRO kql.is_bag(j) AS coalesce(json_type(j) = 'OBJECT', FALSE)`,
  `CREATE OR REPLACE MACRO kql.null_elements(items) AS list_transform(items, lambda e: nullif(e, 'null'))`,
  // Keys and values in one pass each: looking up every key would read the whole bag each time.
  `CREATE OR REPLACE MACRO kql.pairs(j) AS list_transform(list_zip(json_keys(j), json_extract(j, '$.*')::VARCHAR[]),
    lambda z: {k: to_json(z[1])::VARCHAR, v: coalesce(z[2], 'null')})`,
  `CREATE OR REPLACE MACRO kql.bag(items) AS ${named(
    'items',
    'j',
    `'{' || ${boundedJoin(
      `list_transform(j, lambda p: p.k || ':' || p.v)`,
      'list_sum(list_transform(j, lambda p: strlen(p.k) + strlen(p.v) + 2))',
      "','",
    )} || '}'`,
  )}`,
  // Of {k, e}: the elements e whose key occurs for the first time, in order.
  `CREATE OR REPLACE MACRO kql.firsts(tagged) AS list_transform(list_sort(list_transform(list_filter(
    ${withPrevious('list_sort(list_transform(tagged, lambda t, i: {k: t.k, i: i, e: t.e}))')},
    lambda z: z[2] IS NULL OR z[1].k IS DISTINCT FROM z[2].k), lambda z: {i: z[1].i, e: z[1].e})), lambda p: p.e)`,
  // In order of first appearance, which list_distinct does not keep.
  `CREATE OR REPLACE MACRO kql.distinct_items(items) AS kql.firsts(list_transform(items, lambda e: {k: e, e: e}))`,
  // Of {k, e} with distinct keys: the elements e whose key is (or is not) among the others, in order. In a sorted
  // list of both, such a key comes right after one of the others.
  `CREATE OR REPLACE MACRO kql.matching_keys(tagged, others, wanted) AS list_transform(list_sort(list_transform(list_filter(
    ${withPrevious(`list_sort(list_concat(list_transform(others, lambda o: {k: o, s: 0, i: 0::BIGINT, e: NULL}),
      list_transform(tagged, lambda t, i: {k: t.k, s: 1, i: i, e: t.e})))`)},
    lambda z: z[1].s = 1 AND coalesce(z[1].k = z[2].k, FALSE) = wanted), lambda z: {i: z[1].i, e: z[1].e})), lambda p: p.e)`,
  `CREATE OR REPLACE MACRO kql.matching(items, others, wanted) AS
    kql.matching_keys(list_transform(items, lambda e: {k: e, e: e}), others, wanted)`,
  // What mv-expand makes rows of.
  `CREATE OR REPLACE MACRO kql.expand(j) AS CASE
    WHEN kql.is_array(j) THEN kql.null_elements(kql.elements(j))
    WHEN kql.is_bag(j) THEN list_transform(kql.pairs(j), lambda p: '{' || p.k || ':' || p.v || '}')
    ELSE [j] END`,
  `CREATE OR REPLACE MACRO kql.expand_pairs(j) AS CASE
    WHEN kql.is_array(j) THEN kql.null_elements(kql.elements(j))
    WHEN kql.is_bag(j) THEN list_transform(kql.pairs(j), lambda p: '[' || p.k || ',' || p.v || ']')
    ELSE [j] END`,
  // An existing key keeps its place, a new one goes to the end; k and v are JSON.
  `CREATE OR REPLACE MACRO kql.with_key(j, k, v) AS ${named(
    '{bag: j, k: k, v: v}',
    'a',
    `CASE WHEN NOT kql.is_bag(a.bag) THEN NULL
    WHEN list_contains(list_transform(kql.pairs(a.bag), lambda p: p.k), a.k)
    THEN kql.bag(list_transform(kql.pairs(a.bag), lambda p: {k: p.k, v: CASE WHEN p.k = a.k THEN a.v ELSE p.v END}))
    ELSE kql.bag(list_append(kql.pairs(a.bag), {k: a.k, v: a.v})) END`,
  )}`,
  `CREATE OR REPLACE MACRO kql.first_pairs(items) AS kql.firsts(list_transform(items, lambda p: {k: p.k, e: p}))`,
  // The pairs of both, the left ones if both have a key; in the left's order, then the right's.
  `CREATE OR REPLACE MACRO kql.merge_pairs(a, b) AS kql.first_pairs(list_concat(a, b))`,
  `CREATE OR REPLACE MACRO kql.type_of(j) AS CASE coalesce(json_type(j), 'NULL') WHEN 'NULL' THEN 'null'
    WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'bool' WHEN 'DOUBLE' THEN 'double' WHEN 'ARRAY' THEN 'array'
    WHEN 'OBJECT' THEN 'dictionary' ELSE 'long' END`,
  `CREATE OR REPLACE MACRO kql.shifted(items, n, fill) AS ${named(
    '{items: items, n: n, fill: fill}',
    's',
    `list_transform(s.items, lambda e, i: CASE WHEN i + s.n BETWEEN 1 AND len(s.items) THEN s.items[i + s.n] ELSE s.fill END)`,
  )}`,
  `CREATE OR REPLACE MACRO kql.rotated(items, n) AS ${named(
    '{items: items, n: n}',
    'r',
    `list_transform(r.items, lambda e, i: r.items[((i - 1 + r.n) % len(r.items) + len(r.items)) % len(r.items) + 1])`,
  )}`,
  `CREATE OR REPLACE MACRO kql.cut_bounds(items, positions) AS ${named(
    '{n: len(items), positions: positions}',
    'b',
    `list_concat([0], list_transform(b.positions,
      lambda p: CASE WHEN p < 0 THEN greatest(b.n + p, 0) ELSE least(p, b.n) END), [b.n])`,
  )}`,
  `CREATE OR REPLACE MACRO kql.cut(items, positions) AS ${named(
    '{items: items, bounds: kql.cut_bounds(items, positions)}',
    'c',
    `CASE WHEN len(c.bounds) > ${mostCuts} THEN error('${runaway('array_split() into more parts than it can make')}')
    ELSE list_transform(range(1, len(c.bounds)), lambda i: kql.json_array(c.items[c.bounds[i] + 1 : c.bounds[i + 1]])) END`,
  )}`,
  `CREATE OR REPLACE MACRO kql.zipped(names, items) AS kql.bag(kql.first_pairs(list_filter(
    list_transform(list_zip(names, items), lambda z: {k: z[1], v: coalesce(z[2], 'null')}), lambda p: p.k[1] = '"')))`,
  `CREATE OR REPLACE MACRO kql.byte_array(b) AS
    to_json(list_transform(regexp_extract_all(hex(b), '..'), lambda h: ('0x' || h)::INTEGER))::VARCHAR`,
]
