import type { FunctionCall } from '../functions/function-call'
import { scalar, type Scalar } from '../scalar'
import { castTo } from '../scalars/conversions'

/**
 * The nearest rank when each value of the first argument counts as often as the second says (documents:
 * percentilew, percentilesw). Rows without a value, or whose weight is not positive, do not count.
 *
 * @throws KustoError if a rank is not a literal, or if the values have no order.
 */
export function weightedPercentile(call: FunctionCall, rank: Scalar): Scalar {
  const value = call.value(0)
  if (value.type === 'dynamic' || value.type === 'string')
    throw call.refuse(`'${call.name}' of a ${value.type}`)
  if (typeof rank.literal !== 'bigint' && typeof rank.literal !== 'number')
    throw call.refuse(`'${call.name}' with a computed rank`)
  const weight = call.as(1, 'long')
  const counted = ` FILTER (WHERE ${value.sql} IS NOT NULL AND ${weight} > 0)`
  const sorted = `list_sort(list({v: ${value.sql}, c: CAST(${weight} AS HUGEINT)})${counted})`
  const place = `(${Number(rank.literal) / 100} * sum(${weight})${counted})`
  const step = `CASE WHEN a.c >= ${place} THEN a ELSE {v: b.v, c: a.c + b.c} END`
  return scalar(castTo(`(list_reduce(${sorted}, lambda a, b: ${step})).v`, value.type), value.type)
}
