import { lastTick } from '../time/ticks'

/**
 * Macros that ingestion and queries both need, in a schema of theirs: `in_range(ticks)`, a datetime's ticks or null
 * where there is no such time; `is_json(v)`, whether text is JSON as Kusto has it; `is_strict_json(v)`, the same of what
 * DuckDB takes for JSON.
 */
export function valueMacros(schema: 'kql' | 'meta'): readonly string[] {
  return [
    // The argument stands there once: DuckDB would compute it beforehand, also where a branch is not taken, and sums in
    // sums would grow by powers of two.
    `CREATE OR REPLACE MACRO ${schema}.in_range(ticks) AS CAST(TRY_CAST(${lastTick}
       - CAST(TRY_CAST(${lastTick} - CAST(ticks AS HUGEINT) AS UBIGINT) AS HUGEINT) AS UBIGINT) AS BIGINT)`,
    // DuckDB's JSON also has NaN, infinities and commas behind the last item. Only where something looks like one are
    // the strings taken out to see whether it is: that takes ten times as long. Three searches are faster than one for
    // all, and n apart from N: each has a first character that can be jumped to.
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
