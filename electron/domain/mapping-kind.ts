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

/** Reads a kind in whatever case the service wrote it; undefined if unknown. */
export function parseMappingKind(text: string): MappingKind | undefined {
  return mappingKinds.find((kind) => kind.toLowerCase() === text.toLowerCase())
}
