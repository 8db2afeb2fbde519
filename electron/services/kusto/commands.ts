import { bracketEntityName, quoteString } from '../../domain/entity-name'
import { managementCommands } from '../../domain/management-commands'

/**
 * The commands and queries that the studio sends. Every name is quoted, so no name can end one command and start
 * another.
 */
export const commands = {
  showDatabases: '.show databases',
  showTables: '.show tables',
  showTablesDetails: '.show tables details',
  showDatabaseSchema: (database: string): string => `.show database ${bracketEntityName(database)} schema`,
  showDatabaseSchemaJson: (database: string): string =>
    `.show database ${bracketEntityName(database)} schema as json`,
  showTableSchema: (table: string): string => `.show table ${bracketEntityName(table)} schema as json`,
  showTablePolicy: (table: string): string =>
    `.show table ${bracketEntityName(table)} policy ingestionbatching`,
  showDatabasePolicy: (database: string): string =>
    `.show database ${bracketEntityName(database)} policy ingestionbatching`,
  showMappings: (table: string): string => `.show table ${bracketEntityName(table)} ingestion mappings`,
  ...managementCommands,
  /** By the request id that the query was sent with (documents: `.cancel query`). */
  cancelQuery: (requestId: string): string => `.cancel query ${quoteString(requestId)}`,
  cancelQueuedOperation: (operationId: string): string =>
    `.cancel queued ingestion operation ${quoteString(operationId)}`,
  dropTable: (table: string): string => `.drop table ${bracketEntityName(table)}`,
  countRows: (table: string): string => `${bracketEntityName(table)} | count`,
  lastRow: (table: string, timeColumn: string): string =>
    `${bracketEntityName(table)} | top 1 by ${bracketEntityName(timeColumn)} desc`,
} as const
