import type { Relation, RelationColumn } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { castTo } from '../scalars/conversions'
import { columnsOf, is, itemsOf } from '../syntax-nodes'
import type { Translation } from '../translation'
import type { OperatorTranslator } from './operator'

/** Stores rows that are read several times under a name. */
function kept(t: Translation, relation: Relation): string {
  const name = t.query.alias()
  t.query.sharedParts.push(`${name} AS MATERIALIZED (SELECT * FROM ${relation.sql})`)
  return name
}

function resultColumn(t: Translation, name: string, value: Scalar): RelationColumn {
  return { name, type: value.type, alias: t.query.alias(), nullable: value.nullable }
}

/**
 * `top-hitters n of x [by y]`: the values with the most rows, or the greatest sum. Exact, where Kusto estimates.
 */
export const translateTopHitters: OperatorTranslator<'TopHittersOperator'> = (
  t,
  input,
  node,
  environment,
) => {
  const scope = { environment, relation: input }
  const value = t.scalar(node.OfExpression, scope)
  const by = node.ByClause === null ? undefined : t.scalar(node.ByClause.Expression, scope)
  const type = by === undefined ? 'long' : t.typeOf(node.ByClause?.Expression ?? node.OfExpression)
  const measure =
    by === undefined
      ? scalar('count(*)', 'long', false)
      : scalar(castTo(`coalesce(sum(${by.sql}), 0)`, type), type, false)
  const names = columnsOf(node.ResultType)
  const columns = [value, measure].map((each, index) => resultColumn(t, names[index]?.Name ?? '', each))
  const [of = '', size = ''] = columns.map(({ alias }) => alias)
  const count = t.scalar(node.Expression, { environment })
  return {
    sql: `(SELECT ${value.sql} AS ${of}, ${measure.sql} AS ${size} FROM ${input.sql} GROUP BY 1 ORDER BY 2 DESC LIMIT ${count.sql})`,
    columns,
    order: [{ alias: size, descending: true, nullsFirst: false }],
    serialized: true,
  }
}

/** `top-nested n of a by x, top-nested m of b by y`: the top values of b within each of the top values of a. */
export const translateTopNested: OperatorTranslator<'TopNestedOperator'> = (t, input, node, environment) => {
  const scope = { environment, relation: input }
  const source = kept(t, input)
  const names = columnsOf(node.ResultType)
  const columns: RelationColumn[] = []
  const keys: { readonly sql: string; readonly alias: string }[] = []
  let levels: string | undefined
  itemsOf(node.Clauses).forEach((clause, level) => {
    if (clause.WithOthersClause !== null) throw t.query.unsupported(clause, "'top-nested' with others")
    const key = t.scalar(clause.OfExpression, scope)
    const ordered = clause.ByExpression
    const ascending =
      is(ordered, 'OrderedExpression') && ordered.Ordering.AscOrDescKeyword?.Text.toLowerCase() === 'asc'
    const measure = t.scalar(ordered, { ...scope, aggregating: true })
    const keyColumn = resultColumn(t, names[level * 2]?.Name ?? '', key)
    const measureColumn = resultColumn(t, names[level * 2 + 1]?.Name ?? '', measure)
    const parents = keys.map(({ alias }) => alias)
    keys.push({ sql: key.sql, alias: keyColumn.alias })
    const select = keys.map(({ sql, alias }) => `${sql} AS ${alias}`).join(', ')
    const positions = keys.map((_key, index) => index + 1).join(', ')
    const groups = `SELECT ${select}, ${measure.sql} AS ${measureColumn.alias} FROM ${source} GROUP BY ${positions}`
    const direction = ascending ? 'ASC NULLS FIRST' : 'DESC NULLS LAST'
    const window = `${parents.length === 0 ? '' : `PARTITION BY ${parents.join(', ')} `}ORDER BY ${measureColumn.alias} ${direction}`
    const limit = clause.Expression === null ? undefined : t.scalar(clause.Expression, { environment })
    const table = t.query.alias()
    // This level's groups within those kept at the level above, and of them the first ones.
    const joined =
      levels === undefined
        ? `(${groups}) ${table}`
        : `(${groups}) ${table} JOIN ${levels} ${table}p ON ${parents.map((alias) => `${table}.${alias} IS NOT DISTINCT FROM ${table}p.${alias}`).join(' AND ')}`
    const own = [...parents, keyColumn.alias, measureColumn.alias].map((alias) => `${table}.${alias}`)
    const upper = columns
      .filter(({ alias }) => !parents.includes(alias))
      .map(({ alias }) => `${table}p.${alias}`)
    const qualified = window.replace(/v\d+/g, (alias) => `${table}.${alias}`)
    const only = limit === undefined ? '' : ` QUALIFY row_number() OVER (${qualified}) <= ${limit.sql}`
    levels = `(SELECT ${[...own, ...upper].join(', ')} FROM ${joined}${only})`
    columns.push(keyColumn, measureColumn)
  })
  return { sql: levels ?? input.sql, columns, order: [] }
}
