import { toPolicyJson } from './batching-policy'
import { bracketEntityName, quoteString } from './entity-name'
import { formatMapping, mappingKindWord } from './ingestion-mapping'
import type { MappingKind } from './mapping-kind'
import type { BatchingPolicy } from './schema/batching-policy'
import type { ColumnSource } from './schema/table'
import { formatSchema } from './table-schema'
import type { TableSchema } from './schema/table'

/**
 * The commands that change a table. The services send these texts, and the page shows the very same before it asks for
 * them. Names go in quoted, so that no name can end a command and begin another.
 */
export const managementCommands = {
  createTable: (table: string, schema: TableSchema): string =>
    `.create table ${bracketEntityName(table)} (${formatSchema(schema)})`,
  /** Adds columns after those that are there, and changes none (documents: `.alter-merge table`). */
  addColumns: (table: string, columns: TableSchema): string =>
    `.alter-merge table ${bracketEntityName(table)} (${formatSchema(columns)})`,
  alterTablePolicy: (table: string, policy: BatchingPolicy): string =>
    `.alter table ${bracketEntityName(table)} policy ingestionbatching ${quoteString(toPolicyJson(policy))}`,
  /** The database's policy applies again, or the service's default (documents: `.delete table policy`). */
  deleteTablePolicy: (table: string): string =>
    `.delete table ${bracketEntityName(table)} policy ingestionbatching`,
  saveMapping: (
    table: string,
    mapping: { readonly name: string; readonly kind: MappingKind; readonly columns: readonly ColumnSource[] },
  ): string =>
    `.create-or-alter table ${bracketEntityName(table)} ingestion ${mappingKindWord(mapping.kind)} mapping ${quoteString(mapping.name)} ${quoteString(formatMapping(mapping.columns))}`,
} as const
