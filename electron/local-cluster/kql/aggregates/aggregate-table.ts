import type { FunctionCall, FunctionTable, FunctionTranslator } from '../functions/function-call'
import { orderTerms } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { castTo } from '../scalars/conversions'
import { weightedPercentile } from './weighted-percentile'

/** ` FILTER (WHERE …)` from the condition argument of an `…if` aggregate. */
function filter(call: FunctionCall, index: number): string {
  return ` FILTER (WHERE ${filterCondition(call, index)})`
}

function filterCondition(call: FunctionCall, index: number): string {
  const node = call.argumentNodes[index]
  if (node === undefined) throw call.refuse(`'${call.name}' with ${call.count} arguments`)
  return call.t.condition(node, call.scope)
}

type Aggregate = (call: FunctionCall, filter: string) => Scalar

/** An aggregate, which under its `…if` name also takes a condition after its arguments. */
function plain(aggregate: Aggregate): FunctionTranslator {
  return (call) => aggregate(call, '')
}
function conditional(aggregate: Aggregate, conditionAt: number): FunctionTranslator {
  return (call) => aggregate(call, filter(call, conditionAt))
}

/** The sum of no rows, or of nulls only, is 0. DuckDB sums whole numbers in 128 bits. */
const sum: Aggregate = (call, where) => {
  const value = call.value(0)
  if (value.type === 'dynamic' || value.type === 'string')
    throw call.refuse(`'${call.name}' of a ${value.type}`)
  return scalar(`coalesce(${castTo(`sum(${value.sql})${where}`, call.type)}, 0)`, call.type, false)
}

const avg: Aggregate = (call, where) => {
  const value = call.value(0)
  if (value.type === 'dynamic' || value.type === 'string')
    throw call.refuse(`'${call.name}' of a ${value.type}`)
  if (call.type === 'decimal') throw call.refuse(`'${call.name}' of a decimal`)
  // Of no values: 0 divided by 0.
  if (call.type === 'real')
    return scalar(`coalesce(avg(${value.sql})${where}, CAST('NaN' AS DOUBLE))`, 'real', false)
  // In ticks: an average in doubles would lose digits.
  const total = `sum(${value.sql})${where}`
  return scalar(castTo(`(${total} // nullif(count(${value.sql})${where}, 0))`, call.type), call.type)
}

const extreme =
  (sqlName: 'min' | 'max'): Aggregate =>
  (call, where) => {
    const value = call.value(0)
    if (value.type === 'dynamic') throw call.refuse(`'${call.name}' of a dynamic`)
    const sql = `${sqlName}(${value.sql})${where}`
    return call.type === 'string' ? scalar(`coalesce(${sql}, '')`, 'string') : scalar(sql, call.type)
  }

const count: Aggregate = (call, where) => {
  const sql = call.count > 0 && where === '' ? `count(${call.value(0).sql})` : `count(*)${where}`
  return scalar(sql, 'long', false)
}

/** Exact; Kusto estimates above some thousands of values. */
const distinctCount: Aggregate = (call, where) =>
  scalar(`count(DISTINCT ${call.value(0).sql})${where}`, 'long', false)

/** The standard deviation of a sample (`stdev`) or a population (`stdevp`); 0 for fewer than two values. */
const spread =
  (sqlName: string): Aggregate =>
  (call, where) =>
    scalar(`coalesce(${sqlName}(${call.as(0, 'real')})${where}, 0.0)`, 'real', false)

/** The set of values; an array contributes its elements (documents: make_set, "set from array column"). */
function dynamicSet(value: Scalar, where: string, limit: number | undefined): Scalar {
  // Equal values are matched by their text, so a dynamic needs one spelling.
  const elements = `CASE WHEN kql.is_array(${value.sql}) THEN kql.elements(${value.sql}) ELSE [json(${value.sql})::VARCHAR] END`
  const all = `coalesce(flatten(list(${elements})${where}), [])`
  const set = `list_filter(list_distinct(${all}), lambda e: e <> 'null')`
  const limited = limit === undefined ? set : `(${set})[1:${limit}]`
  return scalar(`kql.json_array(${limited})`, 'dynamic', false)
}

/** The values as a JSON array, without nulls; in the rows' order if they have one. */
const list =
  (distinct: boolean): Aggregate =>
  (call, where) => {
    const limitIndex = call.name.includes('if') ? 2 : 1
    const limit = call.count > limitIndex ? call.constantInteger(limitIndex, 0) : undefined
    const value = call.value(0)
    if (distinct && value.type === 'dynamic') return dynamicSet(value, where, limit)
    const element = call.converted(value, 'dynamic')
    const condition = where === '' ? '' : ` AND ${where.slice(' FILTER (WHERE '.length, -1)}`
    const relation = call.scope.relation
    const order = relation === undefined || distinct ? [] : orderTerms(relation)
    const ordered = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`
    const values = `list(${distinct ? 'DISTINCT ' : ''}${element.sql}${ordered}) FILTER (WHERE ${element.sql} IS NOT NULL${condition})`
    const limited = limit === undefined ? values : `(${values})[1:${limit}]`
    return scalar(`('[' || coalesce(array_to_string(${limited}, ','), '') || ']')`, 'dynamic', false)
  }

/** All values, including nulls. */
const withNulls: FunctionTranslator = (call) => {
  const relation = call.scope.relation
  const order = relation === undefined ? [] : orderTerms(relation)
  const ordered = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`
  const element = call.converted(call.value(0), 'dynamic')
  return scalar(`kql.json_array(coalesce(list(${element.sql}${ordered}), []))`, 'dynamic', false)
}

/** All bags' properties in one bag; a name that occurs twice keeps one of its values. */
function bag(call: FunctionCall, condition: string): Scalar {
  if (call.count > (condition === '' ? 1 : 2)) throw call.refuse(`'${call.name}' with a limit`)
  const value = call.value(0)
  const where = ` FILTER (WHERE kql.is_bag(${value.sql})${condition})`
  return scalar(
    `kql.bag(kql.first_pairs(coalesce(flatten(list(kql.pairs(${value.sql}))${where}), [])))`,
    'dynamic',
    false,
  )
}

/** Any value, preferring one that is not null (or empty). */
function plainAny(conditionAt?: number): FunctionTranslator {
  return (call) => {
    const value = call.value(0)
    const where = conditionAt === undefined ? '' : filter(call, conditionAt)
    if (value.type !== 'string') return scalar(`any_value(${value.sql})${where}`, call.type)
    return scalar(`coalesce(any_value(nullif(${value.sql}, ''))${where}, '')`, 'string')
  }
}

/** Nearest rank, as Kusto does for data that it does not estimate. */
const percentile: FunctionTranslator = (call) => {
  const value = call.value(0)
  if (value.type === 'dynamic' || value.type === 'string')
    throw call.refuse(`'${call.name}' of a ${value.type}`)
  const rank = call.value(1).literal
  if (typeof rank !== 'bigint' && typeof rank !== 'number')
    throw call.refuse("'percentile' with a computed rank")
  const sql = `quantile_disc(${value.sql}, ${Number(rank) / 100})`
  return scalar(castTo(sql, call.type), call.type)
}

/** The given ranks as one array: numbers, or one array of them. */
const percentilesArray: FunctionTranslator = (call) => {
  const value = call.value(0)
  const first = call.value(1)
  const ranks: unknown =
    first.type === 'dynamic' && typeof first.literal === 'string'
      ? JSON.parse(first.literal)
      : call.values(1).map(({ literal }) => (typeof literal === 'bigint' ? Number(literal) : literal))
  const known = Array.isArray(ranks) && ranks.every((rank) => typeof rank === 'number')
  if (!known || !['int', 'long', 'real'].includes(value.type)) {
    throw call.refuse(`'${call.name}' of a ${value.type} or with computed ranks`)
  }
  const shares = ranks.map((rank: number) => rank / 100).join(', ')
  return scalar(`to_json(quantile_disc(${value.sql}, [${shares}]))::VARCHAR`, 'dynamic')
}

/** 0 for fewer than two pairs, like the variance of one column. */
const covariance =
  (sqlName: string): Aggregate =>
  (call, where) =>
    scalar(`coalesce(${sqlName}(${call.as(0, 'real')}, ${call.as(1, 'real')})${where}, 0.0)`, 'real', false)

const allBits =
  (sqlName: string): Aggregate =>
  (call, where) =>
    scalar(`${sqlName}(${call.as(0, 'long')})${where}`, 'long')

/** The aggregates of `summarize` that return one column. */
export const aggregates: FunctionTable = {
  any: plainAny(),
  anyif: plainAny(1),
  avg: plain(avg),
  avgif: conditional(avg, 1),
  binary_all_and: plain(allBits('bit_and')),
  binary_all_or: plain(allBits('bit_or')),
  binary_all_xor: plain(allBits('bit_xor')),
  count: plain(count),
  count_distinct: plain(distinctCount),
  count_distinctif: conditional(distinctCount, 1),
  countif: conditional(count, 0),
  covariance: plain(covariance('covar_samp')),
  covarianceif: conditional(covariance('covar_samp'), 2),
  covariancep: plain(covariance('covar_pop')),
  covariancepif: conditional(covariance('covar_pop'), 2),
  dcount: plain(distinctCount),
  dcountif: conditional(distinctCount, 1),
  make_list: plain(list(false)),
  make_list_if: conditional(list(false), 1),
  makelist: plain(list(false)),
  make_set: plain(list(true)),
  make_set_if: conditional(list(true), 1),
  makeset: plain(list(true)),
  make_dictionary: (call) => bag(call, ''),
  make_bag: (call) => bag(call, ''),
  make_bag_if: (call) => bag(call, ` AND ${filterCondition(call, 1)}`),
  make_list_with_nulls: withNulls,
  max: plain(extreme('max')),
  maxif: conditional(extreme('max'), 1),
  min: plain(extreme('min')),
  minif: conditional(extreme('min'), 1),
  percentile,
  percentilew: (call) => weightedPercentile(call, call.value(2)),
  percentiles_array: percentilesArray,
  stdev: plain(spread('stddev_samp')),
  stdevif: conditional(spread('stddev_samp'), 1),
  stdevp: plain(spread('stddev_pop')),
  sum: plain(sum),
  sumif: conditional(sum, 1),
  take_any: plainAny(),
  take_anyif: plainAny(1),
  variance: plain(spread('var_samp')),
  varianceif: conditional(spread('var_samp'), 1),
  variancep: plain(spread('var_pop')),
  variancepif: conditional(spread('var_pop'), 1),
}
