import { z } from 'zod'
import { formatFacts, dataFormats } from '../../domain/data-format'
import { parseScalarType, type ScalarType } from '../../domain/scalar-type'
import { isRecord } from '../messages/any-case'
import { KustoError } from '../answers/kusto-error'

/** Where a column's value comes from (documents: ingestion mappings). */
export interface ColumnMapping {
  readonly column: string
  /** The type that the mapping names; the table's own type takes precedence. */
  readonly type: ScalarType | undefined
  readonly ordinal: number | undefined
  readonly path: string | undefined
  readonly constant: string | undefined
  readonly transform: string | undefined
}

/**
 * Clients write the names in either case, and the details inside `Properties` or next to it. The Java client says
 * `columnName` and `columnType` where others say `Column` or `Name`, and `DataType`.
 */
const entry = z.looseObject({})

/**
 * Reads a mapping's JSON text.
 *
 * @throws KustoError `BadRequest_InvalidMapping` if it is not a mapping, `BadRequest_DuplicateMapping` if it maps a
 * column twice.
 */
export function parseMapping(text: string): ColumnMapping[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new KustoError('BadRequest_InvalidMapping', 'The mapping is not JSON.', { cause })
  }
  const list = z.array(entry).safeParse(value)
  if (!list.success)
    throw new KustoError('BadRequest_InvalidMapping', 'The mapping is not a list of columns.')
  const columns = list.data.map(parseEntry)
  for (const [index, { column }] of columns.entries()) {
    if (columns.findIndex((other) => other.column === column) !== index) {
      throw new KustoError('BadRequest_DuplicateMapping', `The mapping has column '${column}' twice.`)
    }
  }
  return columns
}

function parseEntry(raw: Readonly<Record<string, unknown>>): ColumnMapping {
  const lower = lowerKeys(raw)
  const inner = lower['properties']
  const details = { ...lower, ...(isRecord(inner) ? lowerKeys(inner) : {}) }
  const text = (key: string): string | undefined => {
    const value = details[key]
    return value === undefined || value === null || value === '' ? undefined : String(value)
  }
  const column = text('column') ?? text('name') ?? text('columnname')
  if (column === undefined)
    throw new KustoError('BadRequest_InvalidMapping', 'A mapping entry names no column.')
  const ordinal = text('ordinal')
  if (ordinal !== undefined && !/^\d{1,5}$/.test(ordinal)) {
    throw new KustoError('BadRequest_InvalidMapping', `The ordinal of column '${column}' is not a number.`)
  }
  const path = text('path') ?? pathOfField(text('field'))
  const isPath = path?.startsWith('$') === true
  // Documents: a path that does not begin with `$` is a constant.
  const constant = details['constvalue'] ?? details['constantvalue'] ?? (isPath ? undefined : path)
  return {
    column,
    type: parseScalarType(text('datatype') ?? text('csldatatype') ?? text('columntype') ?? ''),
    ordinal: ordinal === undefined ? undefined : Number(ordinal),
    path: isPath ? path : undefined,
    constant: constant === undefined || constant === null ? undefined : String(constant),
    transform: text('transform') ?? text('transformationmethod'),
  }
}

/** A field name stands for the path to it, unless it is already a path. */
function pathOfField(field: string | undefined): string | undefined {
  return field === undefined || field.startsWith('$') ? field : `$[${JSON.stringify(field)}]`
}

/** The mapping kind for a format: `csv` for all delimited text, else the format itself. */
export function mappingKindOf(format: string): string {
  const known = dataFormats.find((candidate) => candidate === format)
  if (known === undefined) return format
  if (formatFacts[known].delimiter !== undefined || known === 'txt' || known === 'raw') return 'csv'
  return known === 'multijson' ? 'json' : known
}

function lowerKeys(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]))
}
