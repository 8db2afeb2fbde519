import { randomUUID } from 'node:crypto'
import { redactText } from '../../domain/redact-text'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import type { FinishedOperation } from '../state/operation-log'
import type { CommandContext } from './command-context'

/**
 * A command with `async`: answers with the operation's id, for `.show operations`. It finishes before it answers, so a client that then asks for the operation finds it completed.
 *
 * @param kind The operation's name, for example `DataIngestPull`.
 */
export async function runAsync(
  context: CommandContext,
  kind: string,
  work: () => Promise<unknown>,
): Promise<ResultTable> {
  const { operations, clock } = context.state
  const begun = { id: randomUUID(), kind, database: context.databaseName, startedAt: clock.now() }
  let end: Pick<FinishedOperation, 'state' | 'status'> = { state: 'Completed', status: '' }
  try {
    await work()
  } catch (error) {
    if (!(error instanceof KustoError)) throw error
    end = { state: 'Failed', status: redactText(error.message) }
  }
  operations.add({ ...begun, ...end, endedAt: clock.now() })
  return resultTable({ OperationId: 'guid' }, [[begun.id]])
}
