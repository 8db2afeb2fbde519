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
    // An int has 32 bits (documents: tohex).
    const bits = call.value(0).type === 'int' ? ' & 4294967295' : ''
    const digits = `lower(to_hex(${call.as(0, 'long')}${bits}))`
    const width = Math.min(call.constantInteger(1, 0), 16)
    const padded =
      width > 0
        ? `CASE WHEN length(${digits}) < ${width} THEN lpad(${digits}, ${width}, '0') ELSE ${digits} END`
        : digits
    return `coalesce(${padded}, '')`
  },
}
