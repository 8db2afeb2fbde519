import { resultTable, type Cell } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import { command } from './command'

/** Newest first. Unlike the service, it lists failures of queued ingestion too. */
const showIngestionFailures = command({
  words: ['show ingestion failures'],
  read: (reader) => ({ operationId: reader.properties()['operationid']?.toLowerCase() }),
  async run(context, { operationId }) {
    const failures = await context.state.items.failures()
    const wanted = failures.filter(
      (failure) => operationId === undefined || failure.operationId === operationId,
    )
    return resultTable(
      {
        OperationId: 'guid',
        Database: 'string',
        Table: 'string',
        FailedOn: 'datetime',
        IngestionSourcePath: 'string',
        Details: 'string',
        FailureKind: 'string',
        RootActivityId: 'guid',
        OperationKind: 'string',
        OriginatesFromUpdatePolicy: 'bool',
        ErrorCode: 'string',
        Principal: 'string',
        ShouldRetry: 'bool',
        User: 'string',
        IngestionProperties: 'string',
        IngestionSourceId: 'string',
      },
      wanted.map((failure): Cell[] => [
        failure.operationId,
        failure.database,
        failure.table,
        ticksFromMilliseconds(failure.failedAt),
        failure.sourcePath,
        failure.details,
        failure.failureStatus,
        failure.operationId,
        'DataIngestPull',
        false,
        failure.errorCode,
        'local-cluster-user',
        failure.failureStatus !== 'Permanent',
        '',
        '',
        failure.id,
      ]),
    )
  },
})

/** `.show operations [ID | (ID, …)] [details]`. */
const showOperations = command({
  words: ['show operations', 'show operation'],
  read(reader, start) {
    const one = start.words === 'show operation' ? reader.guid('an operation id') : reader.tryGuid()
    const ids = one !== undefined ? [one] : reader.sees('(') ? reader.list(() => reader.guid('an id')) : []
    return { ids, details: reader.accept('details') }
  },
  run: (context, { ids }) => context.state.operations.show(ids),
})

/** The commands of operations that ended. */
export const operationCommands = [showIngestionFailures, showOperations]
