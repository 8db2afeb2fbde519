import type { DatabaseEntry, FunctionEntry } from '../engine/catalog-entry'
import { kustoLanguage } from './kusto-language'
import { assertShallow } from './query-depth'
import { diagnosticError } from './query-diagnostics'
import { globalsFor } from './query-symbols'

/**
 * Analyzes a function before it is stored, as the service does unless told `skipvalidation`.
 *
 * @param place Where the body is in the command, for the error's position.
 * @throws KustoError for the first error in its parameters or body.
 */
export function checkFunction(
  entry: FunctionEntry,
  database: DatabaseEntry,
  otherDatabases: readonly DatabaseEntry[],
  place: { readonly csl: string; readonly bodyAt: number },
): void {
  // Checked under another name, so that a recursive call does not find its earlier version.
  const others = (database.functions ?? []).filter(({ name }) => name !== entry.name)
  const globals = globalsFor(entry.body, { ...database, functions: others }, { now: 0n, otherDatabases })
  assertShallow(entry.body)
  const prefix = `let ['function to check'] = ${entry.parameters} `
  const code = kustoLanguage().KustoCode.ParseAndAnalyze(`${prefix}${entry.body}; print 1`, globals)
  const error = diagnosticError(code, place.csl, (start) => Math.max(0, start - prefix.length + place.bodyAt))
  if (error !== undefined) throw error
}
