import type { MappingKind } from './mapping-kind'
import { StudioError } from './studio-error'

/** One entry of a mapping's JSON, with the names that decide where its value comes from in lower case. */
type Entry = Readonly<Record<string, unknown>>

/** Where a value comes from, as each kind of mapping says it; a constant goes with every kind. */
const sourceOf: Readonly<Record<MappingKind, readonly string[]>> = {
  Csv: ['ordinal'],
  Json: ['path'],
  Avro: ['path', 'field'],
  ApacheAvro: ['path', 'field'],
  Parquet: ['path', 'field'],
  orc: ['path', 'field'],
  W3CLogFile: ['field'],
}
const constants = ['constvalue', 'constantvalue', 'transform']

/**
 * Reads an ingestion mapping from JSON, in any of the spellings that Kusto's tools write (documents: ingestion
 * mappings), and checks that it is of the right kind.
 *
 * @returns The names of the mapped columns.
 * @throws StudioError `PropertyInvalid` that names the entry at fault.
 */
export function parseMappingText(text: string, kind: MappingKind): readonly string[] {
  const entries = readEntries(text)
  return entries.map((entry, index) => {
    const column = ['column', 'name', 'columnname'].map((key) => entry[key]).find(isText)
    if (column === undefined) throw invalid(`Entry ${index + 1} of the mapping names no column.`)
    if ([...sourceOf[kind], ...constants].every((key) => !isThere(entry[key]))) {
      throw invalid(
        `Entry ${index + 1} of the mapping, for column “${column}”, has no ${sourceOf[kind].join(' or ')}: it is no mapping for ${kind}.`,
      )
    }
    return column
  })
}

function readEntries(text: string): readonly Entry[] {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw invalid('The mapping is not JSON.', cause)
  }
  if (!Array.isArray(value) || value.length === 0) throw invalid('The mapping is not a list of columns.')
  return value.map((entry: unknown, index) => {
    if (typeof entry !== 'object' || entry === null) {
      throw invalid(`Entry ${index + 1} of the mapping is not an object.`)
    }
    const lower = lowerKeys(entry)
    const { properties } = lower
    return typeof properties === 'object' && properties !== null
      ? { ...lower, ...lowerKeys(properties) }
      : lower
  })
}

function lowerKeys(value: object): Entry {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner as unknown]),
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function invalid(message: string, cause?: unknown): StudioError {
  return new StudioError('PropertyInvalid', message, {
    nextStep:
      'A mapping is a JSON list, for example [{"column": "State", "Properties": {"Path": "$.state"}}]; CSV has Ordinal in place of Path.',
    ...(cause === undefined ? {} : { cause }),
  })
}
