import { clusterCommands } from './cluster-commands'
import { columnCommands } from './column-commands'
import type { Command } from './command'
import { databaseCommands } from './database-commands'
import { databaseSchemaCommands } from './database-schema-commands'
import { diagnosticsCommands } from './diagnostics-command'
import { emptyLists } from './empty-lists'
import { extentCommands } from './extent-commands'
import { extentMoveCommands } from './extent-move-commands'
import { functionCommands } from './function-commands'
import { ingestCommands } from './ingest-commands'
import { mappingCommands } from './mapping-commands'
import { operationCommands } from './operation-commands'
import { policyCommands } from './policy-commands'
import { principalCommands } from './principal-commands'
import { queuedOperationCommands } from './queued-operation-commands'
import { recordCommands } from './record-commands'
import { requestCommands } from './request-commands'
import { scriptCommands } from './script-commands'
import { tableCommands } from './table-commands'
import { tableSchemaCommands } from './table-schema-commands'

/** Every management command of the local cluster. */
export const allCommands: readonly Command<unknown>[] = [
  ...clusterCommands,
  ...columnCommands,
  ...databaseCommands,
  ...databaseSchemaCommands,
  ...diagnosticsCommands,
  ...emptyLists,
  ...extentCommands,
  ...extentMoveCommands,
  ...functionCommands,
  ...ingestCommands,
  ...mappingCommands,
  ...operationCommands,
  ...policyCommands,
  ...principalCommands,
  ...queuedOperationCommands,
  ...recordCommands,
  ...requestCommands,
  ...scriptCommands,
  ...tableCommands,
  ...tableSchemaCommands,
]
