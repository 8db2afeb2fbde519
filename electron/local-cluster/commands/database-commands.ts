import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import { checkName } from './check-name'
import { command } from './command'
import { databaseTable, options, type DatabaseOption } from './database-tables'

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
      if (args.ifNotExists) return created(args.database)
      throw new KustoError('BadRequest_EntityAlreadyExists', `Database '${args.database}' already exists.`, {
        type: 'Kusto.Common.Svc.Exceptions.EntityAlreadyExistsException',
      })
    }
    await catalog.createDatabase(args.database, ticksFromMilliseconds(clock.now()))
    return created(args.database)
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

/** `.show databases`, and the same after `.show cluster`; what is shown of each depends on the last word. */
const showDatabases = command({
  words: ['show databases', 'show cluster databases'].flatMap((words) => [
    words,
    ...options.map((option) => `${words} ${option}`),
  ]),
  read: (_reader, start) => ({ option: optionOf(start.words) }),
  run: (context, { option }) => databaseTable(context, context.state.catalog.databases(), option),
})

/** `.show database [D] [details]`: the request's own unless it is named. */
const showDatabase = command({
  words: ['show database', 'show database N'].flatMap((words) => [
    words,
    ...options.map((option) => `${words} ${option}`),
  ]),
  read: (_reader, start) => ({ database: start.names[0], option: optionOf(start.words) }),
  run(context, { database = context.databaseName, option }) {
    return databaseTable(context, [context.state.catalog.database(database)], option)
  },
})

/** The commands of databases as a whole. */
export const databaseCommands = [createDatabase, dropDatabase, showDatabases, showDatabase]

function optionOf(words: string): DatabaseOption | undefined {
  return options.find((option) => words.endsWith(` ${option}`))
}

function created(database: string): ResultTable {
  return resultTable(
    {
      DatabaseName: 'string',
      PersistentPath: 'string',
      Created: 'string',
      StoresMetadata: 'bool',
      StoresData: 'bool',
    },
    [[database, '', 'true', true, true]],
  )
}
