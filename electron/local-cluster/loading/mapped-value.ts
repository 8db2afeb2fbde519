import type { ScalarType } from '../../domain/scalar-type'
import { quoteText } from '../engine/duckdb-engine'
import { fromText } from '../engine/text-conversion'
import { KustoError } from '../answers/kusto-error'
import { enginePath, isInside, parsePath, type PathSteps } from './json-path'
import type { ReadySource } from './local-source'
import type { ColumnMapping } from './mapping'
import { transformationOf, type Transformation } from './transformation'

/** SQL for a JSON value: what is at `path` in `document`. */
interface DocumentPlace {
  readonly document: string
  readonly path: PathSteps
}

/** SQL for no value, as text. */
export const nothing = 'CAST(NULL AS VARCHAR)'

/** Ticks per unit of a time since 1970. */
const unixUnits: Readonly<Partial<Record<Transformation, bigint>>> = {
  datetimefromunixseconds: 10_000_000n,
  datetimefromunixmilliseconds: 10_000n,
  datetimefromunixmicroseconds: 10n,
}

/**
 * The value of a column that does not come from the records: a constant, or a fact about the source. Undefined for
 * other columns.
 *
 * @throws KustoError as {@link transformationOf}.
 */
export function valueBesideRecords(
  type: ScalarType,
  mapped: ColumnMapping,
  source: ReadySource,
): string | undefined {
  const transformation = transformationOf(mapped, source.properties.format)
  if (transformation === 'sourcelocation') return fromText(type, quoteText(source.location ?? ''))
  if (transformation === 'sourcelinenumber') return fromText(type, 'CAST(row_number() OVER () AS VARCHAR)')
  return mapped.constant === undefined ? undefined : fromText(type, quoteText(mapped.constant))
}

/** Whether a mapping numbers each source's records, so that sources must be read separately. */
export function numbersRecords(mapping: readonly ColumnMapping[] | undefined): boolean {
  return mapping?.some(({ transform }) => transform?.toLowerCase() === 'sourcelinenumber') ?? false
}

/** The steps of a column's path. @throws KustoError `BadRequest_InvalidMapping` if it has none. */
export function pathOf(mapped: ColumnMapping): PathSteps {
  if (mapped.path !== undefined) return parsePath(mapped.path)
  const message = `The mapping gives column '${mapped.column}' no path.`
  throw new KustoError('BadRequest_InvalidMapping', message)
}

/** The value at a place in a document, unchanged. */
export function plainValue(type: ScalarType, { document, path }: DocumentPlace): string {
  const at = quoteText(enginePath(path))
  if (type !== 'dynamic') return fromText(type, `json_extract_string(${document}, ${at})`)
  return fromText(type, `CAST(json_extract(${document}, ${at}) AS VARCHAR)`)
}

/** The value at a place in a document, after its mapping's transformation. */
export function transformedValue(
  type: ScalarType,
  place: DocumentPlace,
  mapped: ColumnMapping,
  context: { readonly format: string; readonly mapping: readonly ColumnMapping[] },
): string {
  const transformation = transformationOf(mapped, context.format)
  const at = quoteText(enginePath(place.path))
  const value = `json_extract(${place.document}, ${at})`
  const unit = unixUnits[transformation]
  if (unit !== undefined || transformation === 'datetimefromunixnanoseconds') {
    const text = `json_extract_string(${place.document}, ${at})`
    const ticks =
      unit === undefined ? `meta.nanoseconds_to_ticks(${text})` : `meta.unix_to_ticks(${text}, ${unit})`
    return type === 'datetime' ? ticks : fromText(type, `meta.ticks_to_text(${ticks})`)
  }
  switch (transformation) {
    case 'propertybagarraytodictionary':
      return fromText(type, `meta.bags_to_dictionary(${value})`)
    case 'bytesasbase64':
      return fromText(type, `meta.bytes_to_base64(${value})`)
    case 'dropmappedfields':
      return fromText(type, withoutMapped(value, pathOf(mapped), context.mapping))
    default:
      return plainValue(type, place)
  }
}

/** An object's text without the fields that other columns are mapped to. Array items stay. */
function withoutMapped(value: string, outer: PathSteps, mapping: readonly ColumnMapping[]): string {
  const patches = mapping.flatMap(({ path }) => {
    const steps = path === undefined ? [] : parsePath(path)
    if (!isInside(steps, outer)) return []
    const inner = steps.slice(outer.length)
    if (inner.some((step) => typeof step === 'number')) return []
    const patch = inner.reduceRight<unknown>((rest, step) => ({ [String(step)]: rest }), null)
    // A patch would create missing objects on the way to a missing field.
    return [
      `CASE WHEN json_exists(${value}, ${quoteText(enginePath(inner))}) THEN ${quoteText(JSON.stringify(patch))} ELSE '{}' END`,
    ]
  })
  if (patches.length === 0) return `CAST(${value} AS VARCHAR)`
  const patched = `json_merge_patch(${[value, ...patches.map((patch) => `CAST(${patch} AS JSON)`)].join(', ')})`
  return `CAST(CASE WHEN json_type(${value}) = 'OBJECT' THEN ${patched} ELSE ${value} END AS VARCHAR)`
}
