import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandContext } from './command-context'

/** `.show ingestion failures`, newest first. Unlike the service, it lists failures of queued ingestion too. */
export async function showIngestionFailures(
  context: CommandContext,
  operationId?: string,
): Promise<ResultTable> {
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
}
