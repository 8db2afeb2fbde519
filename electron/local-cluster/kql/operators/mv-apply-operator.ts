import { sourceName } from '../environment'
import { addHidden, columnScalar, type Relation, type RelationColumn } from '../relation'
import { columnsOf, itemsOf } from '../syntax-nodes'
import { elementScalar, expansionsOf } from './mv-expand-operator'
import { namedParameters } from './named-parameters'
import type { OperatorTranslator } from './operator'

/**
 * `mv-apply x = array to typeof(long) on (subquery)`: runs the subquery over the elements of each row's array. Its
 * rows also get those columns of the row that they do not have themselves.
 */
export const translateMvApply: OperatorTranslator<'MvApplyOperator'> = (t, input, node, environment) => {
  const expansions = expansionsOf(t, itemsOf(node.Expressions), { environment, relation: input })
  const lists = addHidden(
    t.query,
    { ...input, order: [] },
    expansions.map(({ value }) => `kql.expand(${value.sql})`),
  )
  const limit =
    node.RowLimitClause === null ? undefined : t.scalar(node.RowLimitClause.RowLimit, { environment })
  const longest = `greatest(${lists.aliases.map((alias) => `len(${alias})`).join(', ')})`
  const count = limit === undefined ? longest : `least(${longest}, ${limit.sql})`

  const index = t.query.alias()
  const indexName = namedParameters(node)['with_itemindex']
  const elements = expansions.map(({ name, type }, at) => ({
    name,
    value: elementScalar(`${lists.aliases[at] ?? ''}[${index}]`, type),
  }))
  const expanded = new Set(elements.map(({ name }) => name))
  const inside = [
    ...input.columns
      .filter((column) => !expanded.has(column.name))
      .map((column) => ({ name: column.name, value: columnScalar(column) })),
    ...elements,
    ...(indexName === undefined
      ? []
      : [
          {
            name: indexName,
            value: { sql: `CAST(${index} - 1 AS BIGINT)`, type: 'long', nullable: false } as const,
          },
        ]),
  ]
  const columns = inside.map(({ name, value }): RelationColumn => ({
    name,
    type: value.type,
    alias: t.query.alias(),
    nullable: value.nullable,
  }))
  const parts = inside.map(({ value }, at) => `${value.sql} AS ${columns[at]?.alias ?? ''}`)
  const numbers = `(SELECT unnest(range(1, ${count} + 1)) AS ${index})`
  const source: Relation = {
    sql: `(SELECT ${parts.join(', ')} FROM ${numbers})`,
    columns,
    order: [],
  }
  const applied = t.tabular(
    node.Subquery.Expression,
    environment.with(sourceName, { kind: 'tabular', relation: () => source }),
  )
  const outputs = columnsOf(node.ResultType).map((column) => {
    const found =
      applied.columns.find((each) => each.name === column.Name) ??
      input.columns.find((each) => each.name === column.Name)
    if (found === undefined) throw t.query.unsupported(node, `The column '${column.Name}' of mv-apply`)
    return { found, alias: t.query.alias() }
  })
  const select = outputs.map(({ found, alias }) => `${found.alias} AS ${alias}`).join(', ')
  return {
    sql: `(SELECT ${select} FROM ${lists.relation.sql}, LATERAL ${applied.sql})`,
    columns: outputs.map(({ found, alias }) => ({ ...found, alias })),
    order: [],
  }
}
