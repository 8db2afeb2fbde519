import type { SourceField } from '../domain/column-matching'
import { keyPath } from '../domain/ingestion-mapping'
import type { Target } from '../domain/schema/inspection'
import type { ScalarType } from '../domain/scalar-type'
import type { StoredTable } from '../local-cluster/engine/catalog'
import { documentOf, writtenValue } from '../local-cluster/loading/json-numbers'
import { enginePath, parsePath } from '../local-cluster/loading/json-path'
import type { ReadySource } from '../local-cluster/loading/local-source'
import type { ColumnMapping } from '../local-cluster/loading/mapping'
import { jsonValues } from '../local-cluster/loading/read-json'
import { ordinalValues } from '../local-cluster/loading/ordinal-values'
import { parquetValues, quoteIdentifier } from '../local-cluster/loading/read-parquet'
import { quoteText } from '../local-cluster/engine/sql-text'
import { areOverlapping, documentFields, pathOfField } from './document-fields'
import type { Layout } from './layout'

/** One field or path of a source, a column of the target, or both: what the check follows. */
export interface Probe {
  /** The field's name in the source, or that of the column that looks for it. */
  readonly name: string
  readonly ordinal?: number
  readonly path?: string
  /** The key of a JSON record that it is. */
  readonly recordKey?: string
  /** Where it lies in a document. */
  readonly steps?: readonly (string | number)[]
  /** The target's column that it goes to; null: nowhere. */
  readonly column: string | null
  readonly type: ScalarType | null
  /** SQL of its text. */
  readonly text: string
  /** SQL of its text as the source has it, where the text may be another one; null where it is not. */
  readonly written?: string
  /** Whether the text is that of well-formed JSON. */
  readonly isJson?: boolean
  /** Whether it is a string made of bytes, which arrives empty where they are no text: its value is null then. */
  readonly isBytes?: boolean
  /** SQL of what arrives in the column. */
  readonly value: string | null
  readonly transform?: string
}

/** Whether a value is made of the text, which may then arrive as nothing; a string is the text itself. */
export function isConverted(
  probe: Probe,
): probe is Probe & { readonly type: ScalarType; readonly value: string } {
  const { type, value, isBytes } = probe
  return type !== null && value !== null && (type !== 'string' || isBytes === true)
}

/** Whether texts become dynamic values only as they arrive. */
export function becomesDynamic({ type, isJson }: Probe): boolean {
  return type === 'dynamic' && isJson !== true
}

/** SQL that is true for a text that begins as an object or an array of JSON does. */
export function isContainer(text: string): string {
  return `(starts_with(${text}, '{') OR starts_with(${text}, '[') OR (${text} < '!' AND regexp_matches(${text}, '^\\s*[{\\[]')))`
}

/** A column that takes nothing from the records, or looks for what is not there. */
interface Unfed {
  readonly column: string
  readonly type: ScalarType
  readonly why: 'constant' | 'missing' | 'unmapped'
}

/** How a target is fed from a source. */
export interface ProbePlan {
  readonly probes: readonly Probe[]
  readonly unfed: readonly Unfed[]
}

/**
 * Says which SQL gives each field's text and what arrives in the target, by the rules of the local cluster's loading.
 *
 * @throws KustoError `BadRequest_InvalidMapping`.
 */
export function planProbes(layout: Layout, target: Target | null, source: ReadySource): ProbePlan {
  if (target === null) return { probes: fieldProbes(layout, []), unfed: [] }
  const mapping: readonly ColumnMapping[] | undefined = target.mapping?.map((entry) => ({
    column: entry.column,
    type: entry.type,
    ordinal: entry.ordinal,
    path: entry.path,
    constant: entry.constant,
    transform: entry.transform,
  }))
  const table = asTable(target)
  const values = valuesOf(layout, table, mapping, source)
  const probes: Probe[] = []
  const unfed: Unfed[] = []
  const fed: Place[] = []
  for (const [index, { name, type }] of table.columns.entries()) {
    const mapped = mapping?.find((one) => one.column === name)
    if (mapping !== undefined && mapped === undefined) {
      unfed.push({ column: name, type, why: 'unmapped' })
      continue
    }
    const isBeside =
      mapped?.constant !== undefined || /^source(location|linenumber)$/i.test(mapped?.transform ?? '')
    if (isBeside) {
      unfed.push({ column: name, type, why: 'constant' })
      continue
    }
    const place = placeOf(layout, { name, index, type, mapped })
    if (place === undefined) {
      unfed.push({ column: name, type, why: 'missing' })
      continue
    }
    const isBytes = type === 'string' && place.holdsBytes === true
    const arriving = values[index] ?? null
    const value = isBytes && arriving !== null ? `nullif(${arriving}, '')` : arriving
    const transform = mapped?.transform
    fed.push(place)
    probes.push({
      ...probeOf(place),
      column: name,
      type,
      value,
      ...(isBytes ? { isBytes } : {}),
      ...(transform === undefined ? {} : { transform }),
    })
  }
  return { probes: [...probes, ...fieldProbes(layout, fed)], unfed }
}

type Where = Pick<Probe, 'name' | 'ordinal' | 'path' | 'recordKey' | 'steps' | 'text' | 'written' | 'isJson'>

type Place = Where & {
  readonly key: string
  readonly holdsBytes?: boolean
}

/** Fields that no column takes. */
function fieldProbes(layout: Layout, fed: readonly Place[]): Probe[] {
  const keys = new Set(fed.map(({ key }) => key))
  const paths = fed.flatMap(({ steps }) => (steps === undefined ? [] : [steps]))
  const isFed = ({ key, steps }: Place): boolean =>
    steps === undefined ? keys.has(key) : paths.some((path) => areOverlapping(path, steps))
  return fieldPlaces(layout)
    .filter((place) => !isFed(place))
    .map((place) => ({ ...probeOf(place), column: null, type: null, value: null }))
}

function probeOf({ name, ordinal, path, recordKey, steps, text, written, isJson }: Place): Where {
  return {
    name,
    ...(ordinal === undefined ? {} : { ordinal }),
    ...(path === undefined ? {} : { path }),
    ...(recordKey === undefined ? {} : { recordKey }),
    ...(steps === undefined ? {} : { steps }),
    text,
    ...(written === undefined ? {} : { written }),
    ...(isJson === undefined ? {} : { isJson }),
  }
}

/** The fields of a source, and where they lie. */
export function fieldsOf(layout: Layout): SourceField[] {
  return fieldPlaces(layout).map(({ name, ordinal, path }) => ({ name, ordinal, path }))
}

function fieldPlaces(layout: Layout): Place[] {
  switch (layout.kind) {
    case 'fields':
      return layout.names.map((name, ordinal) => ({
        name,
        ordinal,
        text: `f${ordinal}`,
        key: String(ordinal),
      }))
    case 'documents': {
      // Where no record has a key, there is still the record.
      const fields = layout.fields.length > 0 ? layout.fields : documentFields([], 0)
      return fields.map((field) => documentPlace(field.name, field.steps, { path: pathOfField(field) }))
    }
    case 'parquet':
      return [...layout.types].map(([name, type]) => parquetPlace(name, type))
  }
}

function placeOf(
  layout: Layout,
  {
    name,
    index,
    type: columnType,
    mapped,
  }: {
    readonly name: string
    readonly index: number
    readonly type: ScalarType
    readonly mapped: ColumnMapping | undefined
  },
): Place | undefined {
  switch (layout.kind) {
    case 'fields': {
      const ordinal = mapped === undefined ? index : mapped.ordinal
      if (ordinal === undefined || ordinal >= layout.names.length) return undefined
      return { name: layout.names[ordinal] ?? name, ordinal, text: `f${ordinal}`, key: String(ordinal) }
    }
    case 'documents': {
      const steps = mapped?.path === undefined ? [name] : parsePath(mapped.path)
      return documentPlace(name, steps, { path: mapped?.path, type: columnType, mapped })
    }
    case 'parquet': {
      const steps = mapped?.path === undefined ? [name] : parsePath(mapped.path)
      const [column] = steps
      const type = typeof column === 'string' ? layout.types.get(column) : undefined
      if (typeof column !== 'string' || type === undefined) return undefined
      if (steps.length === 1) return parquetPlace(column, type)
      const text = `json_extract_string(to_json(${quoteIdentifier(column)}), ${quoteText(enginePath(steps.slice(1)))})`
      return { name, path: mapped?.path ?? column, text, key: column }
    }
  }
}

function documentPlace(
  name: string,
  steps: readonly (string | number)[],
  {
    path,
    type = null,
    mapped,
  }: {
    readonly path?: string | undefined
    readonly type?: ScalarType | null
    readonly mapped?: ColumnMapping | undefined
  } = {},
): Place {
  const at = quoteText(enginePath(steps))
  const [key] = steps
  // What a transformation takes is not the text.
  const isPlain = (mapped?.transform ?? 'none').toLowerCase() === 'none'
  const document = isPlain ? documentOf(type, at) : 'json'
  return {
    name,
    path: path ?? keyPath(name),
    ...(steps.length === 1 && typeof key === 'string' ? { recordKey: key } : {}),
    // A dynamic column takes the JSON itself: an empty text is a value there.
    text:
      type === 'dynamic'
        ? `CAST(json_extract(json, ${at}) AS VARCHAR)`
        : `json_extract_string(${document}, ${at})`,
    ...((type === 'string' || type === 'dynamic') && isPlain ? { written: writtenValue(at) } : {}),
    ...(type === 'dynamic' ? { isJson: true } : {}),
    key: enginePath(steps),
    steps,
  }
}

function parquetPlace(name: string, type: string): Place {
  const column = quoteIdentifier(name)
  const isNested = /^(STRUCT|MAP|UNION)\b|\[\d*\]$|^JSON$/.test(type)
  const text = isNested
    ? `CAST(to_json(${column}) AS VARCHAR)`
    : type === 'BLOB'
      ? `coalesce(TRY(decode(${column})), CAST(${column} AS VARCHAR))`
      : `CAST(${column} AS VARCHAR)`
  return {
    name,
    path: keyPath(name),
    text,
    ...(isNested ? { isJson: true } : {}),
    ...(type === 'BLOB' ? { holdsBytes: true } : {}),
    key: name,
  }
}

function valuesOf(
  layout: Layout,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
  source: ReadySource,
): string[] {
  switch (layout.kind) {
    case 'fields':
      return ordinalValues(
        source,
        table,
        layout.names.map((_, index) => `f${index}`),
        mapping,
      )
    case 'documents':
      return jsonValues(source, table, mapping)
    case 'parquet':
      return parquetValues(source, layout.types, table, mapping)
  }
}

/** The target as the local cluster knows tables. */
function asTable({ columns, table }: Target): StoredTable {
  return {
    name: table?.table ?? '',
    database: table?.database ?? '',
    number: 0n,
    physicalName: 't0',
    folder: '',
    docString: '',
    columns: columns.map(({ name, type }, index) => ({ name, type, physicalName: `c${index}` })),
  }
}
