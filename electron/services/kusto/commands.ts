import type { BatchingPolicy } from '../../domain/schema/batching-policy'
import { toPolicyJson } from '../../domain/batching-policy'
import { bracketEntityName, quoteString } from '../../domain/entity-name'
import { formatSchema, type TableSchema } from '../../domain/table-schema'

/**
 * The commands and queries that the studio sends. Every name is quoted, so no name can end one command and start
 * another.
 */
export const commands = {
  showDatabases: '.show databases',
  showTables: '.show tables',
  showTablesDetails: '.show tables details',
  showDatabaseSchema: (database: string): string => `.show database ${bracketEntityName(database)} schema`,
  showTableSchema: (table: string): string => `.show table ${bracketEntityName(table)} schema as json`,
  showTablePolicy: (table: string): string =>
    `.show table ${bracketEntityName(table)} policy ingestionbatching`,
  showDatabasePolicy: (database: string): string =>
    `.show database ${bracketEntityName(database)} policy ingestionbatching`,
  showMappings: (table: string): string => `.show table ${bracketEntityName(table)} ingestion mappings`,
  createTable: (table: string, schema: TableSchema): string =>
    `.create table ${bracketEntityName(table)} (${formatSchema(schema)})`,
  alterTablePolicy: (table: string, policy: BatchingPolicy): string =>
    `.alter table ${bracketEntityName(table)} policy ingestionbatching ${quoteString(toPolicyJson(policy))}`,
  dropTable: (table: string): string => `.drop table ${bracketEntityName(table)}`,
  countRows: (table: string): string => `${bracketEntityName(table)} | count`,
  lastRow: (table: string, timeColumn: string): string =>
    `${bracketEntityName(table)} | top 1 by ${bracketEntityName(timeColumn)} desc`,
} as const
