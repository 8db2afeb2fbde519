import type { StoredTable } from '../engine/catalog'
import { quoteText } from '../engine/duckdb-engine'
import { fromText } from '../engine/text-conversion'
import { KustoError } from '../answers/kusto-error'
import { documentOf, exactNumbers } from './json-numbers'
import { enginePath, type PathSteps } from './json-path'
import type { ReadySource, SourceQuery } from './local-source'
import {
  nothing,
  numbersRecords,
  pathOf,
  plainValue,
  transformedValue,
  valueBesideRecords,
} from './mapped-value'
import type { ColumnMapping } from './mapping'
import { readerQuery } from './source-sql'
import { transformationOf } from './transformation'

/** Largest object that DuckDB reads by default, in bytes. */
const usualObject = 16_777_216

/** SQL that is true for lines that are records. */
export const isRecord = "json_type(json) = 'OBJECT' AND meta.is_strict_json(json)"

/**
 * Reads JSON objects, one per line, and skips other lines. Without a mapping, a column takes the property of the same
 * name.
 *
 * @throws KustoError `BadRequest_InvalidBlob` for an Avro field that its column would lose.
 */
export function jsonQuery(
  source: ReadySource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): SourceQuery {
  return readerQuery(source, jsonValues(source, table, mapping), {
    function: 'read_json_objects',
    columns: exactNumbers,
    options: readerOptions(source),
    where: isRecord,
    alone: numbersRecords(mapping),
  })
}

/**
 * SQL of each column's value, of records with exact numbers.
 *
 * @throws as {@link jsonQuery}.
 */
export function jsonValues(
  source: ReadySource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): string[] {
  const { format } = source.properties
  return table.columns.map((column) => {
    const { name, type } = column
    if (mapping === undefined) {
      refuseLogicalType(source, column, [name])
      return plainValue(type, { document: documentAt(type, [name]), path: [name] })
    }
    const mapped = mapping.find((candidate) => candidate.column === name)
    if (mapped === undefined) return fromText(type, nothing)
    const beside = valueBesideRecords(type, mapped, source)
    if (beside !== undefined) return beside
    const path = pathOf(mapped)
    const isPlain = transformationOf(mapped, format) === 'none'
    if (isPlain) refuseLogicalType(source, column, path)
    const document = isPlain ? documentAt(type, path) : 'json'
    return transformedValue(type, { document, path }, mapped, { format, mapping })
  })
}

function documentAt(type: StoredTable['columns'][number]['type'], path: PathSteps): string {
  return documentOf(type, quoteText(enginePath(path)))
}

/** SQL for the first line that is not a record: its number among non-empty lines. */
export function firstOtherLine(source: ReadySource): string {
  return `SELECT n FROM (SELECT row_number() OVER () AS n, json FROM ${linesOf(source)})
    WHERE (${isRecord}) IS NOT true ORDER BY n LIMIT 1`
}

function linesOf(source: ReadySource): string {
  return `read_json_objects([${quoteText(source.path)}], ${readerOptions(source).join(', ')})`
}

function readerOptions({ facts }: ReadySource): string[] {
  const options = [`format = 'newline_delimited'`, 'ignore_errors = true', `compression = 'uncompressed'`]
  if (facts.longestRecord < usualObject) return options
  return [...options, `maximum_object_size = ${facts.longestRecord + 100}`]
}

/** Types whose Avro values are not plain text or numbers. */
const temporal = ['datetime', 'timespan']

/**
 * `avro` knows no logical types (documents: supported formats): in such a column their values would become null.
 */
function refuseLogicalType(
  source: ReadySource,
  { name, type }: StoredTable['columns'][number],
  path: readonly (string | number)[],
): void {
  const field = source.facts.logicalFields?.find((one) => one.path.join('\n') === path.join('\n'))
  if (field === undefined) return
  const isLost =
    field.base === 'bytes' || field.base === 'fixed'
      ? type !== 'dynamic' && type !== 'string'
      : temporal.includes(type)
  if (!isLost) return
  throw new KustoError(
    'BadRequest_InvalidBlob',
    `The field '${field.path.join('.')}' has the logical type ${field.logicalType}, which avro does not know, so the column '${name}' (${type}) would stay empty; send it as apacheavro.`,
  )
}
