import type { RelationColumn } from '../relation'
import type { Environment } from '../environment'
import { integerLiteral, scalar, type Scalar } from '../scalar'
import { convert } from '../scalars/conversions'
import { columnsOf, itemsOf, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { namedParameters } from './named-parameters'
import type { OperatorTranslator } from './operator'

/**
 * `make-series aggregates on axis from a to b step c by groups`: one row of arrays per group, with the default
 * where there are no rows. The end is excluded. Without `from`, each series starts at its own first bin; without
 * `to`, it ends at its own last (documents: make-series, start and end).
 */
export const translateMakeSeries: OperatorTranslator<'MakeSeriesOperator'> = (
  t,
  input,
  node,
  environment,
) => {
  const scope: RowScope = { environment, relation: input }
  const nonempty = namedParameters(node)['kind'] === 'nonempty'
  const axis = t.scalar(node.OnClause.Expression, scope)
  const { start, end, size } = seriesRange(t, node.RangeClause, environment)
  if (axis.type === 'real' || axis.type === 'dynamic') {
    throw t.query.unsupported(node, `'make-series' on a ${axis.type}`)
  }
  if (nonempty && (start === undefined || end === undefined)) {
    throw t.query.unsupported(node.RangeClause, "'make-series kind=nonempty' without 'from' and 'to'")
  }
  const groups = node.ByClause === null ? [] : itemsOf(node.ByClause.Expressions)
  const groupValues = groups.map((group) => t.scalar(group, scope))
  const aggregates = itemsOf(node.Aggregates).map((item) => {
    const value = t.scalar(item.Expression, { ...scope, aggregating: true })
    const fallback =
      item.DefaultExpression === null
        ? undefined
        : t.scalar(item.DefaultExpression.Expression, { environment })
    return { value, fallback: defaultOf(value, fallback) }
  })

  const binned = t.query.alias()
  const groupAliases = groupValues.map(() => t.query.alias())
  const valueAliases = aggregates.map(() => t.query.alias())
  const origin = start?.sql ?? '0'
  const inside = [
    start === undefined ? `${axis.sql} IS NOT NULL` : `${axis.sql} >= ${start.sql}`,
    ...(end === undefined ? [] : [`${axis.sql} < ${end.sql}`]),
  ].join(' AND ')
  const parts = [
    ...groupValues.map((value, index) => `${value.sql} AS ${groupAliases[index] ?? ''}`),
    `${floorQuotient(`(${axis.sql} - ${origin})`, size.sql)} AS ${binned}`,
    ...aggregates.map(({ value }, index) => `${value.sql} AS ${valueAliases[index] ?? ''}`),
  ]
  const positions = groupAliases.length + 1
  const grouping = Array.from({ length: positions }, (_, index) => index + 1).join(', ')
  const points = t.query.alias()
  t.query.sharedParts.push(
    `${points} AS MATERIALIZED (SELECT ${parts.join(', ')} FROM ${input.sql} WHERE ${inside} GROUP BY ${grouping})`,
  )

  const [keys, place, position] = [t.query.alias(), t.query.alias(), t.query.alias()]
  const matches = [
    ...groupAliases.map((alias) => `${keys}.${alias} IS NOT DISTINCT FROM ${points}.${alias}`),
    `${points}.${binned} = ${place}.${position}`,
  ].join(' AND ')
  const arrays = aggregates.map(({ value, fallback }, index) => {
    const element = convert(scalar(valueAliases[index] ?? '', value.type), 'dynamic')?.sql ?? ''
    return series(
      `CASE WHEN ${points}.${binned} IS NULL THEN ${fallback} ELSE ${element} END`,
      `${place}.${position}`,
    )
  })
  const time = convert(
    scalar(`(${origin} + ${place}.${position} * ${size.sql})`, axis.type, false),
    'dynamic',
  )
  const columns = columnsOf(node.ResultType)
  const selected = [
    ...groupAliases.map((alias) => `${keys}.${alias}`),
    ...arrays,
    series(time?.sql ?? 'NULL', `${place}.${position}`),
  ]
  if (columns.length !== selected.length) throw t.query.unsupported(node, 'This form of make-series')
  const outputs = columns.map((column, index): RelationColumn => ({
    name: column.Name,
    type: groupValues[index]?.type ?? 'dynamic',
    alias: t.query.alias(),
    nullable: groupValues[index]?.nullable ?? false,
  }))
  const select = selected.map((sql, index) => `${sql} AS ${outputs[index]?.alias ?? ''}`).join(', ')
  /** Each series with its bins' positions. */
  const placed = (series: string): string => {
    if (start !== undefined && end !== undefined) {
      const count = `((${end.sql} - ${start.sql} + ${size.sql} - 1) // ${size.sql})`
      return `${series} ${keys} CROSS JOIN range(0, ${count}) ${place}(${position})`
    }
    const first = start === undefined ? `min(${binned})` : '0'
    const afterLast =
      end === undefined ? `max(${binned}) + 1` : `(-${floorQuotient(`(-${end.sql})`, size.sql)})`
    const own = [...groupAliases, `range(${first}, ${afterLast}) AS bins`]
    const grouping = groupAliases.length === 0 ? '' : ` GROUP BY ${groupAliases.join(', ')}`
    const lists = `(SELECT ${own.join(', ')} FROM ${points}${grouping})`
    return `${lists} ${keys} CROSS JOIN unnest(${keys}.bins) ${place}(${position})`
  }
  const keyRows =
    groupAliases.length === 0
      ? `(SELECT 1${nonempty ? '' : ` FROM ${points} LIMIT 1`})`
      : `(SELECT DISTINCT ${groupAliases.join(', ')} FROM ${points})`
  const source = `${placed(keyRows)} LEFT JOIN ${points} ON ${matches}`
  const groupBy =
    groupAliases.length === 0
      ? ' HAVING count(*) > 0'
      : ` GROUP BY ${groupAliases.map((alias) => `${keys}.${alias}`).join(', ')}`
  return { sql: `(SELECT ${select} FROM ${source}${groupBy})`, columns: outputs, order: [] }
}

/** Where series start and end (excluded), and the size of a bin. */
interface SeriesRange {
  readonly start: Scalar | undefined
  readonly end: Scalar | undefined
  readonly size: Scalar
}

function seriesRange(
  t: Translation,
  clause: SyntaxNodes['MakeSeriesOperator']['RangeClause'],
  environment: Environment,
): SeriesRange {
  const { MakeSeriesFromClause: from, MakeSeriesToClause: to, MakeSeriesStepClause: step } = clause
  if (step !== undefined) {
    return {
      start: from ? t.scalar(from.Expression, { environment }) : undefined,
      end: to ? t.scalar(to.Expression, { environment }) : undefined,
      size: t.scalar(step.Expression, { environment }),
    }
  }
  const given = clause.Arguments === undefined ? [] : itemsOf(clause.Arguments.Expressions)
  const [start, stop, size] = given.map((each) => t.scalar(each, { environment }))
  const [first, last, width] = [start?.literal, stop?.literal, size?.literal]
  if (typeof first !== 'bigint' || typeof last !== 'bigint' || typeof width !== 'bigint' || width <= 0n) {
    throw t.query.unsupported(clause, "'make-series' in range() of what is no literal")
  }
  if (start === undefined || size === undefined || first % width !== 0n) {
    throw t.query.unsupported(clause, "'make-series' in range() that starts inside a bin")
  }
  // The end belongs to the series, unlike that of `to` (documents: make-series).
  return { start, end: integerLiteral(last - ((last - first) % width) + width, start.type), size }
}

/** Quotient rounded towards minus infinity: a bin before the origin is a bin too. */
function floorQuotient(value: string, size: string): string {
  return `((${value} - ((${value} % ${size}) + ${size}) % ${size}) // ${size})`
}

function series(element: string, order: string): string {
  return `kql.json_array(list(${element} ORDER BY ${order}))`
}

/** The value where there are no rows: the given default, else 0. */
function defaultOf(value: Scalar, fallback: Scalar | undefined): string {
  if (fallback === undefined)
    return value.type === 'real' || value.type === 'long' || value.type === 'int' ? "'0'" : 'NULL'
  const converted = convert(fallback, value.type) ?? fallback
  return (
    convert(converted.type === 'real' && fallback.type !== 'real' ? fallback : converted, 'dynamic')?.sql ??
    'NULL'
  )
}
