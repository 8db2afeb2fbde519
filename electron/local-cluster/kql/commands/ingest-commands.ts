import type { ManagementCommand } from '../management-command'
import type { CommandReader } from './command-reader'
import { ended } from './command-scope'

/** After `.ingest`: `inline into table T [with (…)] <| data`, `[async] into table T ('uri', …) [with (…)]`. */
export function readIngest(reader: CommandReader): ManagementCommand {
  if (reader.accept('inline')) {
    const table = readTarget(reader)
    const properties = reader.properties()
    if (reader.sees('[')) {
      const data = readBracketedRecords(reader)
      return { kind: 'ingestInline', table, async: false, properties, data }
    }
    reader.expectMark('<|')
    const data = reader.rest().replace(/^[ \t]*\r?\n/, '')
    return { kind: 'ingestInline', table, async: false, properties, data }
  }
  const async = reader.accept('async')
  const table = readTarget(reader)
  const sources = reader.sees('(')
    ? reader.list(() => reader.string('the URI of a source'))
    : [reader.string('the URI of a source')]
  return ended(reader, { kind: 'ingestFrom', table, async, sources, properties: reader.properties() })
}

/** After `.set`, `.append`, `.set-or-append`, `.set-or-replace`: `[async] T [with (…)] <| query`. */
export function readIngestQuery(
  reader: CommandReader,
  mode: 'set' | 'append' | 'setOrAppend' | 'setOrReplace',
): ManagementCommand {
  const async = reader.accept('async')
  const table = reader.name('a table name')
  const properties = reader.properties()
  reader.expectMark('<|')
  return { kind: 'ingestQuery', mode, table, async, properties, query: reader.rest() }
}

/** After `.execute`: `database script [with (…)] <| commands`. */
export function readScript(reader: CommandReader): ManagementCommand {
  reader.accept('database')
  reader.expect('script')
  const properties = reader.properties()
  reader.expectMark('<|')
  const isSet = (name: string): boolean => properties[name]?.toLowerCase() === 'true'
  return {
    kind: 'executeScript',
    commands: splitScript(reader.rest()),
    continueOnErrors: isSet('continueonerrors'),
    throwOnErrors: isSet('throwonerrors'),
  }
}

function readTarget(reader: CommandReader): string {
  reader.expect('into')
  reader.accept('table')
  return reader.name('a table name')
}

/** `[1,a] [2,b]`: each pair of brackets holds one CSV record. */
function readBracketedRecords(reader: CommandReader): string {
  const text = reader.rest()
  const records: string[] = []
  let record = ''
  let inside = false
  let quoted = false
  for (const character of text) {
    if (character === '"' && inside) quoted = !quoted
    if (!quoted && character === '[' && !inside) inside = true
    else if (!quoted && character === ']' && inside) {
      records.push(record)
      record = ''
      inside = false
    } else if (inside) record += character
  }
  return records.join('\n')
}

/** A command starts with a dot at the start of a line; only blanks and comments may precede the first one. */
function splitScript(text: string): string[] {
  return text
    .split(/^(?=[ \t]*\.[A-Za-z])/m)
    .map((part) => part.trim())
    .filter((part) => part.startsWith('.'))
}
