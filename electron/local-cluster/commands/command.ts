import type { ResultTable } from '../answers/result-table'
import type { CommandContext } from './command-context'
import type { CommandReader } from './command-reader'
import type { CommandStart } from './command-words'

/** A management command: how it begins, how the rest of its text is read, and what it does. */
export interface Command<Arguments> {
  /** The words it begins with, one entry for each spelling, as {@link CommandWords} matches them. */
  readonly words: readonly string[]
  /**
   * Reads what follows the words. It leaves the end to the caller, which takes a query (`| where …`) after `.show`
   * and `.get`, and nothing after other commands.
   *
   * @throws KustoError: a syntax error.
   */
  read(reader: CommandReader, start: CommandStart): Arguments
  /** @throws KustoError as the service answers it. */
  run(context: CommandContext, args: Arguments): ResultTable | Promise<ResultTable>
}

/** Declares a command; `run` gets what `read` returns. */
export function command<Arguments>(definition: Command<Arguments>): Command<Arguments> {
  return definition
}

/** `read` for a command that consists of its words alone. */
export function nothing(): void {
  // Nothing follows the words.
}
