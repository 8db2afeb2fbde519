import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import { checkName } from './check-name'
import { command, nothing } from './command'
import type { CommandContext } from './command-context'

const createDatabase = command({
  words: ['create database'],
  read(reader) {
    const database = reader.name('a database name')
    if (reader.accept('persist')) reader.list(() => reader.string('a path'))
    else reader.accept('volatile')
    return { database, ifNotExists: reader.accept('ifnotexists') }
  },
  async run(context, args) {
    const { catalog, clock } = context.state
    checkName(args.database, 'database')
    if (catalog.databases().some(({ name }) => name === args.database)) {
      if (args.ifNotExists) return show(context, args.database)
      throw new KustoError('BadRequest_EntityAlreadyExists', `Database '${args.database}' already exists.`, {
        type: 'Kusto.Common.Svc.Exceptions.EntityAlreadyExistsException',
      })
    }
    await catalog.createDatabase(args.database, ticksFromMilliseconds(clock.now()))
    return show(context, args.database)
  },
})

const dropDatabase = command({
  words: ['drop database N'],
  read: (reader, start) => ({ database: start.name, ifExists: reader.accept('ifexists') }),
  async run(context, args) {
    const { catalog, policies, batching } = context.state
    const found = catalog.databases().find(({ name }) => name === args.database)
    if (found === undefined && args.ifExists) return resultTable({ DatabaseName: 'string' }, [])
    await catalog.dropDatabase(catalog.database(args.database))
    await policies.reload()
    batching.policyChanged()
    return resultTable({ DatabaseName: 'string' }, [[args.database]])
  },
})

const showDatabases = command({
  words: [
    'show databases',
    'show databases details',
    'show databases identity',
    'show cluster databases',
    'show cluster databases details',
    'show cluster databases identity',
  ],
  read: nothing,
  run: (context) => show(context),
})

const showDatabase = command({
  words: ['show database', 'show database N', 'show database details', 'show database N details'],
  read: (_reader, start) => ({ database: start.names[0] }),
  run: (context, { database = context.databaseName }) => show(context, database),
})

/** The commands of databases as a whole. */
export const databaseCommands = [createDatabase, dropDatabase, showDatabases, showDatabase]

function show(context: CommandContext, only?: string): ResultTable {
  const databases =
    only === undefined ? context.state.catalog.databases() : [context.state.catalog.database(only)]
  return resultTable(
    {
      DatabaseName: 'string',
      PersistentStorage: 'string',
      Version: 'string',
      IsCurrent: 'bool',
      DatabaseAccessMode: 'string',
      PrettyName: 'string',
      ReservedSlot1: 'bool',
      DatabaseId: 'guid',
      InTransitionTo: 'string',
    },
    databases.map(({ name }) => [
      name,
      '',
      'v1.1',
      name === context.databaseName,
      'ReadWrite',
      '',
      null,
      '00000000-0000-0000-0000-000000000000',
      '',
    ]),
  )
}
