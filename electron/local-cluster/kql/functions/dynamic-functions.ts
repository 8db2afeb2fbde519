import { quoteText } from '../../engine/sql-text'
import {
  boundedDynamic,
  integerLiteral,
  longestText,
  mostElements,
  named,
  runaway,
  scalar,
  type Scalar,
} from '../scalar'
import { is } from '../syntax-nodes'
import { memberAt, parseJsonSteps } from '../scalars/json-steps'
import { sortedArrays } from './array-sort'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

/** An argument as JSON text; null if it is not JSON. */
function json(call: FunctionCall, index: number): string {
  return call.as(index, 'dynamic')
}

/** An argument's elements as a list; null if it is not an array. */
function list(call: FunctionCall, index: number): string {
  return `kql.elements(${json(call, index)})`
}

function dynamic(sql: string): Scalar {
  return scalar(`(${sql})`, 'dynamic')
}

/** A list as an array; null unless all arguments are arrays, whatever DuckDB does with a null list. */
function whereArrays(call: FunctionCall, items: string): Scalar {
  const conditions = call.argumentNodes.map((_node, index) => `kql.is_array(${json(call, index)})`)
  return dynamic(`CASE WHEN ${conditions.join(' AND ')} THEN kql.json_array(${items}) END`)
}

/** Null unless all arguments are arrays. */
const arrays =
  (sql: (...lists: string[]) => string): FunctionTranslator =>
  (call) =>
    whereArrays(call, sql(...call.argumentNodes.map((_node, index) => list(call, index))))

const pack: FunctionTranslator = (call) => {
  const pairs: string[] = []
  for (let index = 0; index + 1 < call.count; index += 2) {
    pairs.push(`to_json(${call.text(index)})::VARCHAR || ':' || coalesce(${json(call, index + 1)}, 'null')`)
  }
  return dynamic(boundedDynamic(`'{' || ${pairs.length === 0 ? "''" : pairs.join(` || ',' || `)} || '}'`))
}

const parseJson: FunctionTranslator = (call) => {
  const value = call.value(0)
  // A dynamic stays as it is, except that a string inside is parsed.
  if (value.type === 'dynamic') {
    return dynamic(
      `CASE WHEN json_type(${value.sql}) = 'VARCHAR' THEN kql.parse_json(kql.dynamic_text(${value.sql})) ELSE ${value.sql} END`,
    )
  }
  return value.type === 'string' ? dynamic(`kql.parse_json(${value.sql})`) : call.converted(value, 'dynamic')
}

/** Zero-based, negative from the end; the end is included. */
function slice(call: FunctionCall): Scalar {
  const items = list(call, 0)
  const [start, end] = [1, 2].map((index) => {
    const at = call.as(index, 'long')
    return `CASE WHEN ${at} < 0 THEN len(${items}) + ${at} ELSE ${at} END`
  })
  return dynamic(`kql.json_array(${items}[greatest(${start ?? ''}, 0) + 1 : ${end ?? ''} + 1])`)
}

/** One array; with several, this is the first, as where they are expected to be a single value. */
const sort: FunctionTranslator = (call) => dynamic(`${sortedArrays(call)}[1]`)

const setOperation =
  (sql: (left: string, right: string) => string): FunctionTranslator =>
  (call) => {
    let result = `kql.distinct_items(${list(call, 0)})`
    for (let index = 1; index < call.count; index++) result = sql(result, list(call, index))
    return whereArrays(call, result)
  }

const arrayLength: FunctionTranslator = (call) => scalar(`CAST(len(${list(call, 0)}) AS BIGINT)`, 'long')

const joinArray: FunctionTranslator = (call) =>
  scalar(`kql.joined(kql.element_texts(${json(call, 0)}), ${call.text(1)})`, 'string')

/** Dynamic values. */
export const dynamicFunctions: FunctionTable = {
  array_concat: arrays((...lists) => lists.reduce((left, right) => `list_concat(${left}, ${right})`)),
  array_index_of: (call) => {
    if (call.count > 2) throw call.refuse("'array_index_of' with a start")
    const found = `list_position(${list(call, 0)}, ${json(call, 1)})`
    return scalar(
      `(CASE WHEN ${list(call, 0)} IS NOT NULL THEN coalesce(${found}, 0) - 1 END)::BIGINT`,
      'long',
    )
  },
  arraylength: arrayLength,
  array_length: arrayLength,
  array_reverse: arrays((items = '') => `list_reverse(${items})`),
  array_slice: slice,
  array_sort_asc: sort,
  array_sort_desc: sort,
  array_sum: (call) =>
    scalar(`list_sum(list_transform(${list(call, 0)}, lambda e: kql.dynamic_real(e)))`, 'real'),
  bag_keys: (call) =>
    dynamic(`CASE WHEN kql.is_bag(${json(call, 0)}) THEN to_json(json_keys(${json(call, 0)}))::VARCHAR END`),
  bag_merge: (call) => {
    const pairs = call.argumentNodes.map((_node, index) => `coalesce(kql.pairs(${json(call, index)}), [])`)
    // A key's first value wins.
    const all = pairs.reduce((left, right) => `kql.merge_pairs(${left}, ${right})`)
    return dynamic(`kql.bag(${all})`)
  },
  bag_pack: pack,
  dynamic_to_json: (call) =>
    call.value(0).type === 'dynamic'
      ? scalar(`coalesce(kql_canonical_json(${json(call, 0)}), '')`, 'string')
      : scalar(call.text(0), 'string'),
  extract_json: extractJson,
  extractjson: extractJson,
  gettype: (call) => {
    const value = call.value(0)
    if (value.type !== 'dynamic') return scalar(quoteText(value.type), 'string')
    return scalar(`kql.type_of(${value.sql})`, 'string')
  },
  pack,
  pack_dictionary: pack,
  pack_array: (call) => {
    if (call.argumentNodes.some((node) => is(node, 'StarExpression'))) throw call.refuse("'pack_array(*)'")
    const items = call.argumentNodes.map((_node, index) => `coalesce(${json(call, index)}, 'null')`)
    return dynamic(items.length === 0 ? "'[]'" : boundedDynamic(`'[' || ${items.join(` || ',' || `)} || ']'`))
  },
  parse_json: parseJson,
  parsejson: parseJson,
  range: rangeArray,
  repeat: (call) =>
    dynamic(
      named(
        `{n: ${call.as(1, 'long')}, v: coalesce(${json(call, 0)}, 'null')}`,
        'r',
        `CASE WHEN r.n * (strlen(r.v) + 1) > ${longestText} THEN error('${runaway('repeat() makes more than 2 MB')}')
         WHEN r.n = 0 THEN '[]' WHEN r.n > 0 THEN '[' || repeat(r.v || ',', r.n - 1) || r.v || ']' END`,
      ),
    ),
  set_difference: setOperation((left, right) => `kql.matching(${left}, ${right}, FALSE)`),
  set_has_element: (call) => scalar(`list_contains(${list(call, 0)}, ${json(call, 1)})`, 'bool'),
  set_intersect: setOperation((left, right) => `kql.matching(${left}, ${right}, TRUE)`),
  set_union: setOperation((left, right) => `kql.distinct_items(list_concat(${left}, ${right}))`),
  array_strcat: joinArray,
  strcat_array: joinArray,
  todynamic: parseJson,
  toobject: parseJson,
  zip: (call) => {
    const lists = call.argumentNodes.map((_node, index) => list(call, index))
    const tuple = lists.map((_each, index) => `coalesce(z[${index + 1}], 'null')`).join(` || ',' || `)
    return dynamic(
      `kql.json_array(list_transform(list_zip(${lists.join(', ')}), lambda z: '[' || ${tuple} || ']'))`,
    )
  },
}

/** `range(start, end, step)`: an array of numbers or times, including the end. */
function rangeArray(call: FunctionCall): Scalar {
  if (call.type !== 'dynamic') throw call.refuse("'range()' of this type")
  const [start, end] = [call.value(0), call.value(1)]
  const step = call.count > 2 ? call.value(2) : undefined
  if ([start, end, step].some((each) => each?.type === 'real')) return realRange(call)
  if (start.type !== end.type && !(isWhole(start) && isWhole(end)))
    throw call.refuse("'range()' of two types")
  const isTime = start.type === 'datetime' || start.type === 'timespan'
  if (!isTime && !(isWhole(start) && (step === undefined || isWhole(step)))) {
    throw call.refuse(`'range()' of a ${start.type}`)
  }
  const by = step ?? integerLiteral(isTime ? 36_000_000_000n : 1n, 'long')
  const text = isTime ? `kql.${start.type}_text` : ''
  const [from, to, step_] = [start.literal, end.literal, by.literal]
  if (typeof from === 'bigint' && typeof to === 'bigint' && typeof step_ === 'bigint') {
    // Elements beyond the maximum are dropped (documents: range()).
    const last = from + step_ * BigInt(mostElements - 1)
    const reached = step_ > 0n === to < last ? to : last
    const series = `generate_series(${from}::BIGINT, ${reached}::BIGINT, ${step_}::BIGINT)`
    return dynamic(`to_json(${isTime ? `list_transform(${series}, lambda i: ${text}(i))` : series})::VARCHAR`)
  }
  // As an aggregate: the engine can interrupt it and counts its memory, neither of which it does for list
  // functions.
  const [a, b, s] = [start.sql, end.sql, by.sql]
  const last = `${a}::HUGEINT + ${s}::HUGEINT * ${mostElements - 1}`
  const reached = `CASE WHEN ${s} > 0 THEN least(${b}::HUGEINT, ${last}) ELSE greatest(${b}::HUGEINT, ${last}) END::BIGINT`
  return dynamic(
    `CASE WHEN ${a} IS NOT NULL AND ${b} IS NOT NULL AND ${s} <> 0 THEN
      (SELECT to_json(coalesce(list(${text}(g.i)), []))::VARCHAR FROM generate_series(${a}, ${reached}, ${s}) g(i)) END`,
  )
}

/** Reals from the start to the end; elements beyond the maximum are dropped. */
function realRange(call: FunctionCall): Scalar {
  const parts = `{a: ${call.as(0, 'real')}, b: ${call.as(1, 'real')}, s: ${call.count > 2 ? call.as(2, 'real') : '1::DOUBLE'}}`
  const count = `least(floor((r.b - r.a) / r.s + 1e-9), ${mostElements - 1})::BIGINT`
  const sql = named(
    `{r: r, n: ${count}}`,
    'n',
    `to_json(list_transform(range(0, n.n + 1), lambda i: n.r.a + i * n.r.s))::VARCHAR`,
  )
  return dynamic(named(parts, 'r', `CASE WHEN r.s <> 0 AND isfinite(r.a + r.b + r.s) THEN ${sql} END`))
}

function isWhole(value: Scalar): boolean {
  return value.type === 'long' || value.type === 'int'
}

/** `extract_json('$.a[0].b', text)`, where the path is a literal. */
function extractJson(call: FunctionCall): Scalar {
  const path = call.constantText(0, 'a path')
  const steps = parseJsonSteps(path)
  if (steps === undefined) throw call.refuse(`The path '${path}'`)
  const found = memberAt(`kql.repaired_json(${call.text(1)})`, steps).sql
  return call.converted(dynamic(found), call.type)
}
