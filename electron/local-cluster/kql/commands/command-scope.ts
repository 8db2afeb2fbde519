import type { CommandScope, ManagementCommand } from '../management-command'
import type { CommandReader } from './command-reader'

/** Parses what follows a verb (and its object); undefined if it does not know the object. */
export type CommandParser = (reader: CommandReader) => ManagementCommand

/** `cluster`, `database D` or `table T`, as the keyword says. */
export function readScope(reader: CommandReader): CommandScope {
  if (reader.accept('cluster')) return { level: 'cluster' }
  if (reader.accept('database')) return { level: 'database', database: reader.name('a database name') }
  reader.expect('table')
  return { level: 'table', table: reader.name('a table name') }
}

/** The member `pipedQuery` if a query follows; otherwise the text must end here. */
export function readPiped(reader: CommandReader): { readonly pipedQuery?: string } {
  const pipedQuery = reader.pipedQuery()
  return pipedQuery === undefined ? {} : { pipedQuery }
}

/** Ends the command. */
export function ended<Command extends ManagementCommand>(reader: CommandReader, command: Command): Command {
  reader.end()
  return command
}
