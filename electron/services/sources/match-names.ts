import { runInNewContext } from 'node:vm'

/** A pattern that needs longer than this for an archive's names backtracks without end. */
const matchWithinMs = 1000

/**
 * Finds the names that a `zipPattern` fits, anywhere in the name, as the service does. The pattern is the user's and the
 * names are anyone's, so the search has a limit.
 *
 * @throws Error if the pattern is not a regular expression, or takes too long.
 */
export function matchNames(pattern: string, names: readonly string[]): ReadonlySet<string> {
  const search = 'JSON.stringify(names.filter((name) => expression.test(name)))'
  const expression = new RegExp(pattern)
  const matching: unknown = runInNewContext(search, { names, expression, JSON }, { timeout: matchWithinMs })
  return new Set(JSON.parse(String(matching)) as string[])
}
