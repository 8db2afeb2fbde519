import { commandVerb } from '../../domain/kql-text'
import type { ClusterState } from '../state/cluster-state'
import type { RequestLimits } from '../queries/request-limits'
import { runQueries } from '../queries/run-queries'
import type { ResultTable } from '../answers/result-table'
import { commandContext } from './command-context'
import { runPipedQuery } from './piped-query'
import { readCommand } from './read-command'

/** Commands that the journal has (documents: journal): not those that add extents. */
const changesMetadata =
  /^(add|alter|alter-merge|create|create-merge|create-or-alter|delete|drop|rename|set (database|table)) /

/**
 * Runs a request's management command. It has one result, or more if queries follow it after `| …;`.
 *
 * @throws KustoError as the service answers it.
 */
export async function runCommand(
  state: ClusterState,
  csl: string,
  databaseName: string,
  limits: RequestLimits,
): Promise<readonly ResultTable[]> {
  const { command, words, names, args, database = databaseName, pipedQuery } = readCommand(csl)
  const context = commandContext(state, database, limits, (nested) =>
    runNested(state, nested, databaseName, limits),
  )
  const table = await command.run(context, args)
  if (changesMetadata.test(words)) {
    const event = words
      .replace(/ (\W?[A-Z]\W?|\*)(?= |$)/g, '')
      .replaceAll(' ', '-')
      .toUpperCase()
    state.journal.add({ event, text: csl, database, entity: names[0] ?? '', at: state.clock.now() })
  }
  return pipedQuery === undefined ? [table] : runPipedQuery(context, table, pipedQuery)
}

async function runNested(
  state: ClusterState,
  csl: string,
  database: string,
  limits: RequestLimits,
): Promise<readonly ResultTable[]> {
  // The window asks for truncated lists; a truncated list would silently leave out extents to act on.
  const whole = { ...limits, takenRows: Infinity }
  if (commandVerb(csl) !== undefined) return runCommand(state, csl, database, whole)
  const { tables } = await runQueries(state, { database, csl, parameters: {}, now: undefined }, whole)
  return tables
}
