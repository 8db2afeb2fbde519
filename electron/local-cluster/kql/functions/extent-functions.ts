import type { ExtentAliases } from '../relation'
import { scalar } from '../scalar'
import type { FunctionCall, FunctionTable } from './function-call'

/** The row's extent; after a join or aggregation there is none. */
function extentOf(call: FunctionCall): ExtentAliases {
  const extent = call.scope.relation?.extent
  if (extent === undefined) throw call.refuse(`'${call.name}()' of rows that come from no table`)
  return extent
}

/** What the engine knows about a row besides its columns. */
export const extentFunctions: FunctionTable = {
  extent_id: (call) => scalar(extentOf(call).id, 'guid'),
  extent_tags: (call) => scalar(`to_json(${extentOf(call).tags})::VARCHAR`, 'dynamic'),
  extentid: (call) => scalar(extentOf(call).id, 'guid'),
  ingestion_time: (call) => scalar(extentOf(call).createdOn, 'datetime'),
}
