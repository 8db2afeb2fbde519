import { countBlobs, lastUpdateOf, type BlobState, type QueuedOperation } from '../engine/queued-operations'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandContext } from './command-context'

/** `.show queued ingestion operations`: one row per operation, or one per blob. */
export async function showQueuedOperations(
  context: CommandContext,
  command: { readonly ids: readonly string[]; readonly details: boolean },
): Promise<ResultTable> {
  const operations: QueuedOperation[] = []
  for (const id of new Set(command.ids)) {
    const operation = await context.state.queuedOperations.find(id)
    if (operation !== undefined) operations.push(operation)
  }
  return command.details ? blobTable(operations) : operationTable(operations)
}

/**
 * `.cancel queued ingestion operation`: cancels what is not being ingested yet, then shows the operation's state.
 */
export async function cancelQueuedOperation(context: CommandContext, id: string): Promise<ResultTable> {
  const { queuedOperations, dataManagement } = context.state
  await dataManagement.cancel(await queuedOperations.itemsOf(id))
  const operation = await queuedOperations.find(id)
  if (operation !== undefined) return operationTable([operation])
  throw new KustoError('BadRequest_EntityNotFound', `There is no queued ingestion operation '${id}'.`)
}

function operationTable(operations: readonly QueuedOperation[]): ResultTable {
  return resultTable(
    {
      IngestionOperationId: 'string',
      StartedOn: 'datetime',
      LastUpdatedOn: 'datetime',
      State: 'string',
      Discovered: 'long',
      Pending: 'long',
      Canceled: 'long',
      Ingested: 'long',
      Failed: 'long',
      SampleFailedReasons: 'string',
      Database: 'string',
      Table: 'string',
    },
    operations.map(({ id, database, table, startedAt, blobs }): Cell[] => {
      const count = (status: BlobState['status']): number => countBlobs(blobs, status)
      return [
        id,
        ticksFromMilliseconds(startedAt),
        ticksFromMilliseconds(lastUpdateOf(blobs)),
        stateOf(blobs),
        blobs.length,
        count('InProgress'),
        count('Canceled'),
        count('Succeeded'),
        count('Failed'),
        [...new Set(blobs.flatMap((blob) => reasonOf(blob) ?? []))].slice(0, 5).join('\n'),
        database,
        table,
      ]
    }),
  )
}

function blobTable(operations: readonly QueuedOperation[]): ResultTable {
  return resultTable(
    {
      IngestionOperationId: 'string',
      BlobUrl: 'string',
      IngestionStatus: 'string',
      StartedAt: 'datetime',
      CompletedAt: 'datetime',
      FailedReason: 'string',
    },
    operations.flatMap(({ id, blobs }) =>
      blobs.map((blob): Cell[] => [
        id,
        blob.url,
        blob.status === 'InProgress' ? 'Pending' : blob.status,
        ticksFromMilliseconds(blob.startedAt),
        blob.status === 'InProgress' ? null : ticksFromMilliseconds(blob.updatedAt),
        reasonOf(blob) ?? '',
      ]),
    ),
  )
}

/** Why a blob failed; undefined if it did not. */
function reasonOf({ errorCode, details }: BlobState): string | undefined {
  return errorCode === undefined ? undefined : details
}

/** States by precedence: the first one that any blob has is the operation's. */
const weighty = ['InProgress', 'Canceled', 'Failed'] as const

function stateOf(blobs: readonly BlobState[]): string {
  return weighty.find((status) => countBlobs(blobs, status) > 0) ?? 'Completed'
}
