import type { StoredMapping } from '../engine/mapping-store'
import { wholeDatabase } from '../engine/policy-store'
import { KustoError } from '../answers/kusto-error'
import { parseMapping } from '../loading/mapping'
import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import { checkName } from './check-name'
import { command } from './command'
import type { CommandContext } from './command-context'
import type { CommandReader } from './command-reader'
import type { CommandScope } from './command-words'

/** The table or database that a mapping belongs to. */
interface Owner {
  readonly database: string
  readonly tableNumber: bigint
  readonly tableName: string
}

const kinds = ['csv', 'json', 'avro', 'parquet', 'orc', 'w3clogfile', 'apacheavro', 'sstream'] as const

/** Mapping kinds as commands spell them. */
type MappingKindWord = (typeof kinds)[number]

const verbs = ['create', 'alter', 'create-or-alter'] as const
const owners = ['database ingestion', 'database N ingestion', 'table T ingestion']

/** `… KIND mapping "name" "json"`. */
const defineMapping = command({
  words: verbs.flatMap((verb) => owners.map((owner) => `${verb} ${owner}`)),
  read(reader, start) {
    const mappingKind = readKind(reader)
    reader.expect('mapping')
    // Not reader.string: it would join the name with the mapping that follows.
    const name = reader.singleString('the name of the mapping')
    const mapping = reader.string('the mapping')
    reader.properties()
    return { verb: start.verb(...verbs), scope: start.scope, mappingKind, name, mapping }
  },
  async run(context, args) {
    const { mappings, clock } = context.state
    const owner = ownerOf(context, args.scope)
    checkName(args.name, 'mapping')
    const known = await findMapping(context, owner, args.mappingKind, args.name)
    if (args.verb === 'create' && known !== undefined) {
      throw new KustoError('BadRequest_EntityAlreadyExists', `Mapping '${args.name}' exists already.`, {
        type: 'Kusto.Common.Svc.Exceptions.EntityAlreadyExistsException',
      })
    }
    if (args.verb === 'alter' && known === undefined) throw notFound(args.name)
    const text = withoutTrailingCommas(args.mapping)
    parseMapping(text)
    const mapping: StoredMapping = {
      database: owner.database,
      tableNumber: owner.tableNumber,
      kind: args.mappingKind,
      name: args.name,
      mapping: text,
      updatedOn: ticksFromMilliseconds(clock.now()),
    }
    await mappings.set(mapping)
    return table(context, [mapping])
  },
})

/** `… KIND mapping "name"`. */
const dropMapping = command({
  words: owners.map((owner) => `drop ${owner}`),
  read(reader, start) {
    const mappingKind = readKind(reader)
    reader.expect('mapping')
    return { scope: start.scope, mappingKind, name: reader.string('the name of the mapping') }
  },
  async run(context, args) {
    const owner = ownerOf(context, args.scope)
    const known = await findMapping(context, owner, args.mappingKind, args.name)
    if (known === undefined) throw notFound(args.name)
    await context.state.mappings.remove(known)
    return table(context, [])
  },
})

interface ShowMappings {
  readonly scope: CommandScope
  readonly mappingKind?: MappingKindWord
  readonly name?: string
}

/** `… [KIND] mappings`, `… KIND mapping "name"`; without an owner, those of the database. */
const showMappings = command({
  words: ['show ingestion', ...owners.map((owner) => `show ${owner}`)],
  read(reader, start): ShowMappings {
    const scope: CommandScope = start.words === 'show ingestion' ? ownDatabase : start.scope
    const mappingKind = reader.acceptOne(...kinds)
    const ofKind = mappingKind === undefined ? {} : { mappingKind }
    if (reader.accept('mapping')) return { scope, ...ofKind, name: reader.string('the name of the mapping') }
    reader.expect('mappings')
    reader.properties()
    return { scope, ...ofKind }
  },
  async run(context, args) {
    const owner = ownerOf(context, args.scope)
    const all = await context.state.mappings.list(owner.database)
    const found = all.filter(
      (mapping) =>
        (owner.tableNumber === wholeDatabase || mapping.tableNumber === owner.tableNumber) &&
        (args.mappingKind === undefined || mapping.kind === args.mappingKind) &&
        (args.name === undefined || mapping.name === args.name),
    )
    if (args.name !== undefined && found.length === 0) throw notFound(args.name)
    return table(context, found)
  },
})

/** The commands of ingestion mappings. */
export const mappingCommands = [defineMapping, dropMapping, showMappings]

const ownDatabase: CommandScope = { level: 'database', database: undefined }

function readKind(reader: CommandReader): MappingKindWord {
  const kind = reader.acceptOne(...kinds)
  if (kind === undefined) throw reader.failure(`expected the kind of the mapping: ${kinds.join(', ')}.`)
  return kind
}

/**
 * Like the service, accepts a comma after the last member of an array or object, but leaves commas inside strings.
 */
function withoutTrailingCommas(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])/gs, (_match, text: string | undefined) => text ?? '')
}

function table(context: CommandContext, mappings: readonly StoredMapping[]): ResultTable {
  const tables = context.state.catalog.databases().flatMap((database) => database.tables)
  return resultTable(
    {
      Name: 'string',
      Kind: 'string',
      Mapping: 'string',
      LastUpdatedOn: 'datetime',
      Database: 'string',
      Table: 'string',
    },
    mappings.map((mapping) => [
      mapping.name,
      mapping.kind.charAt(0).toUpperCase() + mapping.kind.slice(1),
      mapping.mapping,
      mapping.updatedOn,
      mapping.database,
      tables.find(({ number }) => number === mapping.tableNumber)?.name ?? '',
    ]),
  )
}

async function findMapping(
  context: CommandContext,
  owner: Owner,
  kind: string,
  name: string,
): Promise<StoredMapping | undefined> {
  const all = await context.state.mappings.list(owner.database)
  return all.find(
    (mapping) => mapping.tableNumber === owner.tableNumber && mapping.kind === kind && mapping.name === name,
  )
}

function ownerOf(context: CommandContext, scope: CommandScope): Owner {
  if (scope.level === 'cluster') {
    throw new KustoError('BadRequest_NotSupported', 'A mapping cannot belong to the whole cluster.')
  }
  if (scope.level === 'table') {
    const stored = context.state.catalog.table(context.databaseName, scope.table)
    return { database: stored.database, tableNumber: stored.number, tableName: stored.name }
  }
  const database = context.state.catalog.database(scope.database ?? context.databaseName)
  return { database: database.name, tableNumber: wholeDatabase, tableName: '' }
}

function notFound(name: string): KustoError {
  return new KustoError('BadRequest_MappingReferenceWasNotFound', `Mapping '${name}' was not found.`, {
    type: 'Kusto.Common.Svc.Exceptions.EntityNotFoundException',
  })
}
