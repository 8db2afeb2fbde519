import { givenNames, severalResults } from '../functions/several-results'
import { columnScalar, projectRelation, RowsBefore, type OutputColumn, type Relation } from '../relation'
import type { Scalar } from '../scalar'
import { columnsOf, is, itemsOf, type Expression } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import type { OperatorTranslator } from './operator'

/** `project`: column names come from the analysis. */
export const translateProject: OperatorTranslator<'ProjectOperator'> = (t, input, node, environment) => {
  const rows = new RowsBefore(t.query, input)
  const scope: RowScope = { environment, relation: input, before: (sql) => rows.add(sql) }
  const values = itemsOf(node.Expressions).flatMap((item) => itemValues(t, item, scope))
  return projectRelation(t.query, rows.relation, named(t, node, values))
}

/** An item's value, or all results of a function that has several. */
export function itemValues(t: Translation, item: Expression, scope: RowScope): Scalar[] {
  const results = severalResults(t, givenNames(item).node, scope)
  return results === undefined ? [t.scalar(item, scope)] : results.map(({ value }) => value)
}

/** Pairs an operator's analyzed columns with their values; the numbers must match. */
export function named(t: Translation, node: Expression, values: readonly Scalar[]): OutputColumn[] {
  const columns = columnsOf(node.ResultType)
  if (columns.length !== values.length) throw t.query.unsupported(node, 'An expression with several columns')
  return columns.map((column, index) => ({ name: column.Name, value: values[index] as Scalar }))
}

/** `extend`: a new column goes to the end; one with an existing name replaces it in place. */
export const translateExtend: OperatorTranslator<'ExtendOperator'> = (t, input, node, environment) =>
  extendRelation(t, input, node, itemsOf(node.Expressions), { environment, relation: input })

/** `serialize`: rows keep their order. It may add columns, like `extend`. */
export const translateSerialize: OperatorTranslator<'SerializeOperator'> = (t, input, node, environment) => {
  const items = itemsOf(node.Expressions)
  const serialized: Relation = { ...input, serialized: true }
  if (items.length === 0) return serialized
  return extendRelation(t, serialized, node, items, { environment, relation: serialized })
}

/** `extend`, for other operators that add columns too. */
function extendRelation(
  t: Translation,
  input: Relation,
  node: Expression,
  items: readonly Expression[],
  outerScope: RowScope,
): Relation {
  const rows = new RowsBefore(t.query, input)
  const scope: RowScope = { ...outerScope, before: (sql) => rows.add(sql) }
  const before = new Set(input.columns.map((column) => column.name))
  const result = columnsOf(node.ResultType)
  const values = new Map<string, Scalar>()
  /** Results of functions with several of them, beyond those that the query names (documents: series_fit_2lines). */
  const leftOut = new Set<string>()
  const several = new Map(items.map((item) => [item, severalResults(t, givenNames(item).node, scope)]))
  // Unnamed columns are the new ones in the result that no item names, in order.
  const given = new Set([
    ...items.flatMap((item) => givenNames(item).names ?? []),
    ...[...several.values()].flatMap((results) => (results ?? []).map(({ name }) => name)),
  ])
  const unnamed = result.map((column) => column.Name).filter((name) => !before.has(name) && !given.has(name))
  for (const item of items) {
    const { names } = givenNames(item)
    const results = several.get(item)
    if (results !== undefined) {
      results.forEach(({ name, value }, index) => {
        const own = names === undefined ? name : names[index]
        if (own === undefined) leftOut.add(name)
        else values.set(own, value)
      })
    } else if (names !== undefined) values.set(names[0] ?? '', t.scalar(item, scope))
    else if (is(item, 'NameReference') && before.has(item.SimpleName)) continue
    else {
      const name = unnamed.shift()
      if (name === undefined) throw t.query.unsupported(item, 'This expression without a name')
      values.set(name, t.scalar(item, scope))
    }
  }
  const outputs = result.flatMap((column): OutputColumn[] => {
    const value = values.get(column.Name) ?? passed(input, column.Name)
    // The analysis gives those that are left out other names if there are several.
    if (value === undefined && leftOut.size > 0) return []
    if (value === undefined) throw t.query.unsupported(node, `The column '${column.Name}' of this operator`)
    return [{ name: column.Name, value }]
  })
  return projectRelation(t.query, rows.relation, outputs)
}

function passed(input: Relation, name: string): Scalar | undefined {
  const column = input.columns.find((each) => each.name === name)
  return column === undefined ? undefined : columnScalar(column)
}

/** `project-away`, `project-keep`, `project-reorder`: the analysis says which columns remain, in which order. */
export function translateChoice(t: Translation, input: Relation, node: Expression): Relation {
  const outputs = columnsOf(node.ResultType).flatMap((column): OutputColumn[] => {
    const value = passed(input, column.Name)
    if (value !== undefined) return [{ name: column.Name, value }]
    // The analysis knows columns that `extend` leaves out.
    if (!is(node, 'ProjectKeepOperator')) return []
    throw t.query.unsupported(node, `The column '${column.Name}' of this operator`)
  })
  return projectRelation(t.query, input, outputs)
}

/** `project-by-names "a", dynamic(["b", "c*"])`: the names must be known to the analysis. */
export const translateChoiceByNames: OperatorTranslator<'ProjectByNamesOperator'> = (t, input, node) => {
  const isKnown = itemsOf(node.Expressions).every(
    (each) => is(each, 'LiteralExpression') || is(each, 'DynamicExpression'),
  )
  if (!isKnown) throw t.query.unsupported(node, "'project-by-names' of names that are no literals")
  return translateChoice(t, input, node)
}

/** `project-rename new = old`: columns keep their positions. */
export const translateRename: OperatorTranslator<'ProjectRenameOperator'> = (t, input, node) => {
  const columns = columnsOf(node.ResultType)
  if (columns.length !== input.columns.length) throw t.query.unsupported(node, 'This renaming')
  const renamed = input.columns.map((column, index) => ({
    ...column,
    name: columns[index]?.Name ?? column.name,
  }))
  return { ...input, columns: renamed }
}

/** `distinct a, b`, `distinct *`. */
export const translateDistinct: OperatorTranslator<'DistinctOperator'> = (t, input, node, environment) => {
  const items = itemsOf(node.Expressions)
  const star = items.some((item) => is(item, 'StarExpression'))
  const values = star
    ? input.columns.map(columnScalar)
    : items.map((item) => t.scalar(item, { environment, relation: input }))
  const projected = projectRelation(t.query, { ...withoutHidden(input) }, named(t, node, values))
  const aliases = projected.columns.map((column) => column.alias).join(', ')
  return { ...projected, sql: `(SELECT DISTINCT ${aliases} FROM ${projected.sql})` }
}

/** The relation without order and extent: the result no longer has a table's rows. */
export function withoutHidden(relation: Relation): Relation {
  return { sql: relation.sql, columns: relation.columns, order: [] }
}
