import type { CommandScope, ManagementCommand } from '../management-command'
import type { CommandReader } from './command-reader'

/** A parser for what follows a verb (and its object); undefined: the object is not one of its. */
export type CommandParser = (reader: CommandReader) => ManagementCommand

/** `cluster`, `database D`, `table T`; the keyword decides. */
export function readScope(reader: CommandReader): CommandScope {
  if (reader.accept('cluster')) return { level: 'cluster' }
  if (reader.accept('database')) return { level: 'database', database: reader.name('a database name') }
  reader.expect('table')
  return { level: 'table', table: reader.name('a table name') }
}

/** The member `pipedQuery`, present only where a query follows; the end of the text otherwise. */
export function readPiped(reader: CommandReader): { readonly pipedQuery?: string } {
  const pipedQuery = reader.pipedQuery()
  return pipedQuery === undefined ? {} : { pipedQuery }
}

/** Ends the command. */
export function ended<Command extends ManagementCommand>(reader: CommandReader, command: Command): Command {
  reader.end()
  return command
}
