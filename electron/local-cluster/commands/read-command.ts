import { allCommands } from './all-commands'
import type { Command } from './command'
import { CommandReader } from './command-reader'
import { CommandWords } from './command-words'
import { unsupportedCommands } from './unsupported-commands'
import { notSupported } from '../kql/query-failure'

/** A command's text, read. */
export interface ReadCommand {
  readonly command: Command<unknown>
  /** Those of the command's words that it begins with. */
  readonly words: string
  /** The names among those words. */
  readonly names: readonly string[]
  /** For its `run`. */
  readonly args: unknown
  /** The database that its tables were qualified with. */
  readonly database: string | undefined
  /** The rest of the text from the first `|` (`| where … | count`), for `QueryContext.input`. */
  readonly pipedQuery: string | undefined
}

const words = new CommandWords<Command<unknown> | 'unsupported'>()
for (const each of allCommands) for (const spelling of each.words) words.add(spelling, each)
for (const spelling of unsupportedCommands) words.add(spelling, 'unsupported')

/**
 * Reads a management command.
 *
 * @throws KustoError: a syntax error (`SYN0002`) with its position, including for commands that Kusto does not
 * have; `BadRequest_NotSupported`, with its name, for a command that Kusto has but this cluster does not.
 */
export function readCommand(csl: string): ReadCommand {
  const reader = new CommandReader(csl)
  const begins = reader.position
  if (!reader.acceptMark('.')) throw reader.failure("a management command begins with '.'.")
  const { value, start } = words.take(reader)
  if (value === 'unsupported') {
    const shown = start.words.replace(/ (C|N|T)(?= |$)/g, '')
    throw notSupported(csl, begins, `The command '.${shown}'`)
  }
  const args = value.read(reader, start)
  const pipedQuery = /^(show|get) /.test(start.words) ? reader.pipedQuery() : undefined
  reader.end()
  return {
    command: value,
    words: start.words,
    names: start.names,
    args,
    database: reader.database,
    pipedQuery,
  }
}

/**
 * The name of a command for lists of requests: `TableCreate` for `.create table`, the verb if it is no command.
 */
export function commandName(csl: string): string {
  const reader = new CommandReader(csl)
  reader.acceptMark('.')
  const [verb = '', ...subject] = wordsOf(reader)
  if (verb === 'ingest') return 'DataIngestPull'
  const named = subject.filter((word) => /^[a-z]/.test(word) && word !== 'async')
  return [...(named.length === 0 ? ['table'] : named), verb].map(pascal).join('')
}

function wordsOf(reader: CommandReader): readonly string[] {
  try {
    return words.take(reader).start.words.split(' ')
  } catch {
    return [reader.peekWord() ?? '']
  }
}

function pascal(word: string): string {
  return word.replace(/(^|[-_])([a-z])/g, (_match, _mark, letter: string) => letter.toUpperCase())
}
