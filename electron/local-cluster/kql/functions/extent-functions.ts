import { nullOf, scalar, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable } from './function-call'

/** A column of the extent that the row is in; null where rows come from no table. */
function ofExtent(call: FunctionCall, column: string): Scalar {
  const relation = call.scope.relation
  if (relation === undefined) throw call.refuse(`'${call.name}()' outside a table`)
  if (relation.extent === undefined) return nullOf(call.type)
  const sql = `(SELECT ${column} FROM meta.extents e WHERE e.number = ${relation.extent})`
  return scalar(sql, call.type)
}

/** What the engine knows of a row beside its columns. */
export const extentFunctions: FunctionTable = {
  extent_id: (call) => ofExtent(call, 'e.id'),
  extent_tags: (call) => ofExtent(call, 'to_json(e.tags)::VARCHAR'),
  extentid: (call) => ofExtent(call, 'e.id'),
  ingestion_time: (call) => ofExtent(call, 'e.created_on'),
}
