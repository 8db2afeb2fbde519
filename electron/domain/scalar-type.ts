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

/** What other systems call their types, without lengths such as in `varchar(20)`. */
const foreign: Readonly<Record<string, ScalarType>> = {
  text: 'string',
  str: 'string',
  char: 'string',
  varchar: 'string',
  nvarchar: 'string',
  number: 'real',
  numeric: 'decimal',
  money: 'decimal',
  integer: 'long',
  bigint: 'long',
  short: 'int',
  smallint: 'int',
  bit: 'bool',
  timestamp: 'datetime',
  datetime2: 'datetime',
  duration: 'timespan',
  interval: 'timespan',
  json: 'dynamic',
  object: 'dynamic',
  array: 'dynamic',
}

/** What Kusto calls a type that goes by this name elsewhere, or undefined. */
export function kustoNameOf(name: string): ScalarType | undefined {
  return foreign[name.trim().toLowerCase()]
}

/** The scalar type for a name in any accepted spelling, or undefined. */
export function parseScalarType(name: string): ScalarType | undefined {
  const key = name.trim().toLowerCase()
  return scalarTypes.find((type) => type === key) ?? aliases[key]
}
