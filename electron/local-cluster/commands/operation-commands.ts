import { resultTable, type Cell } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import { isUpdatePolicyError } from '../messages/update-policy'
import { command } from './command'

/** Newest first. Unlike the service, it lists failures of queued ingestion too. */
const showIngestionFailures = command({
  words: ['show ingestion failures'],
  read: (reader) => ({ operationId: reader.properties()['operationid']?.toLowerCase() }),
  async run(context, { operationId }) {
    const { items, updateFailures } = context.state
    const failures: Failure[] = [
      ...(await items.failures()).map((failure) => ({
        ...failure,
        operationKind: 'DataIngestPull',
        isOfUpdate: isUpdatePolicyError(failure.errorCode),
      })),
      ...(await updateFailures.list()).map((failure) => ({
        ...failure,
        failureStatus: failure.isPermanent ? 'Permanent' : 'Transient',
        operationKind: 'UpdatePolicy',
        isOfUpdate: true,
        sourcePath: '',
        id: '',
      })),
    ]
    const wanted = failures
      .filter((failure) => operationId === undefined || failure.operationId === operationId)
      .sort((a, b) => b.failedAt - a.failedAt)
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
        failure.operationKind,
        failure.isOfUpdate,
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

interface Failure {
  readonly id: string
  readonly operationId: string
  readonly database: string
  readonly table: string
  readonly failedAt: number
  readonly sourcePath: string
  readonly details: string
  readonly failureStatus: string
  readonly errorCode: string
  readonly operationKind: string
  readonly isOfUpdate: boolean
}
