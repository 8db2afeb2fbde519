import type { CommandProperties, DefineFunction, ManagementCommand } from '../management-command'
import type { CommandReader } from './command-reader'
import { ended, readPiped } from './command-scope'

/**
 * After the word `function` in `.create`, `.alter` and `.create-or-alter`: `[ifnotexists] [with (…)] F(x: long) { …
 * }`, and for `.alter` also `F docstring` or `F folder`.
 */
export function readDefineFunction(reader: CommandReader, mode: DefineFunction['mode']): ManagementCommand {
  const ifNotExists = mode === 'create' && reader.accept('ifnotexists')
  const properties = reader.properties()
  const name = reader.name('a function name')
  if (mode === 'alter' && !reader.sees('(')) return readFact(reader, name)
  const parameters = reader.parenthesized('the parameters of the function')
  if (!reader.sees('{')) throw reader.failure("expected '{' and the body of the function.")
  const bodyAt = reader.position
  const body = reader
    .rest()
    .trim()
    .replace(/(\s|;)+$/, '')
  if (!body.endsWith('}')) throw reader.failure("expected '}' at the end of the function.")
  return {
    kind: 'defineFunction',
    mode,
    name,
    parameters,
    body,
    bodyAt,
    ifNotExists,
    skipValidation: properties['skipvalidation']?.toLowerCase() === 'true',
    ...texts(properties),
  }
}

function readFact(reader: CommandReader, name: string): ManagementCommand {
  if (reader.accept('docstring')) {
    return ended(reader, { kind: 'setFunctionFacts', name, docString: reader.string('a text') })
  }
  reader.expect('folder')
  return ended(reader, { kind: 'setFunctionFacts', name, folder: reader.string('a folder') })
}

function texts(properties: CommandProperties): { readonly docString?: string; readonly folder?: string } {
  const { docstring, folder } = properties
  return {
    ...(docstring === undefined ? {} : { docString: docstring }),
    ...(folder === undefined ? {} : { folder }),
  }
}

/** After the word: `.drop function F [ifexists]` and `.drop functions (F, G) [ifexists]`. */
export function readDropFunctions(reader: CommandReader): ManagementCommand {
  const names = reader.names('a function name')
  return ended(reader, { kind: 'dropFunctions', names, ifExists: reader.accept('ifexists') })
}

/** `.show functions`, and `.show function F` if a name follows. */
export function readShowFunctions(reader: CommandReader, named: boolean): ManagementCommand {
  const one = named ? { name: reader.name('a function name') } : {}
  reader.properties()
  return { kind: 'showFunctions', ...one, ...readPiped(reader) }
}
