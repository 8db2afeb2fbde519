import type { ScalarType } from '../../../domain/scalar-type'
import { addHidden, columnScalar, projectRelation, type OutputColumn, type Relation } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { columnsOf, is, itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import { typeOfLiteral } from '../functions/string-functions'
import type { RowScope, Translation } from '../translation'
import { namedParameters } from './named-parameters'
import type { OperatorTranslator } from './operator'

/** One column to expand. */
interface Expansion {
  readonly name: string
  readonly value: Scalar
  readonly type: ScalarType
}

/**
 * `mv-expand`: one row for each array element, for each property of a bag (as a bag of one property), or for a
 * null. Several columns expand in parallel; the shorter ones are padded with nulls.
 */
export const translateMvExpand: OperatorTranslator<'MvExpandOperator'> = (t, input, node, environment) => {
  const parameters = namedParameters(node)
  const bagKind = parameters['kind'] ?? parameters['bagexpansion'] ?? 'bag'
  const scope = { environment, relation: input }
  const expansions = expansionsOf(t, itemsOf(node.Expressions), scope)
  const macro = bagKind === 'array' ? 'kql.expand_pairs' : 'kql.expand'
  const lists = addHidden(
    t.query,
    input,
    expansions.map(({ value }) => `${macro}(${value.sql})`),
  )
  const limit =
    node.RowLimitClause === null ? undefined : t.scalar(node.RowLimitClause.RowLimit, { environment })
  const longest = `greatest(${lists.aliases.map((alias) => `len(${alias})`).join(', ')})`
  const count = limit === undefined ? longest : `least(${longest}, ${limit.sql})`
  const indexed = addHidden(t.query, lists.relation, [`unnest(range(1, ${count} + 1))`])
  const index = indexed.aliases[0] ?? ''
  const relation: Relation = {
    ...indexed.relation,
    order:
      input.order.length === 0 ? [] : [...input.order, { alias: index, descending: false, nullsFirst: true }],
    serialized: false,
  }
  const values = new Map(
    expansions.map(({ name, type }, at) => [
      name,
      elementScalar(`${lists.aliases[at] ?? ''}[${index}]`, type),
    ]),
  )
  const indexName = parameters['with_itemindex']
  const outputs = columnsOf(node.ResultType).map((column, at): OutputColumn => {
    const value =
      values.get(column.Name) ??
      (column.Name === indexName
        ? scalar(`CAST(${index} - 1 AS BIGINT)`, 'long', false)
        : passed(input, column.Name, at))
    if (value === undefined) throw t.query.unsupported(node, `The column '${column.Name}' of mv-expand`)
    return { name: column.Name, value }
  })
  return projectRelation(t.query, relation, outputs)
}

function passed(input: Relation, name: string, at: number): Scalar | undefined {
  const column =
    input.columns[at]?.name === name ? input.columns[at] : input.columns.find((each) => each.name === name)
  return column === undefined ? undefined : columnScalar(column)
}

/** What `mv-expand` and `mv-apply` expand: `a`, `x = a`, `a to typeof(long)`. */
export function expansionsOf(t: Translation, items: readonly Expression[], scope: RowScope): Expansion[] {
  return items.map((item): Expansion => {
    const { expression, name, type } = partsOf(t, item)
    const value = t.scalar(expression, scope)
    if (value.type !== 'dynamic') throw t.query.unsupported(item, `An expansion of a ${value.type}`)
    return { name, value, type }
  })
}

function partsOf(
  t: Translation,
  item: Expression,
): { readonly expression: Expression; readonly name: string; readonly type: ScalarType } {
  const node: SyntaxNodes['MvExpandExpression'] | undefined =
    is(item, 'MvExpandExpression') || is(item, 'MvApplyExpression') ? item : undefined
  const inner = node?.Expression ?? item
  const typeNode = node?.ToTypeOf?.TypeOf
  const type = typeNode === undefined ? 'dynamic' : typeOfLiteral(typeNode)
  if (type === undefined || type === 'timespan' || type === 'decimal') {
    throw t.query.unsupported(item, `'mv-expand' to ${type ?? 'this type'}`)
  }
  if (is(inner, 'SimpleNamedExpression'))
    return { expression: inner.Expression, name: inner.Name.SimpleName, type }
  if (is(inner, 'NameReference')) return { expression: inner, name: inner.SimpleName, type }
  if (is(inner, 'PathExpression') && is(inner.Selector, 'NameReference')) {
    // An unnamed path gets the name that the analysis gave it.
    return { expression: inner, name: pathName(inner), type }
  }
  throw t.query.unsupported(item, "'mv-expand' of an expression without a name")
}

/** `a.b.c` is named `a_b_c`. */
function pathName(node: Expression): string {
  if (is(node, 'PathExpression')) {
    const last = is(node.Selector, 'NameReference') ? node.Selector.SimpleName : ''
    return `${pathName(node.Expression)}_${last}`
  }
  return is(node, 'NameReference') ? node.SimpleName : ''
}

/** An element as a type: converts JSON values, but does not parse text (`"2"` is not a long). */
export function elementScalar(sql: string, type: ScalarType): Scalar {
  switch (type) {
    case 'int':
    case 'long': {
      const long = `CASE WHEN json_type(${sql}) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN kql.dynamic_long(${sql}) END`
      return scalar(type === 'int' ? `try_cast(${long} AS INTEGER)` : long, type)
    }
    case 'real':
      return scalar(
        `CASE WHEN json_type(${sql}) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN kql.dynamic_real(${sql}) END`,
        type,
      )
    case 'bool':
      return scalar(
        `CASE WHEN json_type(${sql}) IN ('BOOLEAN', 'BIGINT', 'UBIGINT') THEN kql.dynamic_bool(${sql}) END`,
        type,
      )
    case 'string':
      return scalar(`kql.dynamic_text(${sql})`, 'string')
    case 'datetime':
      return scalar(
        `CASE WHEN json_type(${sql}) = 'VARCHAR' THEN kql.todatetime(kql.dynamic_text(${sql})) END`,
        type,
      )
    case 'guid':
      return scalar(
        `CASE WHEN json_type(${sql}) = 'VARCHAR' THEN kql.toguid(kql.dynamic_text(${sql})) END`,
        type,
      )
    default:
      return scalar(sql, type)
  }
}
