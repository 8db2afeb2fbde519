import { named } from '../scalar'
import type { FunctionCall } from './function-call'

/**
 * A list of the call's arrays, all in the order of the first one; null for one of another length than the first
 * (documents: array_sort_asc).
 *
 * Kinds never mix: numbers first, then strings by text, then anything else. A last argument that is a bool says whether
 * nulls come last.
 */
export function sortedArrays(call: FunctionCall): string {
  const direction = call.name === 'array_sort_desc' ? 'DESC' : 'ASC'
  const values = call.values()
  const last = values[values.length - 1]
  const hasOption = values.length > 1 && last?.type === 'bool'
  if (hasOption && typeof last.literal !== 'boolean')
    throw call.refuse(`'${call.name}' with a computed place of nulls`)
  const arrays = (hasOption ? values.slice(0, -1) : values).map(
    (value) => call.converted(value, 'dynamic').sql,
  )
  const kind = (condition: string, key: string): string =>
    `list_transform(list_sort(list_transform(list_filter(s.numbered, lambda p: ${condition}),
      lambda p: {k: ${key}, i: p.i}), '${direction}'), lambda p: p.i)`
  const nulls = `list_transform(list_filter(s.numbered, lambda p: p.e = 'null'), lambda p: p.i)`
  const kinds = [
    kind('try_cast(p.e AS DOUBLE) IS NOT NULL', 'try_cast(p.e AS DOUBLE)'),
    kind(`p.e[1] = '"'`, 'kql.dynamic_text(p.e)'),
    kind(`try_cast(p.e AS DOUBLE) IS NULL AND p.e[1] <> '"' AND p.e <> 'null'`, 'p.e'),
  ]
  const inOrder = hasOption && last.literal === false ? [nulls, ...kinds] : [...kinds, nulls]
  const order = inOrder.reduce((left, right) => `list_concat(${left}, ${right})`)
  const results = arrays.map(
    (_array, index) =>
      `CASE WHEN len(o.lists[${index + 1}]) = len(o.lists[1]) THEN kql.json_array(list_transform(o.places, lambda i: o.lists[${index + 1}][i])) END`,
  )
  const lists = `[${arrays.map((array) => `kql.elements(${array})`).join(', ')}]`
  const state = named(
    `{lists: ${lists}}`,
    'l',
    '{lists: l.lists, numbered: list_transform(l.lists[1], lambda e, i: {e: e, i: i})}',
  )
  return named(named(state, 's', `{lists: s.lists, places: ${order}}`), 'o', `[${results.join(', ')}]`)
}
