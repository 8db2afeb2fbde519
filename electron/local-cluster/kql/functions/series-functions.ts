import { named, scalar, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

/** A series' elements as a list of JSON texts; null if it is not an array. */
export function series(call: FunctionCall, index: number): string {
  const value = call.value(index)
  if (value.type !== 'dynamic') throw call.refuse(`'${call.name}' with a ${value.type} for a series`)
  return `kql.elements(${value.sql})`
}

/** A list of JSON texts as an array; null without a list. */
export function array(list: string): Scalar {
  return scalar(named(list, 'done', 'CASE WHEN done IS NOT NULL THEN kql.json_array(done) END'), 'dynamic')
}

/** Anything that is not a number gives null, including text that looks like one. */
const number = (element: string): string => `try_cast(${element} AS DOUBLE)`

const whole = (element: string): string => `json_type(${element}) IN ('BIGINT', 'UBIGINT')`

/** JSON has no NaN or infinities: they become null, as everywhere in a dynamic. */
const realJson = (sql: string): string =>
  named(sql, 'r', 'CASE WHEN isfinite(r) THEN to_json(r)::VARCHAR END')

/** Element by element over two series; extra elements of the longer one give null. */
function pairwise(call: FunctionCall, body: (left: string, right: string) => string): Scalar {
  const pairs = named(
    `{a: ${series(call, 0)}, b: ${series(call, 1)}}`,
    's',
    `CASE WHEN s.a IS NOT NULL AND s.b IS NOT NULL
      THEN list_transform(range(1, greatest(len(s.a), len(s.b)) + 1), lambda i: ${body('s.a[i]', 's.b[i]')}) END`,
  )
  return array(pairs)
}

/** Whole numbers stay whole; if the result does not fit a long, it is a real. */
const arithmetic =
  (operator: '+' | '-' | '*'): FunctionTranslator =>
  (call) =>
    pairwise(
      call,
      (left, right) => `CASE WHEN ${whole(left)} AND ${whole(right)} THEN coalesce(
        TRY(try_cast(${left} AS BIGINT) ${operator} try_cast(${right} AS BIGINT))::VARCHAR,
        to_json(${number(left)} ${operator} ${number(right)})::VARCHAR)
      ELSE ${realJson(`${number(left)} ${operator} ${number(right)}`)} END`,
    )

/** In reals, whatever the elements are. */
const real =
  (sql: (left: string, right: string) => string): FunctionTranslator =>
  (call) =>
    pairwise(call, (left, right) => realJson(sql(number(left), number(right))))

const comparison =
  (operator: string): FunctionTranslator =>
  (call) =>
    pairwise(
      call,
      (left, right) => `CASE WHEN ${whole(left)} AND ${whole(right)}
        THEN (try_cast(${left} AS HUGEINT) ${operator} try_cast(${right} AS HUGEINT))::VARCHAR
        ELSE (${number(left)} ${operator} ${number(right)})::VARCHAR END`,
    )

/** Element by element over one series. */
const each =
  (sql: (x: string) => string): FunctionTranslator =>
  (call) =>
    array(`list_transform(${series(call, 0)}, lambda e: ${realJson(sql(number('e')))})`)

/** Outside its domain the function gives NaN, so null. */
const within = (sqlName: string, domain: string): FunctionTranslator =>
  each((x) => named(x, 'x', `CASE WHEN ${domain} THEN ${sqlName}(x) END`))

const absolute: FunctionTranslator = (call) =>
  array(
    `list_transform(${series(call, 0)}, lambda e: CASE WHEN ${whole('e')} AND e[1] <> '-' THEN e
      WHEN ${whole('e')} THEN e[2:] ELSE ${realJson(`abs(${number('e')})`)} END)`,
  )

const sign: FunctionTranslator = (call) =>
  array(
    `list_transform(${series(call, 0)}, lambda e: CASE WHEN ${whole('e')} THEN sign(${number('e')})::VARCHAR
      ELSE ${realJson(`CAST(sign(${number('e')}) AS DOUBLE)`)} END)`,
  )

/** A series' elements as a list of reals, null for non-numbers. */
const reals = (call: FunctionCall, index: number): string =>
  `list_transform(${series(call, index)}, lambda e: ${number('e')})`

/** A series' numbers; other elements are skipped. */
const numbers = (call: FunctionCall): string => `list_filter(${reals(call, 0)}, lambda x: x IS NOT NULL)`

/** Both arguments as lists of reals `a` and `b`; a number is repeated to match the other, a series. */
function sides(call: FunctionCall): string {
  const single = [0, 1].find((index) => call.value(index).type !== 'dynamic')
  if (single === undefined) return `{a: ${reals(call, 0)}, b: ${reals(call, 1)}}`
  // Each series appears once in the SQL, so that nested calls do not grow exponentially.
  return named(
    `{n: ${reals(call, 1 - single)}, x: ${call.as(single, 'real')}}`,
    'o',
    '{a: o.n, b: list_transform(o.n, lambda m: o.x)}',
  )
}

/** The longer side is cut to the shorter one's length; null for no elements. */
const dotProduct: FunctionTranslator = (call) => {
  const sum = `list_sum(list_transform(range(1, least(len(d.a), len(d.b)) + 1), lambda i: d.a[i] * d.b[i]))`
  return scalar(named(sides(call), 'd', sum), 'real')
}

/** A quotient of reals; zero by zero is NaN. */
const ratio = (above: string, below: string): string =>
  named(`{a: ${above}, b: ${below}}`, 'r', `CASE WHEN r.b = 0 THEN CAST('NaN' AS DOUBLE) ELSE r.a / r.b END`)

/** Null if one side has a number where the other has none. */
const pearsonCorrelation: FunctionTranslator = (call) => {
  // The mean is outside the lambda: inside, it would be computed for each element.
  const centered = (list: string): string =>
    named(`list_avg(${list})`, 'm', `list_transform(${list}, lambda v: v - m)`)
  const paired = named(
    `{x: ${reals(call, 0)}, y: ${reals(call, 1)}}`,
    'd',
    `CASE WHEN len(d.x) = len(d.y) AND len(list_filter(list_concat(d.x, d.y), lambda v: v IS NULL)) = 0
      THEN {x: ${centered('d.x')}, y: ${centered('d.y')}} END`,
  )
  const sum = (left: string, right: string): string =>
    `list_sum(list_transform(range(1, len(c.x) + 1), lambda i: c.${left}[i] * c.${right}[i]))`
  return scalar(named(paired, 'c', ratio(sum('x', 'y'), `sqrt(${sum('x', 'x')} * ${sum('y', 'y')})`)), 'real')
}

/** Over elements that both sides have; NaN if one side is all zeros. */
const cosineSimilarity: FunctionTranslator = (call) => {
  const sum = (left: string, right: string): string =>
    `list_sum(list_transform(p, lambda q: q.${left} * q.${right}))`
  const pairs = named(
    sides(call),
    'd',
    `list_filter(list_transform(range(1, least(len(d.a), len(d.b)) + 1), lambda i: {x: d.a[i], y: d.b[i]}),
      lambda q: q.x IS NOT NULL AND q.y IS NOT NULL)`,
  )
  const cosine = ratio(sum('x', 'y'), `sqrt(${sum('x', 'x')}) * sqrt(${sum('y', 'y')})`)
  return scalar(named(pairs, 'p', cosine), 'real')
}

/** Series: arrays of numbers, element by element, and sums over them. */
export const seriesFunctions: FunctionTable = {
  series_abs: absolute,
  series_acos: within('acos', 'abs(x) <= 1'),
  series_add: arithmetic('+'),
  series_asin: within('asin', 'abs(x) <= 1'),
  series_atan: each((x) => `atan(${x})`),
  series_ceiling: each((x) => `ceil(${x})`),
  series_cos: each((x) => `cos(${x})`),
  series_cosine_similarity: cosineSimilarity,
  series_divide: real((left, right) => `${left} / nullif(${right}, 0)`),
  series_dot_product: dotProduct,
  series_equals: comparison('='),
  series_exp: each((x) => `exp(${x})`),
  series_floor: each((x) => `floor(${x})`),
  series_greater: comparison('>'),
  series_greater_equals: comparison('>='),
  series_less: comparison('<'),
  series_less_equals: comparison('<='),
  series_log: within('ln', 'x > 0'),
  series_magnitude: (call) =>
    scalar(`sqrt(list_sum(list_transform(${numbers(call)}, lambda x: x * x)))`, 'real'),
  series_multiply: arithmetic('*'),
  series_not_equals: comparison('<>'),
  series_pearson_correlation: pearsonCorrelation,
  series_pow: real((left, right) => `pow(${left}, ${right})`),
  series_product: (call) => scalar(`list_product(${numbers(call)})`, 'real'),
  series_sign: sign,
  series_sin: each((x) => `sin(${x})`),
  series_subtract: arithmetic('-'),
  series_sum: (call) => scalar(`list_sum(${numbers(call)})`, 'real'),
  series_tan: each((x) => `tan(${x})`),
}
