import { scalar } from '../scalar'
import { castTo } from '../scalars/conversions'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

/**
 * A function of one real, which DuckDB has under the given name. Outside its domain Kusto gives NaN, DuckDB an
 * error.
 */
const real =
  (sqlName: string): FunctionTranslator =>
  (call) =>
    call.strict(`${sqlName}(${call.as(0, 'real')})`, call.value(0))

const guarded =
  (sqlName: string, domain: (x: string) => string): FunctionTranslator =>
  (call) => {
    const x = call.as(0, 'real')
    const sql = `CASE WHEN ${x} IS NULL THEN NULL WHEN ${domain(x)} THEN ${sqlName}(${x}) ELSE CAST('NaN' AS DOUBLE) END`
    return call.strict(sql, call.value(0))
  }

/** Minus infinity for zero. */
const logarithm =
  (sqlName: string): FunctionTranslator =>
  (call) => {
    const x = call.as(0, 'real')
    return call.strict(
      `CASE WHEN ${x} > 0 THEN ${sqlName}(${x}) WHEN ${x} = 0 THEN CAST('-Infinity' AS DOUBLE)
        WHEN ${x} IS NOT NULL THEN CAST('NaN' AS DOUBLE) END`,
      call.value(0),
    )
  }

const question =
  (sqlName: string): FunctionTranslator =>
  (call) =>
    call.strict(`${sqlName}(${call.as(0, 'real')})`, call.value(0))

const bits =
  (sql: (a: string, b: string) => string): FunctionTranslator =>
  (call) =>
    call.strict(`(${sql(call.as(0, 'long'), call.as(1, 'long'))})`, call.value(0), call.value(1))

/** Rounds half away from zero, as DuckDB's round does. */
function round(call: FunctionCall): string {
  const digits = call.constantInteger(1, 0)
  if (call.type === 'decimal') return castTo(`round(${call.as(0, 'decimal')}, ${digits})`, 'decimal')
  return `round(${call.as(0, 'real')}, ${digits})`
}

/** Mathematics. */
export const mathFunctions: FunctionTable = {
  abs: (call) => call.strict(`abs(${call.value(0).sql})`, call.value(0)),
  acos: guarded('acos', (x) => `abs(${x}) <= 1`),
  asin: guarded('asin', (x) => `abs(${x}) <= 1`),
  atan: real('atan'),
  atan2: (call) =>
    call.strict(`atan2(${call.as(0, 'real')}, ${call.as(1, 'real')})`, call.value(0), call.value(1)),
  binary_and: bits((a, b) => `${a} & ${b}`),
  binary_or: bits((a, b) => `${a} | ${b}`),
  binary_xor: bits((a, b) => `xor(${a}, ${b})`),
  binary_not: (call) => call.strict(`(~${call.as(0, 'long')})`, call.value(0)),
  ceiling: (call) =>
    call.type === 'long'
      ? call.converted(call.value(0), 'long')
      : call.type === 'decimal'
        ? call.strict(castTo(`ceil(${call.as(0, 'decimal')})`, 'decimal'), call.value(0))
        : call.strict(`ceil(${call.as(0, 'real')})`, call.value(0)),
  cos: real('cos'),
  cot: real('cot'),
  degrees: real('degrees'),
  exp: real('exp'),
  exp10: (call) => call.strict(`pow(10, ${call.as(0, 'real')})`, call.value(0)),
  exp2: (call) => call.strict(`pow(2, ${call.as(0, 'real')})`, call.value(0)),
  isfinite: question('isfinite'),
  isinf: question('isinf'),
  isnan: question('isnan'),
  log: logarithm('ln'),
  log10: logarithm('log10'),
  log2: logarithm('log2'),
  pi: () => scalar('pi()', 'real', false),
  pow: (call) =>
    call.strict(`pow(${call.as(0, 'real')}, ${call.as(1, 'real')})`, call.value(0), call.value(1)),
  radians: real('radians'),
  rand: (call) => {
    if (call.count > 0) return call.strict(`floor(random() * ${call.as(0, 'real')})`, call.value(0))
    return scalar('random()', 'real', false)
  },
  round: (call) => call.strict(round(call), call.value(0)),
  sign: (call) => call.strict(`CAST(sign(${call.value(0).sql}) AS BIGINT)`, call.value(0)),
  sin: real('sin'),
  sqrt: guarded('sqrt', (x) => `${x} >= 0`),
  tan: real('tan'),
}
