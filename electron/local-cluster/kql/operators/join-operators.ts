import type { Environment } from '../environment'
import { columnScalar, type OutputColumn, type Relation, type RelationColumn } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { align } from '../scalars/comparison'
import { columnsOf, is, itemsOf, type Expression } from '../syntax-nodes'
import type { Translation } from '../translation'
import { namedParameters } from './named-parameters'
import type { OperatorTranslator } from './operator'

/** How a join kind reads in SQL, and which sides may be missing rows. */
interface JoinKind {
  readonly sql: string
  readonly columns: 'both' | 'left' | 'right'
  readonly leftMayMiss?: boolean
  readonly rightMayMiss?: boolean
}

const kinds: Readonly<Record<string, JoinKind>> = {
  inner: { sql: 'INNER JOIN', columns: 'both' },
  innerunique: { sql: 'INNER JOIN', columns: 'both' },
  leftouter: { sql: 'LEFT JOIN', columns: 'both', rightMayMiss: true },
  rightouter: { sql: 'RIGHT JOIN', columns: 'both', leftMayMiss: true },
  fullouter: { sql: 'FULL JOIN', columns: 'both', leftMayMiss: true, rightMayMiss: true },
  leftsemi: { sql: 'SEMI JOIN', columns: 'left' },
  leftanti: { sql: 'ANTI JOIN', columns: 'left' },
  anti: { sql: 'ANTI JOIN', columns: 'left' },
  leftantisemi: { sql: 'ANTI JOIN', columns: 'left' },
  rightsemi: { sql: 'SEMI JOIN', columns: 'right' },
  rightanti: { sql: 'ANTI JOIN', columns: 'right' },
  rightantisemi: { sql: 'ANTI JOIN', columns: 'right' },
}

/** `join`: `innerunique` by default, which keeps one left row per key. */
export const translateJoin: OperatorTranslator<'JoinOperator'> = (t, input, node, environment) => {
  const name = namedParameters(node)['kind'] ?? 'innerunique'
  const kind = kinds[name]
  if (kind === undefined) throw t.query.unsupported(node, `The join kind '${name}'`)
  const right = t.tabular(node.Expression, environment)
  const keys = joinKeys(t, itemsOf(node.ConditionClause.Expressions), input, right, environment)
  const left = name === 'innerunique' ? oneRowEachKey(input, keys) : input
  return joined(t, node, kind, left, right, keys, new Set())
}

/** `lookup`: `leftouter` unless told `inner`; the right side's keys are not in the result. */
export const translateLookup: OperatorTranslator<'LookupOperator'> = (t, input, node, environment) => {
  const name = namedParameters(node)['kind'] ?? 'leftouter'
  const kind = name === 'leftouter' || name === 'inner' ? kinds[name] : undefined
  if (kind === undefined) throw t.query.unsupported(node, `The lookup kind '${name}'`)
  const right = t.tabular(node.Expression, environment)
  const keys = joinKeys(t, itemsOf(node.LookupClause.Expressions), input, right, environment)
  return joined(t, node, kind, input, right, keys, new Set(keys.map((key) => key.right.sql)))
}

interface JoinKey {
  readonly left: Scalar
  readonly right: Scalar
}

/** `on a, $left.b == $right.c`. */
function joinKeys(
  t: Translation,
  items: readonly Expression[],
  left: Relation,
  right: Relation,
  environment: Environment,
): JoinKey[] {
  return items.flatMap((item): JoinKey[] => {
    if (is(item, 'ParenthesizedExpression')) return joinKeys(t, [item.Expression], left, right, environment)
    if (is(item, 'NameReference')) {
      const name = item.SimpleName
      return [aligned(t, item, columnNamed(t, item, left, name), columnNamed(t, item, right, name))]
    }
    if (is(item, 'BinaryExpression') && item.Operator.Text === 'and') {
      return joinKeys(t, [item.Left, item.Right], left, right, environment)
    }
    if (is(item, 'BinaryExpression') && item.Operator.Text === '==') {
      const scope = { environment, relation: left, right }
      const [first, second] = [t.scalar(item.Left, scope), t.scalar(item.Right, scope)]
      const isLeft = left.columns.some((column) => column.alias === first.sql)
      return [aligned(t, item, isLeft ? first : second, isLeft ? second : first)]
    }
    throw t.query.unsupported(item, 'This condition of a join')
  })
}

function aligned(t: Translation, node: Expression, left: Scalar, right: Scalar): JoinKey {
  return align(t, node, left, right)
}

function columnNamed(t: Translation, node: Expression, relation: Relation, name: string): Scalar {
  const column = relation.columns.find((each) => each.name === name)
  if (column === undefined) throw t.query.unsupported(node, `The key '${name}' of a join`)
  return columnScalar(column)
}

function oneRowEachKey(relation: Relation, keys: readonly JoinKey[]): Relation {
  const names = keys.map((key) => key.left.sql).join(', ')
  return { ...relation, sql: `(SELECT DISTINCT ON (${names}) * FROM ${relation.sql})` }
}

function joined(
  t: Translation,
  node: Expression,
  kind: JoinKind,
  left: Relation,
  right: Relation,
  keys: readonly JoinKey[],
  hidden: ReadonlySet<string>,
): Relation {
  // In Kusto, null keys match each other.
  const on = keys
    .map(({ left: a, right: b }) =>
      a.nullable || b.nullable ? `${a.sql} IS NOT DISTINCT FROM ${b.sql}` : `${a.sql} = ${b.sql}`,
    )
    .join(' AND ')
  const [first, second] = kind.columns === 'right' ? [right, left] : [left, right]
  const available = [
    ...(kind.columns === 'right' ? [] : left.columns.map((each) => side(each, kind.leftMayMiss === true))),
    ...(kind.columns === 'left' ? [] : right.columns.map((each) => side(each, kind.rightMayMiss === true))),
  ].filter((each) => !hidden.has(each.alias))
  const names = columnsOf(node.ResultType)
  if (names.length !== available.length) throw t.query.unsupported(node, 'This form of a join')
  const outputs = available.map(({ value }, index): OutputColumn => {
    return { name: names[index]?.Name ?? '', value }
  })
  const columns = outputs.map(({ name, value }): RelationColumn => ({
    name,
    type: value.type,
    alias: t.query.alias(),
    nullable: value.nullable,
  }))
  const select = outputs.map(({ value }, index) => `${value.sql} AS ${columns[index]?.alias ?? ''}`)
  const from = `${first.sql} ${kind.sql} ${second.sql} ON ${on === '' ? 'TRUE' : on}`
  return { sql: `(SELECT ${select.length === 0 ? '1' : select.join(', ')} FROM ${from})`, columns, order: [] }
}

/** A column from a side that may be missing: null then, or empty for a string. */
function side(column: RelationColumn, mayMiss: boolean): { readonly alias: string; readonly value: Scalar } {
  const { alias } = column
  if (!mayMiss) return { alias, value: columnScalar(column) }
  if (column.type === 'string') return { alias, value: scalar(`coalesce(${alias}, '')`, 'string') }
  return { alias, value: scalar(alias, column.type) }
}
