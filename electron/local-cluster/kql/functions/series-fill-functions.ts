import { named, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'
import { array, series } from './series-functions'

/**
 * Replaces missing elements: those that are null, or equal the placeholder. `fill` is SQL over `s.items` and the
 * one-based `i`; `s.gone` is true for each missing element.
 */
function filled(call: FunctionCall, placeholderAt: number, fill: string): Scalar {
  const missing =
    call.count > placeholderAt
      ? named(
          call.as(placeholderAt, 'real'),
          'p',
          `CASE WHEN p IS NULL THEN e = 'null' ELSE coalesce(try_cast(e AS DOUBLE) = p, FALSE) END`,
        )
      : `e = 'null'`
  const state = named(series(call, 0), 'l', `{items: l, gone: list_transform(l, lambda e: ${missing})}`)
  const items = `list_transform(s.items, lambda e, i: CASE WHEN s.gone[i] THEN ${fill} ELSE e END)`
  return array(named(state, 's', items))
}

/** The nearest existing element before or after; if there is none, the missing one stays. */
const nearest =
  (positions: string, end: 'max' | 'min'): FunctionTranslator =>
  (call) =>
    filled(call, 1, `coalesce(s.items[list_${end}(list_filter(${positions}, lambda k: NOT s.gone[k]))], e)`)

/** Functions that fill a series' missing elements. */
export const seriesFillFunctions: FunctionTable = {
  series_fill_backward: nearest('range(i + 1, len(s.items) + 1)', 'min'),
  series_fill_const: (call) => filled(call, 2, `coalesce(${call.as(1, 'dynamic')}, 'null')`),
  series_fill_forward: nearest('range(1, i)', 'max'),
}
