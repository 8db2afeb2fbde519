import type { ManagementCommand } from '../management-command'
import type { CommandReader } from './command-reader'
import { readPiped, type CommandParser } from './command-scope'
import { readShowExtents } from './extent-commands'
import { readShowFunctions } from './function-commands'
import { readShowMappings } from './mapping-commands'
import { readShowPolicy } from './policy-commands'
import { readShowQueuedOperations } from './queued-operation-commands'

/** What may follow `.show`, by its first word. */
export const showCommands: Readonly<Record<string, CommandParser>> = {
  capacity: (reader) => {
    const one = reader.atEnd || reader.sees('|') ? {} : { resource: reader.keyword('a resource') }
    return { kind: 'showCapacity', ...one, ...readPiped(reader) }
  },
  cluster: readShowCluster,
  commands: (reader) => ({ kind: 'showList', list: 'commands', ...readPiped(reader) }),
  'commands-and-queries': (reader) => ({
    kind: 'showList',
    list: 'commandsAndQueries',
    ...readPiped(reader),
  }),
  'continuous-exports': (reader) => ({ kind: 'showList', list: 'continuousExports', ...readPiped(reader) }),
  current: (reader) => {
    reader.expect('principal')
    if (reader.accept('roles')) return { kind: 'showPrincipalRoles', ...readPiped(reader) }
    return { kind: 'showPrincipalAccess', ...readPiped(reader) }
  },
  database: readShowDatabase,
  databases: readShowDatabases,
  diagnostics: (reader) => ({ kind: 'showDiagnostics', ...readPiped(reader) }),
  export: (reader) => {
    reader.expect('containers')
    return { kind: 'showExportContainers', ...readPiped(reader) }
  },
  external: (reader) => {
    reader.expect('tables')
    return { kind: 'showList', list: 'externalTables', ...readPiped(reader) }
  },
  function: (reader) => readShowFunctions(reader, true),
  functions: (reader) => readShowFunctions(reader, false),
  ingestion: (reader) => {
    // Newer Java clients say this instead of `.get ingestion resources`.
    if (reader.accept('resources')) return { kind: 'getIngestionResources', ...readPiped(reader) }
    if (!reader.seesOne(['failures'])) {
      return readShowMappings(reader, { level: 'database', database: undefined })
    }
    reader.expect('failures')
    const operationId = reader.properties()['operationid']
    const ofOperation = operationId === undefined ? {} : { operationId: operationId.toLowerCase() }
    return { kind: 'showIngestionFailures', ...ofOperation, ...readPiped(reader) }
  },
  journal: (reader) => ({ kind: 'showList', list: 'journal', ...readPiped(reader) }),
  'materialized-views': (reader) => ({ kind: 'showList', list: 'materializedViews', ...readPiped(reader) }),
  operations: (reader) => {
    const one = reader.tryGuid()
    const ids = one !== undefined ? [one] : reader.sees('(') ? reader.list(() => reader.guid('an id')) : []
    const details = reader.accept('details')
    return { kind: 'showOperations', ids, details, ...readPiped(reader) }
  },
  operation: (reader) => {
    const ids = [reader.guid('an operation id')]
    const details = reader.accept('details')
    return { kind: 'showOperations', ids, details, ...readPiped(reader) }
  },
  principal: (reader) => {
    if (reader.accept('roles')) return { kind: 'showPrincipalRoles', ...readPiped(reader) }
    reader.expect('access')
    reader.properties()
    return { kind: 'showPrincipalAccess', ...readPiped(reader) }
  },
  queued: readShowQueuedOperations,
  queries: (reader) => ({ kind: 'showList', list: 'queries', ...readPiped(reader) }),
  running: (reader) => {
    reader.expect('queries')
    return { kind: 'showList', list: 'queries', ...readPiped(reader) }
  },
  schema: (reader) => ({
    kind: 'showDatabaseSchema',
    databases: 'all',
    format: reader.accept('as json') ? 'json' : 'rows',
    ...readPiped(reader),
  }),
  table: readShowTable,
  tables: readShowTables,
  version: (reader) => ({ kind: 'showVersion', ...readPiped(reader) }),
}

function readShowCluster(reader: CommandReader): ManagementCommand {
  if (reader.accept('extents')) return readShowExtents(reader, { level: 'cluster' })
  if (reader.accept('policy')) return readShowPolicy(reader, { level: 'cluster' })
  if (reader.accept('principals')) {
    return { kind: 'showPrincipals', scope: { level: 'cluster' }, ...readPiped(reader) }
  }
  if (reader.accept('databases')) return readShowDatabases(reader)
  return { kind: 'showCluster', details: reader.accept('details'), ...readPiped(reader) }
}

function readShowDatabases(reader: CommandReader): ManagementCommand {
  const databases = reader.sees('(') ? reader.list(() => reader.name('a database name')) : undefined
  if (reader.accept('schema')) {
    const format = reader.accept('as json') ? 'json' : 'rows'
    return { kind: 'showDatabaseSchema', databases: databases ?? 'all', format, ...readPiped(reader) }
  }
  if (databases !== undefined) throw reader.failure("expected 'schema'.")
  const details = reader.acceptOne('details', 'identity') === 'details'
  return { kind: 'showDatabases', details, ...readPiped(reader) }
}

function readShowDatabase(reader: CommandReader): ManagementCommand {
  const own = reader.atEnd || reader.sees('|') || reader.seesOne(databaseParts)
  const database = own ? undefined : reader.name('a database name')
  if (reader.accept('schema')) {
    if (reader.accept('if_later_than')) reader.string('a version')
    const format = reader.accept('as json') ? 'json' : reader.accept('as csl') ? 'csl' : 'rows'
    if (format === 'csl') reader.accept('script')
    const databases = database === undefined ? undefined : [database]
    return { kind: 'showDatabaseSchema', databases, format, ...readPiped(reader) }
  }
  if (reader.accept('cslschema')) {
    reader.accept('script')
    const databases = database === undefined ? undefined : [database]
    return { kind: 'showDatabaseSchema', databases, format: 'csl', ...readPiped(reader) }
  }
  const scope = { level: 'database', database } as const
  if (reader.accept('extents')) return readShowExtents(reader, scope)
  if (reader.accept('policy')) return readShowPolicy(reader, scope)
  if (reader.accept('principals')) return { kind: 'showPrincipals', scope, ...readPiped(reader) }
  if (reader.accept('ingestion')) return readShowMappings(reader, scope)
  return { kind: 'showDatabase', database, details: reader.accept('details'), ...readPiped(reader) }
}

const databaseParts = ['schema', 'cslschema', 'extents', 'policy', 'principals', 'ingestion', 'details']

function readShowTable(reader: CommandReader): ManagementCommand {
  if (reader.acceptMark('*')) {
    reader.expect('policy')
    return readShowPolicy(reader, { level: 'tables' })
  }
  const table = reader.name('a table name')
  const scope = { level: 'table', table } as const
  if (reader.accept('extents')) return readShowExtents(reader, scope)
  if (reader.accept('policy')) return readShowPolicy(reader, scope)
  if (reader.accept('ingestion')) return readShowMappings(reader, scope)
  if (reader.accept('principals')) return { kind: 'showPrincipals', scope, ...readPiped(reader) }
  if (reader.accept('details')) {
    return { kind: 'showTables', tables: [table], details: true, ...readPiped(reader) }
  }
  const format = reader.accept('cslschema') ? 'csl' : reader.accept('schema as json') ? 'json' : 'columns'
  if (format === 'columns') reader.accept('schema')
  return { kind: 'showTableSchema', table, format, ...readPiped(reader) }
}

function readShowTables(reader: CommandReader): ManagementCommand {
  const tables = reader.sees('(') ? reader.list(() => reader.name('a table name')) : undefined
  if (tables !== undefined && reader.accept('extents')) {
    return readShowExtents(reader, { level: 'tables', tables })
  }
  if (tables === undefined && reader.accept('policy')) return readShowPolicy(reader, { level: 'tables' })
  const details = reader.accept('details')
  reader.properties()
  const named = tables === undefined ? {} : { tables }
  return { kind: 'showTables', ...named, details, ...readPiped(reader) }
}
