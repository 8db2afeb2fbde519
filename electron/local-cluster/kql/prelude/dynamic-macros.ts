import { named } from '../scalar'

/** Arrays and property bags: JSON text in, JSON text out. What is not of the kind asked for gives null. */
export const dynamicMacros: readonly string[] = [
  `CREATE OR REPLACE MACRO kql.json_array(items) AS '[' || array_to_string(list_transform(items, lambda e: coalesce(e, 'null')), ',') || ']'`,
  `CREATE OR REPLACE MACRO kql.is_array(j) AS coalesce(json_type(j) = 'ARRAY', FALSE)`,
  `CREATE OR REPLACE MACRO kql.is_bag(j) AS coalesce(json_type(j) = 'OBJECT', FALSE)`,
  `CREATE OR REPLACE MACRO kql.null_elements(items) AS list_transform(items, lambda e: nullif(e, 'null'))`,
  `CREATE OR REPLACE MACRO kql.pairs(j) AS list_transform(json_keys(j), lambda k:
    {k: to_json(k)::VARCHAR, v: coalesce(kql.dynamic_key(j, k), 'null')})`,
  `CREATE OR REPLACE MACRO kql.bag(items) AS '{' || array_to_string(list_transform(items, lambda p: p.k || ':' || p.v), ',') || '}'`,
  // In the order of their first appearance, which list_distinct does not keep.
  `CREATE OR REPLACE MACRO kql.distinct_items(items) AS list_filter(items, lambda e, i: list_position(items, e) = i)`,
  // What mv-expand makes rows of.
  `CREATE OR REPLACE MACRO kql.expand(j) AS CASE
    WHEN kql.is_array(j) THEN kql.null_elements(kql.elements(j))
    WHEN kql.is_bag(j) THEN list_transform(kql.pairs(j), lambda p: '{' || p.k || ':' || p.v || '}')
    ELSE [j] END`,
  `CREATE OR REPLACE MACRO kql.expand_pairs(j) AS CASE
    WHEN kql.is_array(j) THEN kql.null_elements(kql.elements(j))
    WHEN kql.is_bag(j) THEN list_transform(kql.pairs(j), lambda p: '[' || p.k || ',' || p.v || ']')
    ELSE [j] END`,
  // A known key keeps its place, a new one goes to the end; k and v are JSON.
  `CREATE OR REPLACE MACRO kql.with_key(j, k, v) AS ${named(
    '{bag: j, k: k, v: v}',
    'a',
    `CASE WHEN NOT kql.is_bag(a.bag) THEN NULL
    WHEN list_contains(list_transform(kql.pairs(a.bag), lambda p: p.k), a.k)
    THEN kql.bag(list_transform(kql.pairs(a.bag), lambda p: {k: p.k, v: CASE WHEN p.k = a.k THEN a.v ELSE p.v END}))
    ELSE kql.bag(list_append(kql.pairs(a.bag), {k: a.k, v: a.v})) END`,
  )}`,
  // Pairs of both, the left ones where both have a key; in the left's order, then the right's.
  `CREATE OR REPLACE MACRO kql.merge_pairs(a, b) AS list_concat(a, list_filter(b, lambda p:
    NOT list_contains(list_transform(a, lambda q: q.k), p.k)))`,
  `CREATE OR REPLACE MACRO kql.type_of(j) AS CASE coalesce(json_type(j), 'NULL') WHEN 'NULL' THEN 'null'
    WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'bool' WHEN 'DOUBLE' THEN 'double' WHEN 'ARRAY' THEN 'array'
    WHEN 'OBJECT' THEN 'dictionary' ELSE 'long' END`,
  `CREATE OR REPLACE MACRO kql.first_pairs(items) AS list_filter(items, lambda p, i:
    list_position(list_transform(items, lambda q: q.k), p.k) = i)`,
  `CREATE OR REPLACE MACRO kql.shifted(items, n, fill) AS list_transform(range(1, len(items) + 1),
    lambda i: CASE WHEN i + n BETWEEN 1 AND len(items) THEN items[i + n] ELSE fill END)`,
  `CREATE OR REPLACE MACRO kql.rotated(items, n) AS list_transform(range(0, len(items)),
    lambda i: items[((i + n) % len(items) + len(items)) % len(items) + 1])`,
  `CREATE OR REPLACE MACRO kql.cut_bounds(items, positions) AS list_concat([0],
    list_transform(positions, lambda p: CASE WHEN p < 0 THEN greatest(len(items) + p, 0) ELSE least(p, len(items)) END), [len(items)])`,
  `CREATE OR REPLACE MACRO kql.cut(items, positions) AS list_transform(range(1, len(positions) + 2),
    lambda i: kql.json_array(items[kql.cut_bounds(items, positions)[i] + 1 : kql.cut_bounds(items, positions)[i + 1]]))`,
  `CREATE OR REPLACE MACRO kql.zipped(names, items) AS kql.bag(kql.first_pairs(list_filter(
    list_transform(names, lambda n, i: {k: n, v: coalesce(items[i], 'null')}), lambda p: p.k[1] = '"')))`,
  `CREATE OR REPLACE MACRO kql.byte_array(b) AS to_json(list_transform(range(0, octet_length(b)),
    lambda i: ('0x' || substr(hex(b), (i * 2 + 1)::BIGINT, 2))::INTEGER))::VARCHAR`,
]
