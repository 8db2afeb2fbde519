import type { MappingKind } from './mapping-kind'
import { parseScalarType } from './scalar-type'
import type { ColumnSource } from './schema/table'

/** What a mapping can do to a value on its way into a column (documents: mapping transformations). */
export const mappingTransforms = [
  'PropertyBagArrayToDictionary',
  'SourceLocation',
  'SourceLineNumber',
  'DateTimeFromUnixSeconds',
  'DateTimeFromUnixMilliseconds',
  'DateTimeFromUnixMicroseconds',
  'DateTimeFromUnixNanoseconds',
  'DropMappedFields',
  'BytesAsBase64',
] as const

/** The path to a key of a record, as a mapping writes it. */
export function keyPath(key: string): string {
  return documentPath([key])
}

/** The path to what lies under keys of a record, outermost first, as a mapping writes it; the record itself for none. */
export function documentPath(keys: readonly string[]): string {
  const steps = keys.map((key) =>
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
  )
  return `$${steps.join('')}`
}

/** Writes a mapping as a command or a queue message takes it (documents: ingestion mappings). */
export function formatMapping(columns: readonly ColumnSource[]): string {
  return JSON.stringify(
    columns.map(({ column, type, ordinal, path, constant, transform }) => ({
      Column: column,
      DataType: type,
      Properties: {
        ...(ordinal === undefined ? {} : { Ordinal: String(ordinal) }),
        ...(path === undefined ? {} : { Path: path }),
        ...(constant === undefined ? {} : { ConstValue: constant }),
        ...(transform === undefined ? {} : { Transform: transform }),
      },
    })),
  )
}

/**
 * Reads a mapping that is stored with a table, in any of the spellings that clients write: names in either case,
 * details inside `Properties` or beside it. A type that is missing or unknown is `string`: the table's own wins anyway.
 *
 * @returns null for a text that is no mapping.
 */
export function parseMapping(text: string): ColumnSource[] | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!Array.isArray(value)) return null
  const entries = value.map(parseEntry)
  return entries.every((entry) => entry !== null) ? entries : null
}

/** How a kind is written in a command: `csv`, `json`. */
export function mappingKindWord(kind: MappingKind): string {
  return kind.toLowerCase()
}

function parseEntry(raw: unknown): ColumnSource | null {
  if (typeof raw !== 'object' || raw === null) return null
  const outer = lowerKeys(raw)
  const inner = outer['properties']
  const all = typeof inner === 'object' && inner !== null ? { ...outer, ...lowerKeys(inner) } : outer
  const text = (...keys: readonly string[]): string | undefined => {
    const found = keys
      .map((key) => all[key])
      .find((value) => value !== undefined && value !== null && value !== '')
    return found === undefined ? undefined : String(found)
  }
  const column = text('column', 'name', 'columnname')
  if (column === undefined) return null
  const ordinal = text('ordinal')
  const path = text('path')
  const constant = text('constvalue', 'constantvalue')
  const transform = text('transform', 'transformationmethod')
  return {
    column,
    type: parseScalarType(text('datatype', 'columntype') ?? '') ?? 'string',
    ...(ordinal === undefined || !/^\d{1,5}$/.test(ordinal) ? {} : { ordinal: Number(ordinal) }),
    ...(path === undefined ? {} : { path }),
    ...(constant === undefined ? {} : { constant }),
    ...(transform === undefined || transform === 'None' ? {} : { transform }),
  }
}

function lowerKeys(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]))
}
