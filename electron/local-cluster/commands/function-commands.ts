import type { FunctionEntry } from '../engine/catalog-entry'
import { entityNotFound } from '../engine/catalog'
import type { DefineFunction } from '../kql/management-command'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import type { CommandContext } from './command-context'
import { checkName } from './table-commands'

/** `.create function`, `.alter function` and `.create-or-alter function`. */
export async function defineFunction(
  context: CommandContext,
  command: DefineFunction,
  csl: string,
): Promise<ResultTable> {
  const database = context.database()
  const known = find(context, command.name)
  if (known !== undefined && command.mode === 'create') {
    if (command.ifNotExists) return show([known])
    throw new KustoError(
      'BadRequest_EntityAlreadyExists',
      `Entity '${command.name}' of kind 'Function' already exists.`,
      { type: 'Kusto.Common.Svc.Exceptions.EntityAlreadyExistsException' },
    )
  }
  if (command.mode === 'alter') required(context, command.name)
  checkName(command.name, 'function')
  const entry: FunctionEntry = {
    name: command.name,
    parameters: command.parameters,
    body: command.body,
    folder: command.folder ?? known?.folder ?? '',
    docString: command.docString ?? known?.docString ?? '',
  }
  if (!command.skipValidation) {
    const others = context.state.catalog.databases().filter((other) => other !== database)
    const { signal } = context.limits
    const place = { csl, bodyAt: command.bodyAt }
    await context.state.translator.checkFunction(entry, database, others, { ...place, signal })
  }
  await context.state.catalog.setFunction(database.name, entry)
  return show([required(context, command.name)])
}

/** `.alter function F docstring` and `folder`. */
export async function setFunctionFacts(
  context: CommandContext,
  command: { readonly name: string; readonly docString?: string; readonly folder?: string },
): Promise<ResultTable> {
  const known = required(context, command.name)
  const { docString = known.docString, folder = known.folder } = command
  await context.state.catalog.setFunction(context.database().name, { ...known, docString, folder })
  return show([required(context, command.name)])
}

/** `.drop function(s)`: answers with the remaining functions. */
export async function dropFunctions(
  context: CommandContext,
  command: { readonly names: readonly string[]; readonly ifExists: boolean },
): Promise<ResultTable> {
  if (!command.ifExists) for (const name of command.names) required(context, name)
  await context.state.catalog.dropFunctions(context.database().name, command.names)
  return showFunctions(context)
}

/** `.show functions`, `.show function F`. */
export function showFunctions(context: CommandContext, name?: string): ResultTable {
  return show(name === undefined ? context.database().functions : [required(context, name)])
}

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
