import { z } from 'zod'
import { type AvroCursor, AvroFormatError } from './avro-cursor'
import { logicalReader } from './avro-logical'

/** A field whose logical type says more than its base. */
export interface LogicalField {
  /** The names of the fields that lead to it. */
  readonly path: readonly string[]
  readonly logicalType: string
  /** `bytes`, `fixed`, `int` or `long`. */
  readonly base: string
}

/** Reads one value and returns it as JSON text. */
export type AvroReader = (cursor: AvroCursor) => string

const named = { name: z.string(), namespace: z.string().optional() }
const namedField = z.object({ name: z.string(), type: z.unknown() })
const recordSchema = z.object({ ...named, fields: z.array(namedField) })
const enumSchema = z.object({ ...named, symbols: z.array(z.string()) })
const fixedSchema = z.object({ ...named, size: z.number().int().min(0) })
const arraySchema = z.object({ items: z.unknown() })
const mapSchema = z.object({ values: z.unknown() })
const typed = z.looseObject({ type: z.unknown() })

interface Scope {
  readonly types: Map<string, AvroReader>
  readonly namespace: string | undefined
  readonly logicalTypes: boolean
}

/**
 * Turns an Avro schema into a reader for its values. Bytes become arrays of numbers (documents: ingestion mappings,
 * `BytesAsBase64`); a union becomes the value it holds.
 *
 * @param logicalTypes Whether to read dates, decimals and so on as such (`apacheavro`) or as their base (`avro`).
 * @throws AvroFormatError if it is not a schema.
 */
export function avroReader(schema: unknown, logicalTypes: boolean): AvroReader {
  return readerOf(schema, { types: new Map(), namespace: undefined, logicalTypes })
}

/** The fields, including those of nested records, with a logical type that `apacheavro` would read as such. */
export function logicalFields(schema: unknown, path: readonly string[] = []): LogicalField[] {
  if (Array.isArray(schema)) return schema.flatMap((branch) => logicalFields(branch, path))
  const result = typed.safeParse(schema)
  if (!result.success) return []
  const { type, ...details } = result.data
  if (typeof type !== 'string') return logicalFields(type, path)
  const { fields, logicalType } = details
  if (type === 'record' && Array.isArray(fields)) {
    return fields.flatMap((field: unknown) => {
      const { success, data } = namedField.safeParse(field)
      return success ? logicalFields(data.type, [...path, data.name]) : []
    })
  }
  if (typeof logicalType !== 'string' || logicalReader(type, details) === undefined) return []
  return [{ path, logicalType, base: type }]
}

function readerOf(schema: unknown, scope: Scope): AvroReader {
  if (typeof schema === 'string') return primitives[schema] ?? reference(schema, scope)
  if (Array.isArray(schema)) return unionReader(schema, scope)
  const { type, ...rest } = parsed(typed, schema)
  if (typeof type !== 'string') return readerOf(type, scope)
  const logical = scope.logicalTypes ? logicalReader(type, rest) : undefined
  switch (type) {
    case 'record':
    case 'error':
      return recordReader(schema, scope)
    case 'enum': {
      const description = parsed(enumSchema, schema)
      const symbols = description.symbols.map((symbol) => JSON.stringify(symbol))
      return define(description, scope, (cursor) => at(symbols, cursor.count()))
    }
    case 'fixed': {
      const description = parsed(fixedSchema, schema)
      return define(description, scope, logical ?? ((cursor) => bytesText(cursor.take(description.size))))
    }
    case 'array': {
      const item = readerOf(parsed(arraySchema, schema).items, scope)
      return (cursor) => {
        const items: string[] = []
        cursor.blocks(() => items.push(item(cursor)))
        return `[${items.join(',')}]`
      }
    }
    case 'map': {
      const value = readerOf(parsed(mapSchema, schema).values, scope)
      return (cursor) => {
        const entries: string[] = []
        cursor.blocks(() => entries.push(`${stringText(cursor)}:${value(cursor)}`))
        return `{${entries.join(',')}}`
      }
    }
    default:
      return logical ?? readerOf(type, scope)
  }
}

function recordReader(schema: unknown, scope: Scope): AvroReader {
  const description = parsed(recordSchema, schema)
  const fields: (readonly [string, AvroReader])[] = []
  const inner = { ...scope, namespace: namespaceOf(description, scope) }
  // Defined by name before its fields are read, because they may contain the record itself.
  const reader = define(description, scope, (cursor) => {
    let text = '{'
    for (const [name, read] of fields) text += `${text === '{' ? '' : ','}${name}:${read(cursor)}`
    return `${text}}`
  })
  for (const { name, type } of description.fields) fields.push([JSON.stringify(name), readerOf(type, inner)])
  return reader
}

function unionReader(schemas: readonly unknown[], scope: Scope): AvroReader {
  const branches = schemas.map((schema) => readerOf(schema, scope))
  return (cursor) => at(branches, cursor.count())(cursor)
}

function reference(name: string, scope: Scope): AvroReader {
  const qualified = scope.namespace === undefined ? undefined : `${scope.namespace}.${name}`
  const found = scope.types.get(qualified ?? name) ?? scope.types.get(name)
  if (found === undefined) throw new AvroFormatError(`its schema does not say what '${name}' is`)
  return found
}

function define(
  { name, namespace }: { readonly name: string; readonly namespace?: string | undefined },
  scope: Scope,
  reader: AvroReader,
): AvroReader {
  const space = namespaceOf({ name, namespace }, scope)
  scope.types.set(name.includes('.') || space === undefined ? name : `${space}.${name}`, reader)
  return reader
}

function namespaceOf(
  { name, namespace }: { readonly name: string; readonly namespace?: string | undefined },
  scope: Scope,
): string | undefined {
  const dot = name.lastIndexOf('.')
  const space = dot >= 0 ? name.slice(0, dot) : (namespace ?? scope.namespace)
  return space === '' ? undefined : space
}

const primitives: Readonly<Record<string, AvroReader>> = {
  null: () => 'null',
  boolean: (cursor) => (cursor.byte() === 0 ? 'false' : 'true'),
  int: (cursor) => String(cursor.whole()),
  long: (cursor) => String(cursor.whole()),
  float: (cursor) => realText(cursor.take(4).readFloatLE()),
  double: (cursor) => realText(cursor.take(8).readDoubleLE()),
  bytes: (cursor) => bytesText(cursor.sized()),
  string: stringText,
}

function stringText(cursor: AvroCursor): string {
  return JSON.stringify(cursor.sized().toString('utf8'))
}

function bytesText(bytes: Buffer): string {
  return `[${bytes.join(',')}]`
}

/** JSON has no literals for NaN and the infinities; as text they still read as reals. */
function realText(value: number): string {
  return Number.isFinite(value) ? String(value) : `"${value}"`
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new AvroFormatError('a value does not fit its union or enum')
  return found
}

function parsed<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value)
  if (!result.success) throw new AvroFormatError('its schema is wrong')
  return result.data
}
