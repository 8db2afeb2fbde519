import type { ScalarType } from '../../../domain/scalar-type'
import { duckDbTypes } from '../../engine/catalog-entry'
import { nullOf, scalar, stringLiteral, type Scalar } from '../scalar'
import { literalOf } from './literals'

/**
 * Converts like Kusto's `to…()` functions: null if the value does not convert (for a string: empty). Undefined if
 * Kusto has no such conversion, or its rule is unknown here.
 */
export function convert(value: Scalar, type: ScalarType): Scalar | undefined {
  if (value.type === type) return value
  if (value.literal === null) return nullOf(type)
  const converter = converters[type]
  return converter(value)
}

/** A value's text as `tostring()` gives it: never null. */
export function textOf(value: Scalar): Scalar {
  return convert(value, 'string') ?? value
}

type Converter = (value: Scalar) => Scalar | undefined

const toText: Converter = (value) => {
  switch (value.type) {
    case 'bool':
      return scalar(`kql.bool_text(${value.sql})`, 'string')
    case 'datetime':
      return scalar(`kql.datetime_text(${value.sql})`, 'string')
    case 'timespan':
      return scalar(`kql.timespan_text(${value.sql})`, 'string')
    case 'decimal':
      return scalar(`kql.decimal_text(${value.sql})`, 'string')
    case 'real':
      return scalar(`kql.real_text(${value.sql})`, 'string')
    case 'dynamic':
      if (value.member !== undefined) {
        const { of, path } = value.member
        return scalar(`coalesce(json_extract_string(${of}, ${path}), '')`, 'string')
      }
      return scalar(`kql.dynamic_text(${value.sql})`, 'string')
    default:
      if (typeof value.literal === 'bigint') return stringLiteral(String(value.literal))
      return scalar(`coalesce(CAST(${value.sql} AS VARCHAR), '')`, 'string')
  }
}

/** int and long differ only in range; null for a value outside it. */
const toInteger =
  (type: 'int' | 'long'): Converter =>
  (value) => {
    const long = longSql(value)
    return long === undefined ? undefined : scalar(narrow(long, type), type, mayFail(value, type))
  }

function narrow(long: string, type: 'int' | 'long'): string {
  return type === 'long' ? long : `try_cast(${long} AS INTEGER)`
}

function mayFail(value: Scalar, type: 'int' | 'long'): boolean {
  return value.nullable || (value.type !== 'bool' && !(value.type === 'int' && type === 'long'))
}

function longSql(value: Scalar): string | undefined {
  switch (value.type) {
    case 'int':
      return `CAST(${value.sql} AS BIGINT)`
    case 'long':
    case 'timespan':
    case 'datetime':
      return value.sql
    case 'bool':
      return `CAST(${value.sql} AS BIGINT)`
    case 'real':
    case 'decimal':
      return `kql.whole(${value.sql})`
    case 'string':
      return `kql.tolong(${value.sql})`
    case 'dynamic':
      return `kql.dynamic_long(${value.sql})`
    case 'guid':
      return undefined
  }
}

const toReal: Converter = (value) => {
  switch (value.type) {
    case 'string':
      return scalar(`kql.toreal(${value.sql})`, 'real')
    case 'dynamic':
      return scalar(`kql.dynamic_real(${value.sql})`, 'real')
    case 'guid':
      return undefined
    default:
      return scalar(`CAST(${value.sql} AS DOUBLE)`, 'real', value.nullable)
  }
}

const toDecimal: Converter = (value) => {
  switch (value.type) {
    case 'string':
      return scalar(`kql.todecimal(${value.sql})`, 'decimal')
    case 'dynamic':
      return scalar(`kql.todecimal(kql.dynamic_text(${value.sql}))`, 'decimal')
    case 'int':
    case 'long':
    case 'real':
      return scalar(`try_cast(${value.sql} AS DECIMAL(38, 18))`, 'decimal')
    default:
      return undefined
  }
}

const toBool: Converter = (value) => {
  switch (value.type) {
    case 'string':
      return scalar(`kql.tobool(${value.sql})`, 'bool')
    case 'dynamic':
      return scalar(`kql.dynamic_bool(${value.sql})`, 'bool')
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
      return scalar(`(${value.sql} <> 0)`, 'bool', value.nullable)
    default:
      return undefined
  }
}

const toDatetime: Converter = (value) => {
  switch (value.type) {
    case 'string':
      return (
        (typeof value.literal === 'string'
          ? literalOf('datetime', `datetime(${value.literal})`)
          : undefined) ?? scalar(`kql.todatetime(${value.sql})`, 'datetime')
      )
    case 'dynamic':
      return scalar(`kql.todatetime(kql.dynamic_text(${value.sql}))`, 'datetime')
    default:
      return undefined
  }
}

const toTimespan: Converter = (value) => {
  switch (value.type) {
    case 'string':
      return scalar(`kql.totimespan(${value.sql})`, 'timespan')
    case 'dynamic':
      return scalar(`kql.totimespan(kql.dynamic_text(${value.sql}))`, 'timespan')
    case 'int':
    case 'long':
      return scalar(`CAST(${value.sql} AS BIGINT)`, 'timespan', value.nullable)
    default:
      return undefined
  }
}

const toGuid: Converter = (value) => {
  if (value.type === 'string') return scalar(`kql.toguid(${value.sql})`, 'guid')
  if (value.type === 'dynamic') return scalar(`kql.toguid(kql.dynamic_text(${value.sql}))`, 'guid')
  return undefined
}

/** Any value inside a dynamic: datetime, timespan and guid become strings, as when Kusto serializes them. */
const toDynamic: Converter = (value) => {
  switch (value.type) {
    case 'string':
    case 'bool':
    case 'int':
    case 'long':
      return scalar(`to_json(${value.sql})::VARCHAR`, 'dynamic', value.nullable)
    case 'real':
      // JSON has no NaN or infinities; Kusto writes null.
      return scalar(`CASE WHEN isfinite(${value.sql}) THEN to_json(${value.sql})::VARCHAR END`, 'dynamic')
    case 'decimal':
      return scalar(`to_json(kql.decimal_text(${value.sql}))::VARCHAR`, 'dynamic', value.nullable)
    case 'guid':
      return scalar(`to_json(CAST(${value.sql} AS VARCHAR))::VARCHAR`, 'dynamic', value.nullable)
    case 'datetime':
      return nullSafe(value, `to_json(kql.datetime_text(${value.sql}))::VARCHAR`)
    case 'timespan':
      return nullSafe(value, `to_json(kql.timespan_text(${value.sql}))::VARCHAR`)
    case 'dynamic':
      return value
  }
}

function nullSafe(value: Scalar, sql: string): Scalar {
  if (!value.nullable) return scalar(`(${sql})`, 'dynamic', false)
  return scalar(`CASE WHEN ${value.sql} IS NOT NULL THEN ${sql} END`, 'dynamic')
}

const converters: Readonly<Record<ScalarType, Converter>> = {
  bool: toBool,
  datetime: toDatetime,
  decimal: toDecimal,
  dynamic: toDynamic,
  guid: toGuid,
  int: toInteger('int'),
  long: toInteger('long'),
  real: toReal,
  string: toText,
  timespan: toTimespan,
}

/** Casts a value that already has the Kusto type, but may be narrower or wider in SQL, to its SQL type. */
export function castTo(sql: string, type: ScalarType): string {
  return `CAST(${sql} AS ${duckDbTypes[type]})`
}
