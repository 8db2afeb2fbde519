import { bracketEntityName } from './entity-name'
import { assertEntityName } from './checked-entity-name'
import { kustoNameOf, parseScalarType } from './scalar-type'
import type { Column, TableSchema } from './schema/table'
import { StudioError } from './studio-error'

/** Writes a schema as a command takes it: `['A']: string, ['B']: long`. */
export function formatSchema(schema: TableSchema): string {
  return schema.map((column) => `${bracketEntityName(column.name)}: ${column.type}`).join(', ')
}

/**
 * Reads a schema as a person types it: `StartTime: datetime, State: string`, on one line or several, with or without
 * parentheses around it; names may be bracketed (`['a b']`).
 *
 * @throws StudioError `SchemaInvalid` or `EntityNameInvalid`, naming the first faulty column.
 */
export function parseSchema(text: string): TableSchema {
  const { columns, problems } = readSchema(text)
  const [first] = problems
  if (first !== undefined) throw first
  return columns
}

/** Reads a schema like `parseSchema`, and gives the columns that are right beside what is wrong with the others. */
export function readSchema(text: string): {
  readonly columns: TableSchema
  readonly problems: readonly StudioError[]
} {
  const body = text.trim().replace(/^\(([\s\S]*)\)$/, '$1')
  const parts = splitColumns(body)
  if (parts.length === 0) {
    const nextStep = 'Write one column a line, for example “StartTime: datetime”.'
    const problem = new StudioError('SchemaInvalid', 'The schema has no columns.', { nextStep })
    return { columns: [], problems: [problem] }
  }
  const columns: Column[] = []
  const problems: StudioError[] = []
  const seen = new Set<string>()
  parts.forEach((part, index) => {
    try {
      const column = readColumn(part, index)
      if (seen.has(column.name)) {
        const { name } = column
        throw new StudioError('SchemaInvalid', `Column “${name}” is there twice.`, { subject: name })
      }
      seen.add(column.name)
      columns.push(column)
    } catch (error) {
      if (!(error instanceof StudioError)) throw error
      problems.push(error)
    }
  })
  return { columns, problems }
}

function readColumn(part: string, index: number): Column {
  const match = /^(?:\[\s*(['"])((?:\\.|(?!\1).)*)\1\s*\]|([^:]+?))\s*:\s*([A-Za-z0-9]+)$/.exec(part)
  const name = match?.[2]?.replace(/\\(.)/g, '$1') ?? match?.[3]
  if (match === null || name === undefined) {
    throw new StudioError(
      'SchemaInvalid',
      `Column ${index + 1} (“${part.slice(0, 60)}”) is not “name: type”.`,
      {
        nextStep: 'Write each column as its name, a colon and its type.',
      },
    )
  }
  assertEntityName(name, 'column')
  const type = parseScalarType(match[4] ?? '')
  if (type === undefined) {
    const meant = kustoNameOf(match[4] ?? '')
    const unknown = `Column “${name}” has the unknown type “${match[4]}”.`
    throw new StudioError(
      'SchemaInvalid',
      meant === undefined ? unknown : `${unknown} In Kusto it is “${meant}”.`,
      {
        subject: name,
        nextStep:
          meant === undefined
            ? 'Use bool, datetime, decimal, dynamic, guid, int, long, real, string or timespan.'
            : `Write “${meant}”.`,
      },
    )
  }
  return { name, type }
}

function splitColumns(body: string): string[] {
  const parts: string[] = []
  let current = ''
  let quote: string | undefined
  for (let index = 0; index < body.length; index++) {
    const character = body[index] ?? ''
    if (quote !== undefined) {
      current += character
      if (character === '\\') current += body[++index] ?? ''
      else if (character === quote) quote = undefined
    } else if (character === ',' || character === '\n') {
      parts.push(current)
      current = ''
    } else {
      if (character === "'" || character === '"') quote = character
      current += character
    }
  }
  parts.push(current)
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
