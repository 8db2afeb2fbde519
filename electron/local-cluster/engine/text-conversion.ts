import type { ScalarType } from '../../domain/scalar-type'
import { unixEpochTicks } from '../time/ticks'
import { valueMacros } from './value-macros'

/** Longest string that Kusto keeps, in bytes; a longer one is cut without an error. */
const maximumStringBytes = 1_048_576

const days = 864_000_000_000n

/**
 * RFC 822 and 850 formats, which Kusto accepts besides ISO 8601 (documents: the datetime data type), and ISO 8601
 * formats that DuckDB does not know.
 */
const otherDateFormats = [
  '%Y-%m-%dT%H:%M',
  '%Y-%m-%d %H:%M',
  '%Y-%m-%dT%H:%M:%S',
  '%a, %d %b %y %H:%M:%S',
  '%a, %d %b %y %H:%M',
  '%d %b %y %H:%M:%S',
  '%d %b %y %H:%M',
  '%A, %d-%b-%y %H:%M:%S',
  '%A, %d-%b-%y %H:%M',
  '%d-%b-%y %H:%M:%S',
  '%d-%b-%y %H:%M',
  '%a, %d %b %Y %H:%M:%S',
  '%d %b %Y %H:%M:%S',
  '%m/%d/%Y %H:%M:%S',
  '%m/%d/%Y %I:%M:%S %p',
  '%m/%d/%Y',
]

const formatList = otherDateFormats.map((format) => `'${format}'`).join(', ')

/**
 * Macros that convert ingested text as Kusto does: what does not fit the type becomes null. DuckDB's own casts
 * would round `1.5` to an integer, drop a second's seventh digit and ignore offsets.
 */
export const conversionMacros: readonly string[] = [
  ...valueMacros('meta'),
  // What a cast gives back as it was written comes first: it is nearly all of them, and told apart faster than by a
  // pattern. The cast alone would take `1.5` for 2.
  `CREATE OR REPLACE MACRO meta.odd_whole(v) AS
     CASE WHEN regexp_full_match(v, '\\s*([+-]?[0-9]+|0[xX][0-9a-fA-F]+)\\s*') THEN trim(v) END`,
  `CREATE OR REPLACE MACRO meta.text_to_long(v) AS
     CASE WHEN CAST(TRY_CAST(v AS BIGINT) AS VARCHAR) = v THEN TRY_CAST(v AS BIGINT)
     ELSE TRY_CAST(meta.odd_whole(v) AS BIGINT) END`,
  `CREATE OR REPLACE MACRO meta.text_to_int(v) AS
     CASE WHEN CAST(TRY_CAST(v AS INTEGER) AS VARCHAR) = v THEN TRY_CAST(v AS INTEGER)
     ELSE TRY_CAST(meta.odd_whole(v) AS INTEGER) END`,
  `CREATE OR REPLACE MACRO meta.text_to_bool(v) AS
     CASE WHEN v = 'true' THEN true WHEN v = 'false' THEN false
     WHEN lower(trim(v)) IN ('true', '1') THEN true WHEN lower(trim(v)) IN ('false', '0') THEN false
     ELSE TRY_CAST(meta.text_to_long(v) AS BOOLEAN) END`,
  // DuckDB reads 1/2/26 as a day of the year 1. A year has four digits, or two beside a month's name.
  `CREATE OR REPLACE MACRO meta.with_whole_year(v) AS
     CASE WHEN NOT regexp_matches(v, '^\\s*[0-9]{1,3}[-/][0-9]{1,2}[-/][0-9]{1,3}([^0-9]|$)') THEN v END`,
  // No argument is used twice below: DuckDB would compute it up front, even if its branch is not taken.
  // Years 1678 to 2261, with offset and all digits. If this gives null, far_ticks does the work.
  `CREATE OR REPLACE MACRO meta.near_ticks(v) AS
     epoch_ns(TRY_CAST(v AS TIMESTAMP_NS)) // 100 + ${unixEpochTicks}`,
  // The microseconds by DuckDB (which truncates), then the seventh digit.
  `CREATE OR REPLACE MACRO meta.far_ticks(v) AS
     meta.in_range(TRY(epoch_us(TRY_CAST(meta.with_whole_year(v) AS TIMESTAMPTZ)) * 10 + ${unixEpochTicks})
       + coalesce(TRY_CAST(regexp_extract(v, '\\.[0-9]{6}([0-9])', 1) AS TINYINT), 0))`,
  `CREATE OR REPLACE MACRO meta.other_ticks(v) AS meta.in_range(TRY(
     epoch_us(try_strptime(regexp_replace(meta.with_whole_year(v), '( GMT| UTC| ?[Zz])$', ''), [${formatList}])) * 10 + ${unixEpochTicks}))`,
  // What begins with a digit may be of any form, after a blank only a far one, and a day's name only another. Each form
  // stands here once: planning it takes a millisecond.
  `CREATE OR REPLACE MACRO meta.text_to_datetime(v) AS coalesce(
     CASE WHEN v >= '0' AND v < ':' THEN meta.near_ticks(v) END,
     meta.far_ticks(CASE WHEN v >= '0' AND v < ':' THEN v WHEN v[1] = ' ' THEN trim(v) END),
     meta.other_ticks(CASE WHEN v >= '0' AND v < ':' OR (v[1] <> ' ' AND contains(v, ':')) THEN v END))`,
  // s: sign, d: days, h: hours, m: minutes, c: seconds, f: fraction
  `CREATE OR REPLACE MACRO meta.parts_to_timespan(p) AS
     CASE WHEN p.h = '' OR TRY_CAST(p.h AS INTEGER) > 23 OR TRY_CAST(p.m AS INTEGER) > 59
       OR coalesce(TRY_CAST(p.c AS INTEGER), 0) > 59 THEN NULL
     ELSE (CASE WHEN p.s = '-' THEN -1 ELSE 1 END) * (
       coalesce(TRY_CAST(p.d AS BIGINT), 0) * ${days} + CAST(p.h AS BIGINT) * 36000000000
       + CAST(p.m AS BIGINT) * 600000000 + coalesce(TRY_CAST(p.c AS BIGINT), 0) * 10000000
       + coalesce(TRY_CAST(rpad(nullif(p.f, ''), 7, '0') AS BIGINT), 0)) END`,
  // In a list of one, the parts are extracted once; a macro's argument stands wherever it is used.
  `CREATE OR REPLACE MACRO meta.text_to_timespan(v) AS
     CASE WHEN regexp_full_match(trim(v), '[+-]?[0-9]+') THEN TRY(TRY_CAST(trim(v) AS BIGINT) * ${days})
     ELSE list_transform([regexp_extract(trim(v),
       '^([+-]?)(?:([0-9]{1,8})\\.)?([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\\.([0-9]{1,7}))?)?$',
       ['s', 'd', 'h', 'm', 'c', 'f'])], lambda parts: TRY(meta.parts_to_timespan(parts)))[1] END`,
  // Exactly the word null. Trimming a long text costs more than parsing it.
  `CREATE OR REPLACE MACRO meta.is_json_null(v) AS
     CASE WHEN starts_with(v, 'n') OR starts_with(v, ' ') THEN trim(v) = 'null' ELSE false END`,
  // Text that is not JSON becomes a JSON string. The JSON null, and anything over a megabyte, becomes null.
  `CREATE OR REPLACE MACRO meta.is_null_dynamic(v) AS
     v = '' OR meta.is_json_null(v) OR strlen(v) > ${maximumStringBytes}`,
  `CREATE OR REPLACE MACRO meta.text_to_dynamic(v) AS
     CASE WHEN meta.is_null_dynamic(v) THEN NULL
     WHEN meta.is_json(v) THEN v ELSE CAST(to_json(v) AS VARCHAR) END`,
  // DuckDB's casts accept grouped digits, as in 1_000.
  `CREATE OR REPLACE MACRO meta.text_to_real(v) AS
     CASE WHEN contains(v, '_') THEN NULL ELSE TRY_CAST(v AS DOUBLE) END`,
  `CREATE OR REPLACE MACRO meta.text_to_decimal(v) AS
     CASE WHEN contains(v, '_') THEN NULL ELSE TRY_CAST(v AS DECIMAL(38, 18)) END`,
  `CREATE OR REPLACE MACRO meta.text_to_guid(v) AS
     coalesce(TRY_CAST(v AS UUID), TRY_CAST(trim(v, ' (){}') AS UUID))`,
  // Mapping transformations (documents: ingestion mappings, mapping transformations).
  `CREATE OR REPLACE MACRO meta.unix_to_ticks(v, ticks_per_unit) AS
     meta.in_range(TRY(CAST(floor(TRY_CAST(v AS DECIMAL(28, 10)) * CAST(ticks_per_unit AS DECIMAL(8, 0))) AS HUGEINT)
       + ${unixEpochTicks}))`,
  `CREATE OR REPLACE MACRO meta.nanoseconds_to_ticks(v) AS
     meta.in_range(CAST(floor(TRY_CAST(v AS DECIMAL(25, 4)) * CAST(0.01 AS DECIMAL(3, 2))) AS HUGEINT) + ${unixEpochTicks})`,
  `CREATE OR REPLACE MACRO meta.ticks_to_text(t) AS
     strftime(make_timestamp(t // 10 - ${unixEpochTicks / 10n}), '%Y-%m-%dT%H:%M:%S.%f') || (t % 10) || 'Z'`,
  // Bags in an array merge into one; anything else stays as it is.
  `CREATE OR REPLACE MACRO meta.bags_to_dictionary(v) AS
     CASE WHEN json_type(v) = 'ARRAY' THEN '{' || array_to_string(list_filter(list_transform(json_extract(v, '$[*]'),
       lambda bag: CASE WHEN json_type(bag) = 'OBJECT' THEN substr(CAST(bag AS VARCHAR), 2, length(CAST(bag AS VARCHAR)) - 2) END),
       lambda inner_text: inner_text <> ''), ',') || '}'
     ELSE CAST(v AS VARCHAR) END`,
  `CREATE OR REPLACE MACRO meta.bytes_to_base64(v) AS
     CASE WHEN json_type(v) = 'ARRAY' THEN TRY(to_base64(unhex(array_to_string(
       list_transform(CAST(v AS UTINYINT[]), lambda b: format('{:02x}', b)), '')))) END`,
  // The longest prefix that does not end inside a character; a character has at most four bytes.
  `CREATE OR REPLACE MACRO meta.cut_string(v) AS
     list_filter(list_transform([0, 1, 2, 3], lambda missing: TRY(decode(encode(v)[:${maximumStringBytes} - missing]))),
       lambda cut: cut IS NOT NULL)[1]`,
  `CREATE OR REPLACE MACRO meta.text_to_string(v) AS
     CASE WHEN v IS NULL THEN '' WHEN strlen(v) > ${maximumStringBytes} THEN meta.cut_string(v) ELSE v END`,
]

/** SQL that converts `text` (a VARCHAR expression; null: no value) to `type`. */
export function fromText(type: ScalarType, text: string): string {
  switch (type) {
    case 'string':
      return `meta.text_to_string(${text})`
    case 'int':
      return `meta.text_to_int(${text})`
    case 'long':
      return `meta.text_to_long(${text})`
    case 'real':
      return `meta.text_to_real(${text})`
    case 'decimal':
      return `meta.text_to_decimal(${text})`
    case 'bool':
      return `meta.text_to_bool(${text})`
    case 'guid':
      return `meta.text_to_guid(${text})`
    case 'datetime':
      return `meta.text_to_datetime(${text})`
    case 'timespan':
      return `meta.text_to_timespan(${text})`
    case 'dynamic':
      return `meta.text_to_dynamic(${text})`
  }
}

/**
 * SQL of the value of a text in the form that programs write; null for any other, of which {@link fromText} has to tell.
 * Each is the first branch of its rule, and takes a fraction of the time to plan and to run.
 */
export function plainText(type: ScalarType, text: string): string {
  switch (type) {
    case 'int':
      return `CASE WHEN CAST(TRY_CAST(${text} AS INTEGER) AS VARCHAR) = ${text} THEN TRY_CAST(${text} AS INTEGER) END`
    case 'long':
      return `CASE WHEN CAST(TRY_CAST(${text} AS BIGINT) AS VARCHAR) = ${text} THEN TRY_CAST(${text} AS BIGINT) END`
    case 'datetime':
      return `CASE WHEN ${text} >= '0' AND ${text} < ':' THEN meta.near_ticks(${text}) END`
    default:
      return keptText(type, text)
  }
}

/** SQL of a value that is null exactly where {@link fromText} is, and that takes no more work than that. */
export function keptText(type: ScalarType, text: string): string {
  // Whether it is JSON decides what it becomes, not whether it arrives.
  if (type === 'dynamic') return `CASE WHEN meta.is_null_dynamic(${text}) THEN NULL ELSE ${text} END`
  return fromText(type, text)
}
