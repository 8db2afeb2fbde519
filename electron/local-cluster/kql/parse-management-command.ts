import { CommandReader } from './commands/command-reader'
import { ended, readPiped, type CommandParser } from './commands/command-scope'
import {
  readDropExtent,
  readDropExtents,
  readDropExtentTags,
  readExtentTags,
} from './commands/extent-commands'
import { readIngest, readIngestQuery, readScript } from './commands/ingest-commands'
import { readDefineFunction, readDropFunctions } from './commands/function-commands'
import { readDefineMapping, readDropMapping } from './commands/mapping-commands'
import { readAlterPolicy, readDeletePolicy } from './commands/policy-commands'
import { readCancelQueuedOperation } from './commands/queued-operation-commands'
import { showCommands } from './commands/show-commands'
import {
  readClear,
  readDefineTable,
  readDefineTables,
  readDropColumn,
  readDropTable,
  readDropTables,
  readRename,
} from './commands/table-commands'
import { unsupportedCommand } from './commands/unsupported-commands'
import { KustoError } from '../answers/kusto-error'
import type { CommandScope, ManagementCommand } from './management-command'
import { notSupported } from './query-failure'

/**
 * Parses a management command.
 *
 * @throws KustoError: a syntax error (`SYN0002`) with its position, including for commands that Kusto does not
 * have; `BadRequest_NotSupported`, with its name, for a command that Kusto has but this cluster does not.
 */
export function parseManagementCommand(csl: string): ManagementCommand {
  try {
    return parsed(csl)
  } catch (error) {
    const unsupported = error instanceof KustoError ? unsupportedCommand(csl) : undefined
    if (unsupported === undefined) throw error
    throw notSupported(csl, unsupported.offset, `The command '${unsupported.name}'`)
  }
}

function parsed(csl: string): ManagementCommand {
  const reader = new CommandReader(csl)
  if (!reader.acceptMark('.')) throw reader.failure("a management command begins with '.'.")
  const verb = reader.acceptOne(...Object.keys(verbs))
  const parse = verb === undefined ? undefined : verbs[verb]
  if (parse === undefined) throw reader.failure('the local cluster does not know this command.')
  return parse(reader)
}

/** Takes the first word and continues with its parser. */
function oneOf(parsers: Readonly<Record<string, CommandParser>>): CommandParser {
  return (reader) => {
    const word = reader.acceptOne(...Object.keys(parsers))
    const parse = word === undefined ? undefined : parsers[word]
    if (parse === undefined) throw reader.failure('the local cluster does not know this command.')
    return parse(reader)
  }
}

/** What can be defined on a table or database: an ingestion mapping or a policy. */
function readOnScope(
  reader: CommandReader,
  scopes: readonly CommandScope[],
  mode: 'create' | 'alter' | 'createOrAlter' | 'alterMerge',
): ManagementCommand {
  const [scope] = scopes
  if (mode !== 'create' && mode !== 'createOrAlter' && reader.accept('policy')) {
    return readAlterPolicy(reader, scopes, mode === 'alterMerge')
  }
  if (mode !== 'alterMerge' && scope !== undefined && reader.accept('ingestion')) {
    return readDefineMapping(reader, scope, mode)
  }
  throw reader.failure('the local cluster does not know this command.')
}

/** A table definition, or a mapping or policy on a table, depending on what follows the name. */
function tableOrScope(mode: 'create' | 'alter' | 'createOrAlter' | 'alterMerge'): CommandParser {
  return (reader) => {
    const ahead = new CommandReader(reader.text.slice(reader.position))
    ahead.name('a table name')
    if (mode === 'createOrAlter' || ahead.seesOne(['policy', 'ingestion'])) {
      return readOnScope(reader, [{ level: 'table', table: reader.name('a table name') }], mode)
    }
    return readDefineTable(reader, mode)
  }
}

function onDatabase(mode: 'create' | 'alter' | 'createOrAlter' | 'alterMerge'): CommandParser {
  return (reader) => {
    const database = reader.seesOne(['policy', 'ingestion']) ? undefined : reader.name('a database name')
    return readOnScope(reader, [{ level: 'database', database }], mode)
  }
}

const onTables =
  (merge: boolean): CommandParser =>
  (reader) => {
    const tables = reader.list(() => reader.name('a table name'))
    reader.expect('policy')
    return readAlterPolicy(
      reader,
      tables.map((table) => ({ level: 'table', table })),
      merge,
    )
  }

const readCreateDatabase: CommandParser = (reader) => {
  const database = reader.name('a database name')
  if (reader.accept('ingestion')) return readDefineMapping(reader, { level: 'database', database }, 'create')
  if (reader.accept('persist')) reader.list(() => reader.string('a path'))
  else reader.accept('volatile')
  return ended(reader, { kind: 'createDatabase', database, ifNotExists: reader.accept('ifnotexists') })
}

const verbs: Readonly<Record<string, CommandParser>> = {
  alter: oneOf({
    cluster: (reader) => readOnScope(reader, [{ level: 'cluster' }], 'alter'),
    database: onDatabase('alter'),
    extent: (reader) => readExtentTags(reader, 'replace'),
    function: (reader) => readDefineFunction(reader, 'alter'),
    table: tableOrScope('alter'),
    tables: onTables(false),
  }),
  'alter-merge': oneOf({
    cluster: (reader) => readOnScope(reader, [{ level: 'cluster' }], 'alterMerge'),
    database: onDatabase('alterMerge'),
    extent: (reader) => readExtentTags(reader, 'merge'),
    table: tableOrScope('alterMerge'),
    tables: onTables(true),
  }),
  append: (reader) => readIngestQuery(reader, 'append'),
  cancel: readCancelQueuedOperation,
  clear: readClear,
  create: oneOf({
    database: readCreateDatabase,
    function: (reader) => readDefineFunction(reader, 'create'),
    table: tableOrScope('create'),
    tables: (reader) => readDefineTables(reader, 'create'),
  }),
  'create-merge': oneOf({
    table: (reader) => readDefineTable(reader, 'createMerge'),
    tables: (reader) => readDefineTables(reader, 'createMerge'),
  }),
  'create-or-alter': oneOf({
    database: onDatabase('createOrAlter'),
    function: (reader) => readDefineFunction(reader, 'createOrAlter'),
    table: tableOrScope('createOrAlter'),
  }),
  delete: oneOf({
    cluster: readDelete([{ level: 'cluster' }]),
    database: (reader) => {
      const database = reader.seesOne(['policy']) ? undefined : reader.name('a database name')
      return readDelete([{ level: 'database', database }])(reader)
    },
    table: (reader) => readDelete([{ level: 'table', table: reader.name('a table name') }])(reader),
    tables: (reader) => {
      const tables = reader.list(() => reader.name('a table name'))
      return readDelete(tables.map((table) => ({ level: 'table', table })))(reader)
    },
  }),
  drop: oneOf({
    column: readDropColumn,
    database: (reader) => {
      const database = reader.name('a database name')
      if (reader.accept('ingestion')) return readDropMapping(reader, { level: 'database', database })
      return ended(reader, { kind: 'dropDatabase', database, ifExists: reader.accept('ifexists') })
    },
    extent: (reader) => (reader.accept('tags') ? readDropExtentTags(reader) : readDropExtent(reader)),
    extents: readDropExtents,
    function: readDropFunctions,
    functions: readDropFunctions,
    table: (reader) => {
      const ahead = new CommandReader(reader.text.slice(reader.position))
      const table = ahead.name('a table name')
      if (!ahead.seesOne(['ingestion'])) return readDropTable(reader)
      reader.name('a table name')
      reader.expect('ingestion')
      return readDropMapping(reader, { level: 'table', table })
    },
    tables: readDropTables,
  }),
  execute: readScript,
  get: oneOf({
    ingestion: (reader) => {
      reader.expect('resources')
      // Some clients ask for the metadata; these resources have none.
      const unknown = Object.keys(reader.properties()).find((name) => name !== 'enableblobmetadata')
      if (unknown !== undefined) throw reader.failure(`'${unknown}' is not a property of this command.`)
      return { kind: 'getIngestionResources', ...readPiped(reader) }
    },
    kusto: (reader) => {
      reader.expect('identity token')
      return { kind: 'getKustoIdentityToken', ...readPiped(reader) }
    },
  }),
  ingest: readIngest,
  rename: readRename,
  set: (reader) => readIngestQuery(reader, 'set'),
  'set-or-append': (reader) => readIngestQuery(reader, 'setOrAppend'),
  'set-or-replace': (reader) => readIngestQuery(reader, 'setOrReplace'),
  show: oneOf(showCommands),
}

function readDelete(scopes: readonly CommandScope[]): CommandParser {
  return (reader) => {
    reader.expect('policy')
    return readDeletePolicy(reader, scopes)
  }
}
