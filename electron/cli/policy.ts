import { assertBatchingPolicy } from '../domain/checked-batching-policy'
import { amount } from '../domain/words/phrases'
import type { EffectiveBatchingPolicy } from '../domain/schema/batching-policy'
import type { StudioServices } from '../services/studio-services'
import type { PolicyArguments } from './studio-arguments'
import type { Outcome } from './report-run'
import type { Terminal } from './terminal'

/**
 * Shows when a table's batches are sealed and where that comes from, after changing it if asked to.
 *
 * @throws StudioError `PolicyInvalid` for a time that the service does not take.
 */
export async function policy(
  args: PolicyArguments,
  studio: StudioServices,
  context: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { terminal, signal } = context
  const ref = { database: args.database, table: args.table }
  await studio.connection.open(args.cluster, signal)
  let details = await studio.catalog.table(ref, signal)
  if (args.change === 'inherit') {
    details = await studio.catalog.setBatchingPolicy({ ...ref, policy: null }, signal)
  } else if (args.change !== undefined) {
    const maximumBatchingTimeSpanMs = args.change.seconds * 1000
    const changed = { ...details.batchingPolicy.policy, maximumBatchingTimeSpanMs }
    assertBatchingPolicy(changed)
    details = await studio.catalog.setBatchingPolicy({ ...ref, policy: changed }, signal)
  }
  const { batchingPolicy } = details
  terminal.result(
    args.json ? JSON.stringify({ command: 'policy', ...batchingPolicy }) : policyWords(batchingPolicy),
  )
  return () => 0
}

const origins = {
  table: 'This table has a policy of its own.',
  database: 'The table has none of its own; this is the database’s.',
  default: 'Neither the table nor the database has one; this is the service’s default.',
} as const

function policyWords({
  policy: { maximumBatchingTimeSpanMs, ...most },
  origin,
}: EffectiveBatchingPolicy): string {
  const items = amount(most.maximumNumberOfItems, 'item')
  const megabytes = most.maximumRawDataSizeMb.toLocaleString('en-US')
  return `A batch is sealed after ${maximumBatchingTimeSpanMs / 1000} s, ${items} or ${megabytes} MB. ${origins[origin]}`
}
