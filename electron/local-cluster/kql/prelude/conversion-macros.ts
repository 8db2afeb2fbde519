import { named } from '../scalar'

/** Conversions from text, numbers and dynamic (JSON text); null if the value does not convert. */
export const conversionMacros: readonly string[] = [
  `CREATE OR REPLACE MACRO kql.tolong(s) AS CASE
    WHEN regexp_full_match(s, '\\s*[+-]?\\d+\\s*') THEN try_cast(s AS BIGINT)
    WHEN regexp_full_match(s, '\\s*0[xX][0-9a-fA-F]+\\s*') THEN try_cast(trim(s) AS BIGINT) END`,
  `CREATE OR REPLACE MACRO kql.toreal(s) AS CASE
    WHEN regexp_full_match(s, '\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*') THEN try_cast(s AS DOUBLE)
    WHEN regexp_full_match(lower(trim(s)), '[+-]?(nan|inf|infinity)') THEN try_cast(s AS DOUBLE) END`,
  `CREATE OR REPLACE MACRO kql.todecimal(s) AS CASE
    WHEN regexp_full_match(s, '\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*') THEN try_cast(s AS DECIMAL(38, 18)) END`,
  `CREATE OR REPLACE MACRO kql.tobool(s) AS CASE lower(trim(s))
    WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE ELSE kql.tolong(s) <> 0 END`,
  `CREATE OR REPLACE MACRO kql.toguid(s) AS CASE
    WHEN regexp_full_match(s, '\\s*\\{?[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\\}?\\s*')
    THEN try_cast(trim(s, ' {}') AS UUID) END`,
  // A real becomes a whole number by dropping its fraction; null if it is too large.
  `CREATE OR REPLACE MACRO kql.whole(x) AS try_cast(trunc(x) AS BIGINT)`,
  // The low 64 bits of a sum, difference or product, in two's complement.
  `CREATE OR REPLACE MACRO kql.wrap(x) AS CAST(
    (x + 85070591730234615856620279821087277056) % 18446744073709551616 - 9223372036854775808 AS BIGINT)`,
  // An exact product of two decimals: whole parts and fractions are multiplied separately. If 18 decimal places are
  // too few, it overflows; nothing is rounded away.
  `CREATE OR REPLACE MACRO kql.fraction(d) AS
    CAST(CAST(d - trunc(d) AS DECIMAL(18, 18)) * CAST(1000000000000000000 AS DECIMAL(19, 0)) AS HUGEINT)`,
  `CREATE OR REPLACE MACRO kql.units(f) AS f // 1000000000000000000
    + CASE WHEN f % 1000000000000000000 = 0 THEN 0 ELSE 170141183460469231731687303715884105727::HUGEINT + abs(f) END`,
  `CREATE OR REPLACE MACRO kql.decimal_of(x) AS CAST(CAST(x // 1000000000000000000 AS DECIMAL(38, 18))
    + CAST(x % 1000000000000000000 AS DECIMAL(19, 0)) * CAST('0.000000000000000001' AS DECIMAL(18, 18)) AS DECIMAL(38, 18))`,
  `CREATE OR REPLACE MACRO kql.decimal_product(a, b) AS kql.decimal_of(
    CAST(trunc(a) AS HUGEINT) * CAST(trunc(b) AS HUGEINT) * 1000000000000000000::HUGEINT
    + CAST(trunc(a) AS HUGEINT) * kql.fraction(b) + kql.fraction(a) * CAST(trunc(b) AS HUGEINT)
    + kql.units(kql.fraction(a) * kql.fraction(b)))`,
  `CREATE OR REPLACE MACRO kql.real_text(x) AS CASE WHEN isnan(x) THEN 'NaN'
    WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END ELSE coalesce(x::VARCHAR, '') END`,
  `CREATE OR REPLACE MACRO kql.bool_text(x) AS CASE WHEN x THEN 'True' WHEN NOT x THEN 'False' ELSE '' END`,
  `CREATE OR REPLACE MACRO kql.decimal_text(x) AS coalesce(regexp_replace(x::VARCHAR, '\\.?0+$', ''), '')`,

  // Dynamic: JSON text. As text, a JSON string is its value; anything else is its JSON.
  `CREATE OR REPLACE MACRO kql.dynamic_text(j) AS coalesce(json_extract_string(j, '$'), '')`,
  `CREATE OR REPLACE MACRO kql.unless_text(j) AS CASE WHEN j[1] <> '"' THEN j END`,
  `CREATE OR REPLACE MACRO kql.dynamic_long(j) AS CASE json_type(j)
    WHEN 'BIGINT' THEN try_cast(j AS BIGINT) WHEN 'UBIGINT' THEN try_cast(j AS BIGINT)
    WHEN 'DOUBLE' THEN kql.whole(try_cast(j AS DOUBLE)) WHEN 'BOOLEAN' THEN CASE WHEN j = 'true' THEN 1 ELSE 0 END
    WHEN 'VARCHAR' THEN kql.tolong(json_extract_string(j, '$')) END`,
  `CREATE OR REPLACE MACRO kql.dynamic_real(j) AS CASE json_type(j)
    WHEN 'BIGINT' THEN try_cast(j AS DOUBLE) WHEN 'UBIGINT' THEN try_cast(j AS DOUBLE)
    WHEN 'DOUBLE' THEN try_cast(j AS DOUBLE) WHEN 'BOOLEAN' THEN CASE WHEN j = 'true' THEN 1.0 ELSE 0.0 END
    WHEN 'VARCHAR' THEN kql.toreal(json_extract_string(j, '$')) END`,
  `CREATE OR REPLACE MACRO kql.dynamic_bool(j) AS CASE json_type(j)
    WHEN 'BOOLEAN' THEN j = 'true' WHEN 'VARCHAR' THEN kql.tobool(json_extract_string(j, '$'))
    WHEN 'BIGINT' THEN try_cast(j AS BIGINT) <> 0 WHEN 'UBIGINT' THEN try_cast(j AS UBIGINT) <> 0 END`,
  // The value at a path; a JSON null is Kusto's null.
  `CREATE OR REPLACE MACRO kql.dynamic_at(j, path) AS nullif(json_extract(j, path)::VARCHAR, 'null')`,
  // JSON with an escaped lone surrogate, which DuckDB does not accept as JSON; the service reads U+FFFD instead.
  // Escaped backslashes and whole pairs are set aside meanwhile.
  `CREATE OR REPLACE MACRO kql.well_formed(v) AS replace(replace(regexp_replace(regexp_replace(
    replace(v, '\\\\', chr(2)),
    '\\\\u([dD][89abAB][0-9a-fA-F]{2})\\\\u([dD][c-fC-F][0-9a-fA-F]{2})', chr(1) || '\\1' || chr(1) || '\\2', 'g'),
    '\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}', chr(65533), 'g'), chr(1), '\\u'), chr(2), '\\\\')`,
  `CREATE OR REPLACE MACRO kql.repaired_json(v) AS CASE WHEN kql.is_json(v) THEN v
    WHEN regexp_matches(v, '\\\\u[dD][89a-fA-F]') AND NOT regexp_matches(v, '[\\x01\\x02]')
      AND kql.is_json(kql.well_formed(v)) THEN kql.well_formed(v) END`,
  // Text that is not JSON is a string.
  `CREATE OR REPLACE MACRO kql.parse_json(s) AS ${named(
    's',
    'v',
    `CASE WHEN trim(v) = '' THEN NULL
    WHEN kql.repaired_json(v) IS NOT NULL THEN nullif(json(kql.repaired_json(v))::VARCHAR, 'null')
    ELSE to_json(v)::VARCHAR END`,
  )}`,
  `CREATE OR REPLACE MACRO kql.dynamic_index(j, i) AS
    kql.dynamic_at(j, CASE WHEN i < 0 THEN '$[#' || i || ']' ELSE '$[' || i || ']' END)`,
  // A path has no empty key, and takes * for all keys. A pointer can do both, but would take numbers for indexes.
  `CREATE OR REPLACE MACRO kql.dynamic_key(j, k) AS kql.dynamic_at(j, CASE WHEN k IN ('', '*') THEN '/' || k
    ELSE '$."' || replace(replace(k, '\\', '\\\\'), '"', '\\"') || '"' END)`,
  `CREATE OR REPLACE MACRO kql.elements(j) AS CASE WHEN json_type(j) = 'ARRAY' THEN json_extract(j, '$[*]')::VARCHAR[] END`,
  `CREATE OR REPLACE MACRO kql.element_texts(j) AS CASE WHEN j IS NULL THEN NULL
    WHEN json_type(j) = 'ARRAY' THEN list_transform(kql.elements(j), lambda e: kql.dynamic_text(e)) ELSE [kql.dynamic_text(j)] END`,
]
