import { quoteText } from '../../engine/sql-text'
import { named, scalar } from '../scalar'
import { pathStep } from '../scalars/json-steps'
import type { FunctionCall, FunctionTable } from './function-call'

/**
 * The names along a JSON path (`$.a['b c'].d`); undefined for a plain key.
 *
 * @throws KustoError for a path with an index or wildcard, and for just the root, which Kusto does not accept.
 */
function pathOf(call: FunctionCall, key: string): string[] | undefined {
  if (!key.startsWith('$')) return undefined
  const names: string[] = []
  const step = /\.([A-Za-z_][\w-]*)|\[(?:'([^']*)'|"([^"]*)")\]/y
  step.lastIndex = 1
  while (step.lastIndex < key.length) {
    const match = step.exec(key)
    if (match === null) throw call.refuse(`The path '${key}'`)
    names.push(match[1] ?? match[2] ?? match[3] ?? '')
  }
  // DuckDB's paths cannot hold such names.
  if (names.length === 0 || names.some((name) => name === '' || name === '*')) {
    throw call.refuse(`The path '${key}'`)
  }
  return names
}

/** The path in an argument whose text is known; a key known only per row is a plain one. */
function literalPath(call: FunctionCall, index: number): string[] | undefined {
  const { literal } = call.value(index)
  return typeof literal === 'string' ? pathOf(call, literal) : undefined
}

const jsonName = (name: string): string => quoteText(JSON.stringify(name))

function pathSql(names: readonly string[]): string {
  return quoteText(`$${names.map(pathStep).join('')}`)
}

/** The bag with the value at the path, creating missing bags on the way. */
function withPath(json: string, names: readonly string[], value: string): string {
  const [name = '', ...rest] = names
  if (rest.length === 0) return `kql.with_key(${json}, ${jsonName(name)}, ${value})`
  const inner = `json_extract(${json}, ${pathSql([name])})::VARCHAR`
  const bag = `(CASE WHEN kql.is_bag(${inner}) THEN ${inner} ELSE '{}' END)`
  return `kql.with_key(${json}, ${jsonName(name)}, ${withPath(bag, rest, value)})`
}

/** The bag without what is at the path. */
function withoutPath(json: string, names: readonly string[], depth = 0): string {
  const [name = '', ...rest] = names
  const pair = `p${depth}`
  if (rest.length === 0) {
    return `kql.bag(list_filter(kql.pairs(${json}), lambda ${pair}: ${pair}.k <> ${jsonName(name)}))`
  }
  const inner = withoutPath(`${pair}.v`, rest, depth + 1)
  const changed = `CASE WHEN ${pair}.k = ${jsonName(name)} AND kql.is_bag(${pair}.v) THEN ${inner} ELSE ${pair}.v END`
  return `kql.bag(list_transform(kql.pairs(${json}), lambda ${pair}: {k: ${pair}.k, v: ${changed}}))`
}

function removeKeys(call: FunctionCall): string {
  const json = call.as(0, 'dynamic')
  const keys = call.value(1)
  const known: unknown = typeof keys.literal === 'string' ? JSON.parse(keys.literal) : undefined
  const paths = Array.isArray(known)
    ? known.flatMap((key) => (typeof key === 'string' ? [pathOf(call, key) ?? []] : []))
    : []
  const pairs = `list_transform(kql.first_pairs(kql.pairs(${json})), lambda p: {k: p.k, e: p})`
  const plain = `kql.bag(kql.matching_keys(${pairs}, kql.elements(${keys.sql}), FALSE))`
  return paths
    .filter((path) => path.length > 0)
    .reduce((sql, path) => withoutPath(sql, path), `(CASE WHEN kql.is_bag(${json}) THEN ${plain} END)`)
}

/** Functions that take a bag's key, by name or JSON path (documents: bag_has_key, bag_set_key, bag_remove_keys). */
export const bagKeyFunctions: FunctionTable = {
  bag_has_key: (call) => {
    const path = literalPath(call, 1)
    const sql =
      path === undefined
        ? `list_contains(json_keys(${call.as(0, 'dynamic')}), ${call.text(1)})`
        : `json_exists(${call.as(0, 'dynamic')}, ${pathSql(path)})`
    return scalar(sql, 'bool')
  },
  bag_remove_keys: (call) => scalar(removeKeys(call), 'dynamic'),
  bag_set_key: (call) => {
    const json = call.as(0, 'dynamic')
    const value = `coalesce(${call.as(2, 'dynamic')}, 'null')`
    const path = literalPath(call, 1)
    const sql =
      path === undefined
        ? `kql.with_key(${json}, to_json(${call.text(1)})::VARCHAR, ${value})`
        : named(json, 'bag', withPath('bag', path, value))
    return scalar(sql, 'dynamic')
  },
}
