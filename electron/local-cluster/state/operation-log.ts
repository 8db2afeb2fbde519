import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'

/** An operation that ended. Times are milliseconds since the epoch. */
export interface FinishedOperation {
  readonly id: string
  readonly kind: string
  readonly database: string
  readonly startedAt: number
  readonly endedAt: number
  readonly state: 'Completed' | 'Failed'
  readonly status: string
}

/** How many operations to remember. */
const longestLog = 1000

/** This process's asynchronous operations, for `.show operations`. */
export class OperationLog {
  readonly #operations: FinishedOperation[] = []

  add(operation: FinishedOperation): void {
    this.#operations.push(operation)
    if (this.#operations.length > longestLog) this.#operations.shift()
  }

  /** `.show operations`: all, or those with the given ids. */
  show(ids: readonly string[]): ResultTable {
    const wanted = this.#operations.filter(({ id }) => ids.length === 0 || ids.includes(id))
    return resultTable(
      {
        OperationId: 'guid',
        Operation: 'string',
        NodeId: 'string',
        StartedOn: 'datetime',
        LastUpdatedOn: 'datetime',
        Duration: 'timespan',
        State: 'string',
        Status: 'string',
        RootActivityId: 'guid',
        ShouldRetry: 'bool',
        Database: 'string',
        Principal: 'string',
        User: 'string',
        AdminEpochStartTime: 'datetime',
        VirtualCluster: 'string',
      },
      wanted.map((operation) => [
        operation.id,
        operation.kind,
        '',
        ticksFromMilliseconds(operation.startedAt),
        ticksFromMilliseconds(operation.endedAt),
        BigInt(operation.endedAt - operation.startedAt) * 10_000n,
        operation.state,
        operation.status,
        operation.id,
        false,
        operation.database,
        'local-cluster-user',
        '',
        null,
        '',
      ]),
    )
  }
}
