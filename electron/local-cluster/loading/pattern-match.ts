import { EngineError, type Session } from '../engine/duckdb-engine'
import { KustoError } from '../answers/kusto-error'

/** Which of some names a sender's pattern fits. */
export type PatternMatch = (pattern: string, names: readonly string[]) => Promise<ReadonlySet<string>>

/**
 * Finds the names that the ingestion property `zipPattern` fits, anywhere in the name. DuckDB runs it by RE2, which
 * takes time in proportion to the names, whatever the pattern.
 *
 * @throws KustoError `BadRequest_MalformedIngestionProperty` for what is no pattern of RE2's.
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
