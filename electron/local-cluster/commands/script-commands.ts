import { randomUUID } from 'node:crypto'
import { KustoError } from '../answers/kusto-error'
import { resultTable } from '../answers/result-table'
import { command } from './command'

/**
 * `… [with (…)] <| commands`: runs them in order, and answers with one row for each. The first failure ends the
 * script unless it says otherwise; with `ThrowOnErrors` it fails the script, instead of giving a row that reports it.
 */
const executeScript = command({
  words: ['execute database script', 'execute script'],
  read(reader) {
    const properties = reader.properties()
    reader.expectMark('<|')
    const isSet = (name: string): boolean => properties[name]?.toLowerCase() === 'true'
    return {
      commands: splitScript(reader.rest()),
      continueOnErrors: isSet('continueonerrors'),
      throwOnErrors: isSet('throwonerrors'),
    }
  },
  async run(context, script) {
    const rows: string[][] = []
    let failed = false
    for (const csl of script.commands) {
      if (failed && !script.continueOnErrors) {
        rows.push([randomUUID(), '', csl, 'Skipped', ''])
        continue
      }
      try {
        await context.runNested(csl)
        rows.push([randomUUID(), '', csl, 'Completed', ''])
      } catch (error) {
        if (!(error instanceof KustoError) || script.throwOnErrors) throw error
        failed = true
        rows.push([randomUUID(), '', csl, 'Failed', error.message])
      }
    }
    return resultTable(
      {
        OperationId: 'guid',
        CommandType: 'string',
        CommandText: 'string',
        Result: 'string',
        Reason: 'string',
      },
      rows,
    )
  },
})

/** The command that runs a script. */
export const scriptCommands = [executeScript]

/** A command starts with a dot at the start of a line; only blanks and comments may precede the first one. */
function splitScript(text: string): string[] {
  return text
    .split(/^(?=[ \t]*\.[A-Za-z])/m)
    .map((part) => part.trim())
    .filter((part) => part.startsWith('.'))
}
