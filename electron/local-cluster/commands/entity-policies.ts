import { toPolicyJson } from '../../domain/batching-policy'
import type { StoredTable } from '../engine/catalog'
import { wholeDatabase } from '../engine/policy-store'
import type { CommandContext } from './command-context'

/** A table, or a whole database. */
export interface PolicyOwner {
  readonly database: string
  readonly table: StoredTable | undefined
}

/** The policy that applies, as JSON: the table's own, else its database's, else `null`. */
export function policyJson(
  context: CommandContext,
  { database, table }: PolicyOwner,
  policy: string,
): string {
  const { policies } = context.state
  const own = table === undefined ? undefined : policies.get(database, table.number, policy)
  return own ?? policies.get(database, wholeDatabase, policy) ?? 'null'
}

/** The batching policy of the entity itself, as JSON; `null` if it has none. */
export function batchingPolicyJson(context: CommandContext, { database, table }: PolicyOwner): string {
  const { policy, origin } = context.state.policies.effectiveBatchingPolicy(database, table)
  return origin === (table === undefined ? 'database' : 'table') ? toPolicyJson(policy) : 'null'
}

/** The principals with a role on the entity, as JSON. */
export async function principalsJson(context: CommandContext, owner: PolicyOwner): Promise<string> {
  const number = owner.table?.number ?? wholeDatabase
  const assignments = await context.state.principals.list(owner.database, number)
  return JSON.stringify(
    assignments.map(({ role, principal, notes }) => ({ Role: role, FQN: principal, Notes: notes })),
  )
}
