import type { ScalarType } from '../../../domain/scalar-type'
import type { FunctionTable, FunctionTranslator } from './function-call'

const to =
  (type: ScalarType): FunctionTranslator =>
  (call) =>
    call.converted(call.value(0), type)

/** `tostring()`, `tolong()` and their kin: null if the value does not convert. */
export const conversionFunctions: FunctionTable = {
  tobool: to('bool'),
  toboolean: to('bool'),
  todatetime: to('datetime'),
  todecimal: to('decimal'),
  todouble: to('real'),
  toreal: to('real'),
  toguid: to('guid'),
  toint: to('int'),
  tolong: to('long'),
  tostring: to('string'),
  totime: to('timespan'),
  totimespan: to('timespan'),
  tohex: (call) => {
    const digits = `lower(to_hex(${call.as(0, 'long')}))`
    const width = call.constantInteger(1, 0)
    const padded =
      width > 0
        ? `CASE WHEN length(${digits}) < ${width} THEN lpad(${digits}, ${width}, '0') ELSE ${digits} END`
        : digits
    return `coalesce(${padded}, '')`
  },
}
