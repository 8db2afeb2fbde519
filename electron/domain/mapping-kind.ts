import type { DataFormat } from './data-format'

/** The kinds of ingestion mappings (documents: ingestion mappings), spelt as the SDK spells them. */
export const mappingKinds = ['Csv', 'Json', 'Avro', 'ApacheAvro', 'Parquet', 'orc', 'W3CLogFile'] as const

export type MappingKind = (typeof mappingKinds)[number]

const kinds: Readonly<Partial<Record<DataFormat, MappingKind>>> = {
  json: 'Json',
  multijson: 'Json',
  avro: 'Avro',
  apacheavro: 'ApacheAvro',
  parquet: 'Parquet',
  orc: 'orc',
  w3clogfile: 'W3CLogFile',
}

/** The mapping kind for a format; all delimited formats use the one of csv. */
export function mappingKindOf(format: DataFormat): MappingKind {
  return kinds[format] ?? 'Csv'
}

/**
 * The mapping of a name that fits a format: a table may have one of each kind (documents: ingestion mappings). Without
 * one of the format's kind, one of another kind, so that it can be called that.
 *
 * @param kind Undefined: the format is not known.
 */
export function mappingNamed<T extends { readonly name: string; readonly kind: MappingKind }>(
  mappings: readonly T[],
  name: string,
  kind: MappingKind | undefined,
): T | undefined {
  const named = mappings.filter((mapping) => mapping.name === name)
  return named.find((mapping) => mapping.kind === kind) ?? named[0]
}

/** Reads a kind in whatever case the service wrote it; undefined if unknown. */
export function parseMappingKind(text: string): MappingKind | undefined {
  return mappingKinds.find((kind) => kind.toLowerCase() === text.toLowerCase())
}
