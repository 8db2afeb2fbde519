import { countBlobs, lastUpdateOf, type BlobState, type QueuedOperation } from '../engine/queued-operations'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import { command } from './command'

/** `… "id"` or `… ("id", …)`, with `details` one row for each blob. */
const showQueuedOperations = command({
  words: ['show queued ingestion operations'],
  read(reader) {
    const id = (): string => reader.guid('an ingestion operation id')
    return { ids: reader.sees('(') ? reader.list(id) : [id()], details: reader.accept('details') }
  },
  async run(context, args) {
    const operations: QueuedOperation[] = []
    for (const id of new Set(args.ids)) {
      const operation = await context.state.queuedOperations.find(id)
      if (operation !== undefined) operations.push(operation)
    }
    return args.details ? blobTable(operations) : operationTable(operations)
  },
})

/** Cancels what is not being ingested yet, then shows the operation's state. */
const cancelQueuedOperation = command({
  words: ['cancel queued ingestion operation'],
  read: (reader) => ({ id: reader.guid('an ingestion operation id') }),
  async run(context, { id }) {
    const { queuedOperations, dataManagement } = context.state
    await dataManagement.cancel(await queuedOperations.itemsOf(id))
    const operation = await queuedOperations.find(id)
    if (operation !== undefined) return operationTable([operation])
    throw new KustoError('BadRequest_EntityNotFound', `There is no queued ingestion operation '${id}'.`)
  },
})

/** The commands of what was queued over REST. */
export const queuedOperationCommands = [showQueuedOperations, cancelQueuedOperation]

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
