import type { FunctionEntry } from '../engine/catalog-entry'
import { entityNotFound } from '../engine/catalog'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import { checkName } from './check-name'
import { command } from './command'
import type { CommandContext } from './command-context'
import { readTexts, type EntityTexts } from './entity-texts'

const verbs = ['create', 'alter', 'create-or-alter'] as const

/** `.create function [ifnotexists] [with (…)] F(x: long) { … }`, and the same to alter it. */
const defineFunction = command({
  words: verbs.map((verb) => `${verb} function`),
  read(reader, start) {
    const verb = start.verb(...verbs)
    const ifNotExists = verb === 'create' && reader.accept('ifnotexists')
    const properties = reader.properties()
    const name = reader.name('a function name')
    const parameters = reader.enclosed('()', 'the parameters of the function')
    if (!reader.sees('{')) throw reader.failure("expected '{' and the body of the function.")
    const bodyAt = reader.position
    const body = reader
      .rest()
      .trim()
      .replace(/(\s|;)+$/, '')
    if (!body.endsWith('}')) throw reader.failure("expected '}' at the end of the function.")
    const skipValidation = properties['skipvalidation']?.toLowerCase() === 'true'
    const texts = readTexts(properties)
    const place = { csl: reader.text, bodyAt }
    return { verb, name, parameters, body, place, ifNotExists, skipValidation, ...texts }
  },
  async run(context, args) {
    const database = context.database()
    const known = find(context, args.name)
    if (known !== undefined && args.verb === 'create') {
      if (args.ifNotExists) return show([known])
      throw new KustoError(
        'BadRequest_EntityAlreadyExists',
        `Entity '${args.name}' of kind 'Function' already exists.`,
        { type: 'Kusto.Common.Svc.Exceptions.EntityAlreadyExistsException' },
      )
    }
    if (args.verb === 'alter') required(context, args.name)
    checkName(args.name, 'function')
    const entry: FunctionEntry = {
      name: args.name,
      parameters: args.parameters,
      body: args.body,
      folder: args.folder ?? known?.folder ?? '',
      docString: args.docString ?? known?.docString ?? '',
    }
    if (!args.skipValidation) {
      const others = context.state.catalog.databases().filter((other) => other !== database)
      const { signal } = context.limits
      await context.state.translator.checkFunction(entry, database, others, { ...args.place, signal })
    }
    await context.state.catalog.setFunction(database.name, entry)
    return show([required(context, args.name)])
  },
})

const alterFunctionTexts = command({
  words: ['alter function N docstring', 'alter function N folder'],
  read(reader, start): EntityTexts & { readonly name: string } {
    const text = reader.string('a text')
    return { name: start.name, ...(start.has('folder') ? { folder: text } : { docString: text }) }
  },
  async run(context, { name, ...texts }) {
    const known = required(context, name)
    const { docString = known.docString, folder = known.folder } = texts
    await context.state.catalog.setFunction(context.database().name, { ...known, docString, folder })
    return show([required(context, name)])
  },
})

/** Answers with the remaining functions. */
const dropFunctions = command({
  words: ['drop function', 'drop functions'],
  read: (reader) => ({ names: reader.names('a function name'), ifExists: reader.accept('ifexists') }),
  async run(context, args) {
    if (!args.ifExists) for (const name of args.names) required(context, name)
    await context.state.catalog.dropFunctions(context.database().name, args.names)
    return show(context.database().functions)
  },
})

const showFunctions = command({
  words: ['show functions'],
  read: (reader) => reader.properties(),
  run: (context) => show(context.database().functions),
})

const showFunction = command({
  words: ['show function'],
  read(reader) {
    const name = reader.name('a function name')
    reader.properties()
    return { name }
  },
  run: (context, { name }) => show([required(context, name)]),
})

/** The commands of stored functions. */
export const functionCommands = [
  defineFunction,
  alterFunctionTexts,
  dropFunctions,
  showFunctions,
  showFunction,
]

function find(context: CommandContext, name: string): FunctionEntry | undefined {
  return context.database().functions.find((entry) => entry.name === name)
}

function required(context: CommandContext, name: string): FunctionEntry {
  const found = find(context, name)
  if (found === undefined) throw entityNotFound(`Entity ID '${name}' of kind 'Function' was not found.`)
  return found
}

function show(entries: readonly FunctionEntry[]): ResultTable {
  return resultTable(
    { Name: 'string', Parameters: 'string', Body: 'string', Folder: 'string', DocString: 'string' },
    entries.map(({ name, parameters, body, folder, docString }) => [
      name,
      parameters,
      body,
      folder,
      docString,
    ]),
  )
}
