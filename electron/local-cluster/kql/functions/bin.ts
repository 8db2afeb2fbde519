import { scalar, type Scalar } from '../scalar'
import type { FunctionCall } from './function-call'

/**
 * `bin(value, size)`, `bin_at(value, size, point)`: rounds down to a multiple of the size (counted from the point).
 * Null if the size is not positive.
 */
export function binSql(call: FunctionCall, point?: Scalar): Scalar {
  const { type } = call
  const value = call.converted(call.value(0), type)
  const sizeValue = call.value(1)
  const size = type === 'datetime' ? call.as(1, 'timespan') : call.converted(sizeValue, type).sql
  const shifted = point === undefined ? value.sql : `(${value.sql} - ${point.sql})`
  const back = point === undefined ? '' : ` + ${point.sql}`
  const constant = typeof sizeValue.literal === 'bigint' || typeof sizeValue.literal === 'number'
  if (constant && Number(sizeValue.literal) <= 0) throw call.refuse('A bin size that is not positive')
  const nullable = value.nullable || sizeValue.nullable || point?.nullable === true
  if (type === 'real') {
    return scalar(`(floor(${shifted} / ${size}) * ${size}${back})`, type, nullable)
  }
  if (type === 'decimal') throw call.refuse(`'${call.name}' of a decimal`)
  // A datetime is never negative. For other types the remainder may be, and must be corrected by one size.
  const remainder =
    type === 'datetime' && point === undefined
      ? `(${value.sql} % ${size})`
      : `(((${shifted} % ${size}) + ${size}) % ${size})`
  const sql = `(${shifted} - ${remainder}${back})`
  return constant ? scalar(sql, type, nullable) : scalar(`CASE WHEN ${size} > 0 THEN ${sql} END`, type)
}
