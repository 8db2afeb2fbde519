import type { StoredMapping } from '../engine/mapping-store'
import { wholeDatabase } from '../engine/policy-store'
import type { CommandScope, MappingKindWord } from '../kql/management-command'
import { KustoError } from '../answers/kusto-error'
import { parseMapping } from '../loading/mapping'
import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandContext } from './command-context'
import { checkName } from './table-commands'

/** The table or database that a mapping belongs to. */
interface Owner {
  readonly database: string
  readonly tableNumber: bigint
  readonly tableName: string
}

/** `.create`, `.alter` and `.create-or-alter … ingestion … mapping`. */
export async function defineMapping(
  context: CommandContext,
  command: {
    readonly mode: 'create' | 'alter' | 'createOrAlter'
    readonly scope: CommandScope
    readonly mappingKind: MappingKindWord
    readonly name: string
    readonly mapping: string
  },
): Promise<ResultTable> {
  const { mappings, clock } = context.state
  const owner = ownerOf(context, command.scope)
  checkName(command.name, 'mapping')
  const known = await findMapping(context, owner, command.mappingKind, command.name)
  if (command.mode === 'create' && known !== undefined) {
    throw new KustoError('BadRequest_EntityAlreadyExists', `Mapping '${command.name}' exists already.`, {
      type: 'Kusto.Common.Svc.Exceptions.EntityAlreadyExistsException',
    })
  }
  if (command.mode === 'alter' && known === undefined) throw notFound(command.name)
  const text = withoutTrailingCommas(command.mapping)
  parseMapping(text)
  const mapping: StoredMapping = {
    database: owner.database,
    tableNumber: owner.tableNumber,
    kind: command.mappingKind,
    name: command.name,
    mapping: text,
    updatedOn: ticksFromMilliseconds(clock.now()),
  }
  await mappings.set(mapping)
  return table(context, [mapping])
}

/**
 * Like the service, accepts a comma after the last member of an array or object, but leaves commas inside strings.
 */
function withoutTrailingCommas(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])/gs, (_match, text: string | undefined) => text ?? '')
}

/** `.drop … ingestion … mapping`. */
export async function dropMapping(
  context: CommandContext,
  command: {
    readonly scope: CommandScope
    readonly mappingKind: MappingKindWord
    readonly name: string
  },
): Promise<ResultTable> {
  const owner = ownerOf(context, command.scope)
  const known = await findMapping(context, owner, command.mappingKind, command.name)
  if (known === undefined) throw notFound(command.name)
  await context.state.mappings.remove(known)
  return table(context, [])
}

/** `.show … ingestion mappings`. */
export async function showMappings(
  context: CommandContext,
  command: {
    readonly scope: CommandScope
    readonly mappingKind?: MappingKindWord
    readonly name?: string
  },
): Promise<ResultTable> {
  const owner = ownerOf(context, command.scope)
  const all = await context.state.mappings.list(owner.database)
  const found = all.filter(
    (mapping) =>
      (owner.tableNumber === wholeDatabase || mapping.tableNumber === owner.tableNumber) &&
      (command.mappingKind === undefined || mapping.kind === command.mappingKind) &&
      (command.name === undefined || mapping.name === command.name),
  )
  if (command.name !== undefined && found.length === 0) throw notFound(command.name)
  return table(context, found)
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
