import { nullOf, scalar, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable } from './function-call'

/** A column of the extent that the row is in; null where rows come from no table. */
function ofExtent(call: FunctionCall, column: string): Scalar {
  const relation = call.scope.relation
  if (relation === undefined) throw call.refuse(`'${call.name}()' outside a table`)
  if (relation.extent === undefined) return nullOf(call.type)
  const sql = `(SELECT e.${column} FROM studio.extents e WHERE e.number = ${relation.extent})`
  return scalar(sql, call.type)
}

/** What the engine knows of a row beside its columns. */
export const extentFunctions: FunctionTable = {
  extent_id: (call) => ofExtent(call, 'id'),
  extent_tags: (call) => ofExtent(call, 'tags'),
  extentid: (call) => ofExtent(call, 'id'),
  ingestion_time: (call) => ofExtent(call, 'created_on'),
}
