import { lastTick } from '../time/ticks'

/**
 * Macros for both ingestion and queries, created in the given schema: `in_range(ticks)`, a datetime's ticks, or
 * null if it is out of range; `is_json(v)`, whether text is JSON as Kusto sees it; `is_strict_json(v)`, the same
 * for text that DuckDB accepts as JSON.
 */
export function valueMacros(schema: 'kql' | 'meta'): readonly string[] {
  return [
    // The argument appears only once: DuckDB would compute it up front even if its branch is not taken, and nested
    // sums would grow exponentially.
    `CREATE OR REPLACE MACRO ${schema}.in_range(ticks) AS CAST(TRY_CAST(${lastTick}
       - CAST(TRY_CAST(${lastTick} - CAST(ticks AS HUGEINT) AS UBIGINT) AS HUGEINT) AS UBIGINT) AS BIGINT)`,
    // DuckDB's JSON also allows NaN, infinities and trailing commas. Stripping the strings to check for them takes
    // ten times as long, so do it only if something looks like one. Three searches are faster than one for all,
    // with n and N apart: each then has a fixed first character to jump to.
    `CREATE OR REPLACE MACRO ${schema}.is_loose_json(v) AS
       CASE WHEN regexp_matches(v, '(?i)(?:^|[\\[:,])\\s*[+-]?(?:nan|inf)|,\\s*[\\]}]') THEN regexp_matches(
         regexp_replace(v, '"(?:[^"\\\\]|\\\\.)*"', '""', 'g'), '(?i)nan|inf|,\\s*[\\]}]') ELSE false END`,
    `CREATE OR REPLACE MACRO ${schema}.is_strict_json(v) AS
       CASE WHEN regexp_matches(v, 'n(?:[aA][nN]|[fF])') OR regexp_matches(v, 'N(?:[aA][nN]|[fF])')
         OR regexp_matches(v, ',\\s*[\\]}]')
       THEN NOT ${schema}.is_loose_json(v) ELSE true END`,
    `CREATE OR REPLACE MACRO ${schema}.is_json(v) AS
       CASE WHEN NOT json_valid(v) THEN false ELSE ${schema}.is_strict_json(v) END`,
  ]
}
