import type { TableSchema } from '../../domain/schema/table'
import type { Catalog, StoredTable } from '../engine/catalog'
import type { PolicyStore } from '../engine/policy-store'
import type { TranslatedQuery } from '../kql/translated-query'
import type { Translator } from '../kql/translator/translator'
import { KustoError } from '../answers/kusto-error'
import { keptUpdatePolicies, type UpdatePolicy } from '../messages/update-policy'

/** One enabled rule of a table's update policy. */
export interface Update {
  readonly policy: UpdatePolicy
  readonly target: StoredTable
}

/** The updates that a table's new rows cause, as things stand. */
export function updatesFrom(catalog: Catalog, policies: PolicyStore, source: StoredTable): Update[] {
  const kept = policies.ofTables(source.database, 'update')
  if (kept.size === 0) return []
  return catalog.database(source.database).tables.flatMap((target) =>
    keptUpdatePolicies(kept.get(target.number))
      .filter(({ IsEnabled: on, Source }) => on && Source === source.name)
      .map((policy) => ({ policy, target })),
  )
}

/** The tables that new rows of a table reach, in any number of steps. */
export function tablesReached(catalog: Catalog, policies: PolicyStore, source: StoredTable): StoredTable[] {
  const reached = new Map<bigint, StoredTable>()
  const waiting = [source]
  for (let table = waiting.pop(); table !== undefined; table = waiting.pop()) {
    for (const { target } of updatesFrom(catalog, policies, table)) {
      if (reached.has(target.number)) continue
      reached.set(target.number, target)
      waiting.push(target)
    }
  }
  return [...reached.values()]
}

/** The code for a query whose result does not fit the table. */
export const schemaMismatch = 'UpdatePolicy_QuerySchemaDoesNotMatchTableSchema'

/**
 * Translates an update's query, which sees of its source the rows of one extent. It wraps whole numbers around from
 * the start: a failed statement would end the transaction, so it cannot be run again in that mode.
 *
 * @param now In ticks.
 * @throws KustoError for a query that cannot be translated; `UpdatePolicy_QuerySchemaDoesNotMatchTableSchema` unless
 * its columns have the types of the table's, in order (documents: update policy).
 */
export async function translateUpdate(
  parts: { readonly catalog: Catalog; readonly translator: Pick<Translator, 'query'> },
  { policy, target }: Update,
  extent: bigint,
  options: { readonly now: bigint; readonly signal: AbortSignal },
): Promise<TranslatedQuery> {
  const database = parts.catalog.database(target.database)
  // Without an identity a query has no access to other databases (documents: update policy, ManagedIdentity).
  const otherDatabases =
    policy.ManagedIdentity === null ? [] : parts.catalog.databases().filter((other) => other !== database)
  const context = {
    now: options.now,
    otherDatabases,
    wrapping: true,
    newRows: { table: policy.Source, extent },
  }
  const query = await parts.translator.query(policy.Query, database, context, options.signal)
  const [given, wanted] = [typesOf(query.columns), typesOf(target.columns)]
  if (given === wanted) return query
  throw new KustoError(
    schemaMismatch,
    `Query schema does not match table schema. QuerySchema=('${given}'), TableSchema=('${wanted}')`,
    { type: 'Kusto.DataNode.Exceptions.QuerySchemaDoesNotMatchTableSchemaException' },
  )
}

function typesOf(columns: TableSchema): string {
  return columns.map(({ type }) => type).join(',')
}
