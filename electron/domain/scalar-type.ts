/** Kusto's scalar data types, as the query language spells them. */
export const scalarTypes = [
  'bool',
  'datetime',
  'decimal',
  'dynamic',
  'guid',
  'int',
  'long',
  'real',
  'string',
  'timespan',
] as const

export type ScalarType = (typeof scalarTypes)[number]

/** Other spellings that Kusto accepts in schemas (documents: scalar data types). */
const aliases: Readonly<Record<string, ScalarType>> = {
  boolean: 'bool',
  date: 'datetime',
  double: 'real',
  float: 'real',
  time: 'timespan',
  uuid: 'guid',
  uniqueid: 'guid',
  int32: 'int',
  int64: 'long',
}

/** The scalar type for a name in any accepted spelling, or undefined. */
export function parseScalarType(name: string): ScalarType | undefined {
  const key = name.trim().toLowerCase()
  return scalarTypes.find((type) => type === key) ?? aliases[key]
}
