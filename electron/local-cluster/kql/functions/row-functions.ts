import { quoteText } from '../../engine/sql-text'
import { columnScalar, type RelationColumn } from '../relation'
import { scalar } from '../scalar'
import { convert } from '../scalars/conversions'
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
  pack_all: (call) => {
    if (call.count > 0) throw call.refuse("'pack_all' without nulls")
    const pairs = columns(call).map((column) => {
      const value = convert(columnScalar(column), 'dynamic')
      return `${quoteText(JSON.stringify(column.name))} || ':' || coalesce(${value?.sql ?? "'null'"}, 'null')`
    })
    return scalar(`('{' || ${pairs.join(` || ',' || `)} || '}')`, 'dynamic', false)
  },
}
