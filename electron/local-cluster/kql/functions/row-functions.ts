import { quoteText } from '../../engine/sql-text'
import { columnScalar, type RelationColumn } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { convert } from '../scalars/conversions'
import { is } from '../syntax-nodes'
import type { FunctionCall, FunctionTable } from './function-call'

function columns(call: FunctionCall): readonly RelationColumn[] {
  const relation = call.scope.relation
  if (relation === undefined) throw call.refuse(`'${call.name}()' outside a table`)
  return relation.columns
}

/** Functions of the whole row, or of nothing. */
export const rowFunctions: FunctionTable = {
  column_ifexists: (call) => {
    const name = call.constantText(0, 'a name')
    const found = columns(call).find((column) => column.name === name)
    return found === undefined ? call.value(1) : columnScalar(found)
  },
  columnifexists: (call) => {
    const name = call.constantText(0, 'a name')
    const found = columns(call).find((column) => column.name === name)
    return found === undefined ? call.value(1) : columnScalar(found)
  },
  current_database: (call) => scalar(quoteText(call.t.query.database.name), 'string'),
  new_guid: () => scalar('uuid()', 'guid', false),
  bag_pack_columns: (call) => {
    const named = call.argumentNodes.map((node, index) => {
      if (!is(node, 'NameReference')) throw call.refuse(`'${call.name}' of what is no column`)
      return { name: node.SimpleName, value: call.value(index) }
    })
    return scalar(`('{' || ${named.map(pair).join(` || ',' || `)} || '}')`, 'dynamic', false)
  },
  pack_all: (call) => {
    const named = columns(call).map((column) => ({ name: column.name, value: columnScalar(column) }))
    const leavesOut = call.count > 0 ? call.value(0).literal : false
    if (typeof leavesOut !== 'boolean') throw call.refuse("'pack_all' with a computed option")
    if (!leavesOut) return scalar(`('{' || ${named.map(pair).join(` || ',' || `)} || '}')`, 'dynamic', false)
    const pairs = named.map(({ name, value }) => {
      return `{k: ${quoteText(JSON.stringify(name))}, v: ${convert(value, 'dynamic')?.sql ?? 'NULL'}}`
    })
    const kept = `list_filter([${pairs.join(', ')}], lambda p: coalesce(p.v NOT IN ('""', 'null'), FALSE))`
    return scalar(`kql.bag(${kept})`, 'dynamic', false)
  },
}

/** SQL for the JSON of one property. */
function pair({ name, value }: { readonly name: string; readonly value: Scalar }): string {
  return `${quoteText(JSON.stringify(name))} || ':' || coalesce(${convert(value, 'dynamic')?.sql ?? "'null'"}, 'null')`
}
