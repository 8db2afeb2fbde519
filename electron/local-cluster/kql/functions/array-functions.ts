import { longestText, named, runaway, scalar, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

/** An argument's elements as a list; null if it is not an array. */
function list(call: FunctionCall, index: number): string {
  return `kql.elements(${call.as(index, 'dynamic')})`
}

const array = (sql: string): Scalar => scalar(`kql.json_array(${sql})`, 'dynamic')

/** Shifts elements to the left by `sign` times the second argument; the third fills the gaps. */
const shift =
  (sign: '' | '-'): FunctionTranslator =>
  (call) => {
    const fill = call.count > 2 ? call.as(2, 'dynamic') : 'NULL'
    return array(`kql.shifted(${list(call, 0)}, ${sign}${call.as(1, 'long')}, ${fill})`)
  }

const rotate =
  (sign: '' | '-'): FunctionTranslator =>
  (call) =>
    array(`kql.rotated(${list(call, 0)}, ${sign}${call.as(1, 'long')})`)

/** The condition's elements choose between those of the other two, which may be single values. */
const arrayIff: FunctionTranslator = (call) => {
  const elements = (json: string): string =>
    `CASE WHEN kql.is_array(${json}) THEN kql.elements(${json})
      WHEN len(s.c) * strlen(${json}) > ${longestText} THEN error('${runaway('array_iff() makes more than 2 MB')}')
      ELSE list_transform(s.c, lambda x: ${json}) END`
  const chosen = `list_transform(l.c, lambda c, i: CASE WHEN kql.dynamic_bool(c) THEN l.a[i] WHEN NOT kql.dynamic_bool(c) THEN l.b[i] END)`
  return array(
    named(
      `{c: ${list(call, 0)}, a: ${call.as(1, 'dynamic')}, b: ${call.as(2, 'dynamic')}}`,
      's',
      named(`{c: s.c, a: ${elements('s.a')}, b: ${elements('s.b')}}`, 'l', chosen),
    ),
  )
}

/** Splits before each position: one, or an array of them; a negative position counts from the end. */
const split: FunctionTranslator = (call) => {
  const at = call.value(1)
  const positions =
    at.type === 'dynamic'
      ? `list_transform(kql.elements(${at.sql}), lambda e: kql.dynamic_long(e))`
      : `[${call.converted(at, 'long').sql}]`
  const { sql } = array(`kql.cut(${list(call, 0)}, ${positions})`)
  return scalar(`(CASE WHEN kql.is_array(${call.as(0, 'dynamic')}) THEN ${sql} END)`, 'dynamic')
}

/** Whole arrays; functions of single elements are with those of dynamics. */
export const arrayFunctions: FunctionTable = {
  array_iff: arrayIff,
  array_iif: arrayIff,
  array_rotate_left: rotate(''),
  array_rotate_right: rotate('-'),
  array_shift_left: shift(''),
  array_shift_right: shift('-'),
  array_split: split,
  bag_zip: (call) => scalar(`kql.zipped(${list(call, 0)}, ${list(call, 1)})`, 'dynamic'),
  has_any_index: (call) => {
    const found = `list_position(list_transform(kql.element_texts(${call.as(1, 'dynamic')}), lambda e: kql.has(${call.text(0)}, e)), TRUE)`
    return scalar(`CAST(coalesce(${found}, 0) - 1 AS BIGINT)`, 'long', false)
  },
  jaccard_index: (call) => {
    const [left, right] = [list(call, 0), list(call, 1)]
    const common = `len(kql.matching(kql.distinct_items(${left}), ${right}, TRUE))`
    return scalar(
      `(CAST(${common} AS DOUBLE) / len(kql.distinct_items(list_concat(${left}, ${right}))))`,
      'real',
    )
  },
  set_equals: (call) => {
    const sides = [list(call, 0), list(call, 1)].map((each) => `list_sort(list_distinct(${each}))`)
    return scalar(`(${sides.join(' = ')})`, 'bool')
  },
}
