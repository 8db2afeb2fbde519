import type { Relation, RelationColumn } from '../relation'
import { columnScalar } from '../relation'
import { nullOf, type Scalar } from '../scalar'
import { textOf } from '../scalars/conversions'
import { columnsOf, is, type Expression } from '../syntax-nodes'
import type { Translation } from '../translation'
import { argumentsOf, type Plugin } from './plugin'

/**
 * `ipv4_lookup(table, address, network [, return_unmatched])` and its kin: joins each row with those whose network holds
 * its address.
 */
export const addressLookup =
  (within: string): Plugin =>
  (t, input, node, scope) => {
    const { inOrder, byName } = argumentsOf(node)
    const [tableNode, addressNode, networkNode, ...more] = inOrder
    if (tableNode === undefined || addressNode === undefined || networkNode === undefined) {
      throw t.query.unsupported(node, `'${node.FunctionCall.Name.SimpleName}' without a table and two keys`)
    }
    const table = t.tabular(tableNode, scope.environment)
    const address = columnNamed(t, input, addressNode)
    const network = columnNamed(t, table, networkNode)
    const last = byName['return_unmatched'] ?? more[more.length - 1]
    const returnsUnmatched = last === undefined ? false : t.scalar(last, scope).literal
    if (typeof returnsUnmatched !== 'boolean' || more.length > 1) {
      throw t.query.unsupported(node, `'${node.FunctionCall.Name.SimpleName}' with more keys`)
    }
    const values = [
      ...input.columns.map(columnScalar),
      ...table.columns.map((column) => (returnsUnmatched ? orMissing(column) : columnScalar(column))),
    ]
    const names = columnsOf(node.ResultType)
    if (names.length !== values.length) throw t.query.unsupported(node, 'A lookup with these columns')
    const columns = values.map(({ type, nullable }, index): RelationColumn => ({
      name: names[index]?.Name ?? '',
      type,
      alias: t.query.alias(),
      nullable,
    }))
    const select = values.map(({ sql }, index) => `${sql} AS ${columns[index]?.alias ?? ''}`)
    const join = `${returnsUnmatched ? 'LEFT' : 'INNER'} JOIN ${table.sql} ON ${within}(${textOf(address).sql}, ${textOf(network).sql})`
    return { sql: `(SELECT ${select.join(', ')} FROM ${input.sql} ${join})`, columns, order: [] }
  }

/** A column of the looked-up table, for a row without a match. */
function orMissing(column: RelationColumn): Scalar {
  const value = columnScalar(column)
  if (column.type !== 'string') return { ...value, nullable: true }
  return { ...value, sql: `coalesce(${value.sql}, ${nullOf('string').sql})` }
}

function columnNamed(t: Translation, relation: Relation, node: Expression): Scalar {
  const name = is(node, 'NameReference') ? node.SimpleName : undefined
  const column = relation.columns.find((each) => each.name === name)
  if (column === undefined) throw t.query.unsupported(node, 'A key that is no column')
  return columnScalar(column)
}
