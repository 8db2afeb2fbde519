import { KustoError } from '../answers/kusto-error'
import type { StoredTable } from '../engine/catalog'
import { schemaMismatch, tablesReached, translateUpdate, type Update } from '../loading/update-query'
import { keptUpdatePolicies, parseUpdatePolicies, type UpdatePolicy } from '../messages/update-policy'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandContext } from './command-context'
import type { CommandProperties } from './command-reader'

/** What no extent has: nothing is read when a policy is checked. */
const noExtent = -1n

/**
 * The update policy to keep, as JSON text; `null` for none. The enabled rules are checked as the service does (documents:
 * `.alter table policy update`): their source must exist, their query must read it and have the types of the table's columns,
 * and no chain of updates may lead back to a table in it.
 *
 * @throws KustoError for what is wrong with a rule.
 */
export async function checkedUpdatePolicy(
  context: CommandContext,
  table: StoredTable | undefined,
  command: {
    readonly value: string
    /** For `.alter-merge`: the policy to which the given one is appended. */
    readonly before: string | undefined
    readonly properties?: CommandProperties
  },
): Promise<string> {
  if (table === undefined) throw refused('it belongs to a table, not to a database.')
  if (command.value.trim() === 'null') return 'null'
  const given = parseUpdatePolicies(command.value)
  const allowsUnreferenced = command.properties?.['allowunreferencedsourcetable']?.toLowerCase() === 'true'
  for (const policy of given)
    if (policy.IsEnabled) await check(context, { policy, target: table }, allowsUnreferenced)
  return JSON.stringify([...keptUpdatePolicies(command.before), ...given] satisfies UpdatePolicy[])
}

async function check(context: CommandContext, update: Update, allowsUnreferenced: boolean): Promise<void> {
  const { state, databaseName, limits } = context
  const { policy, target } = update
  if (policy.Source === '' || policy.Query === '') throw refused('a rule needs a Source and a Query.')
  if (state.catalog.findTable(databaseName, policy.Source) === undefined)
    throw refused(`its source, the table '${policy.Source}', is not in database '${databaseName}'.`)
  let readsNewRows: boolean | undefined
  try {
    const options = { now: ticksFromMilliseconds(state.clock.now()), signal: limits.signal }
    ;({ readsNewRows } = await translateUpdate(state, update, noExtent, options))
  } catch (error) {
    if (error instanceof KustoError && error.code === schemaMismatch) throw refused(error.message, error)
    throw error
  }
  if (readsNewRows !== true && !allowsUnreferenced)
    throw refused(
      `its query does not read its source '${policy.Source}'. To set it all the same, write with (AllowUnreferencedSourceTable=true) before the policy.`,
    )
  const next = [target, ...tablesReached(state.catalog, state.policies, target)]
  if (next.some(({ name }) => name === policy.Source))
    throw refused(`it would be cyclic: rows of '${policy.Source}' would lead to new rows of the same table.`)
}

function refused(reason: string, cause?: KustoError): KustoError {
  return new KustoError('General_BadRequest', `Error during execution of a policy operation: ${reason}`, {
    ...(cause === undefined ? {} : { type: cause.type, cause }),
  })
}
