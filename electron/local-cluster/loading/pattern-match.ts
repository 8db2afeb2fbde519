import { EngineError, type Session } from '../engine/duckdb-engine'
import { KustoError } from '../answers/kusto-error'

/** Which of the names match a sender's pattern. */
export type PatternMatch = (pattern: string, names: readonly string[]) => Promise<ReadonlySet<string>>

/**
 * Finds the names that the ingestion property `zipPattern` matches, anywhere in the name. DuckDB runs it with RE2,
 * which takes linear time whatever the pattern.
 *
 * @throws KustoError `BadRequest_MalformedIngestionProperty` if RE2 does not accept the pattern.
 */
export async function matchingNames(
  session: Session,
  pattern: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const given = `SELECT unnest(from_json($1, '["VARCHAR"]')) AS name`
  try {
    const rows = await session.rows(`SELECT name FROM (${given}) WHERE regexp_matches(name, $2)`, [
      JSON.stringify(names),
      pattern,
    ])
    return new Set(rows.map(([name]) => String(name)))
  } catch (cause) {
    if (!(cause instanceof EngineError) || cause.fatal) throw cause
    const why = /^Invalid Input Error: ([^\n]*)/.exec(cause.message)?.[1] ?? 'it cannot be read'
    const message = `The ingestion property zipPattern is not a regular expression: ${why}.`
    throw new KustoError('BadRequest_MalformedIngestionProperty', message, { cause })
  }
}
