/** Longest entity name that Kusto takes (documents: entity names). */
const maximumEntityNameLength = 1024

const plainIdentifier = /^[A-Za-z_][A-Za-z0-9_]*$/
const refusedCharacter = /[^A-Za-z0-9_ .-]/u

/** What a name refers to, for messages. */
export type EntityKind = 'database' | 'table' | 'column' | 'mapping' | 'function'

/**
 * What is wrong with a new name, in one sentence, by Kusto's rules: 1 to 1,024 characters; letters, digits, underscore,
 * space, dot and dash. Undefined if nothing is.
 */
export function entityNameProblem(name: string, kind: EntityKind): string | undefined {
  const refused = refusedCharacter.exec(name)?.[0]
  const problem =
    name.trim() === ''
      ? 'is empty'
      : name.length > maximumEntityNameLength
        ? `is longer than ${maximumEntityNameLength} characters`
        : name !== name.trim()
          ? 'begins or ends with a space'
          : refused !== undefined
            ? `has “${refused}”, which Kusto does not allow`
            : undefined
  return problem && `The ${kind} name “${name.slice(0, 80)}” ${problem}.`
}

/** Quotes an entity name for a query or command, `Plain` or `['with space']`, so that no name can break out. */
export function quoteEntityName(name: string): string {
  if (plainIdentifier.test(name)) return name
  return `['${name.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}']`
}

/** Always brackets the name: safe even for names that are keywords. */
export function bracketEntityName(name: string): string {
  return `['${name.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}']`
}

/** A string literal in the query language. */
export function quoteString(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\r/g, '\\r')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
  return `"${escaped}"`
}
