import { quoteText } from '../../engine/sql-text'
import { assertionMark, scalar, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

/** Branches take the type of the whole, or DuckDB would choose another. */
function branch(call: FunctionCall, index: number): Scalar {
  return choice(call, call.value(index))
}

/** @throws KustoError for a dynamic among other types: 1.5 would become a long, 1. */
function choice(call: FunctionCall, value: Scalar): Scalar {
  const { type } = call
  if (value.type === 'dynamic' && value.literal !== null && type !== 'dynamic' && type !== 'string') {
    throw call.refuse(`'${call.name}' of a dynamic and a ${type} without a cast`)
  }
  return call.converted(value, type)
}

function condition(call: FunctionCall, index: number): string {
  const node = call.argumentNodes[index]
  if (node === undefined) throw call.refuse(`'${call.name}' with ${call.count} arguments`)
  return call.t.condition(node, call.scope)
}

const iff: FunctionTranslator = (call) => {
  const then = branch(call, 1)
  const otherwise = branch(call, 2)
  const sql = `CASE WHEN ${condition(call, 0)} THEN ${then.sql} ELSE ${otherwise.sql} END`
  return scalar(`(${sql})`, call.type, then.nullable || otherwise.nullable)
}

const isNull =
  (negated: boolean): FunctionTranslator =>
  (call) => {
    const value = call.value(0)
    // A Kusto string is never null, only empty.
    if (!value.nullable) return scalar(negated ? 'TRUE' : 'FALSE', 'bool', false)
    return scalar(`(${value.sql} IS ${negated ? 'NOT ' : ''}NULL)`, 'bool', false)
  }

const isEmpty =
  (negated: boolean): FunctionTranslator =>
  (call) => {
    const value = call.value(0)
    const text = value.type === 'dynamic' ? `kql.dynamic_text(${value.sql})` : value.sql
    if (value.type === 'string' || value.type === 'dynamic') {
      return scalar(`(${text} ${negated ? '<>' : '='} '')`, 'bool', false)
    }
    return isNull(negated)(call)
  }

/** Fails the query unless a constant condition holds. */
const assertion: FunctionTranslator = (call) => {
  const message = call.constantText(1, 'a message')
  const holds = condition(call, 0)
  // Kusto checks it before the query runs.
  if (/\bv\d+\b/.test(holds)) throw call.refuse("'assert' of a condition that depends on rows")
  const failure = `error(${quoteText(`${assertionMark}: '${message}'`)})`
  return scalar(`(CASE WHEN ${holds} THEN TRUE ELSE ${failure} END)`, 'bool', false)
}

/** Choices, and tests for null. */
export const conditionalFunctions: FunctionTable = {
  assert: assertion,
  iff,
  iif: iff,
  case: (call) => {
    const last = call.count - 1
    const parts: string[] = []
    const results: Scalar[] = []
    for (let index = 0; index < last; index += 2) {
      const result = branch(call, index + 1)
      results.push(result)
      parts.push(`WHEN ${condition(call, index)} THEN ${result.sql}`)
    }
    const otherwise = branch(call, last)
    const sql = `(CASE ${parts.join(' ')} ELSE ${otherwise.sql} END)`
    return call.strict(sql, ...results, otherwise)
  },
  coalesce: (call) => {
    const values = call.values().map((value) => choice(call, value))
    if (call.type === 'string') {
      // The first one that is not empty.
      const parts = values.map((value) => `nullif(${value.sql}, '')`)
      return scalar(`coalesce(${parts.join(', ')}, '')`, 'string')
    }
    const nullable = values.every((value) => value.nullable)
    return scalar(`coalesce(${values.map((value) => value.sql).join(', ')})`, call.type, nullable)
  },
  not: (call) => {
    const value = call.converted(call.value(0), 'bool')
    return scalar(`(NOT ${value.sql})`, 'bool', value.nullable)
  },
  isnull: isNull(false),
  isnotnull: isNull(true),
  notnull: isNull(true),
  isempty: isEmpty(false),
  isnotempty: isEmpty(true),
  notempty: isEmpty(true),
  max_of: extreme('greatest'),
  min_of: extreme('least'),
}

function extreme(sqlName: string): FunctionTranslator {
  return (call) => {
    const values = call.values().map((value) => choice(call, value))
    const nullable = values.every((value) => value.nullable)
    return scalar(`${sqlName}(${values.map((value) => value.sql).join(', ')})`, call.type, nullable)
  }
}
