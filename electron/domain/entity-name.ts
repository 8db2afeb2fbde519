import { StudioError } from './studio-error'

/** Longest entity name that Kusto takes (documents: entity names). */
export const maximumEntityNameLength = 1024

const plainIdentifier = /^[A-Za-z_][A-Za-z0-9_]*$/
const allowedCharacters = /^[A-Za-z0-9_ .-]+$/

/** The kind of thing that a name names; used in messages. */
export type EntityKind = 'database' | 'table' | 'column' | 'mapping' | 'function'

/**
 * Checks a name for something new against Kusto's rules: 1 to 1,024 characters; letters, digits,
 * underscore, space, dot and dash.
 *
 * @throws StudioError `EntityNameInvalid` that says what is wrong and with which name.
 */
export function assertEntityName(name: string, kind: EntityKind): void {
  const problem =
    name.trim() === ''
      ? 'is empty'
      : name.length > maximumEntityNameLength
        ? `is longer than ${maximumEntityNameLength} characters`
        : name !== name.trim()
          ? 'begins or ends with a space'
          : !allowedCharacters.test(name)
            ? 'has a character that Kusto does not allow'
            : undefined
  if (problem !== undefined) {
    throw new StudioError('EntityNameInvalid', `The ${kind} name “${name.slice(0, 80)}” ${problem}.`, {
      subject: name.slice(0, 80),
      nextStep: 'Use letters, digits, underscores, spaces, dots and dashes.',
    })
  }
}

/** Quotes an entity name for a query or a command: `Plain`, or `['with space']`, so that no name can break out. */
export function quoteEntityName(name: string): string {
  if (plainIdentifier.test(name)) return name
  return `['${name.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}']`
}

/** Always brackets the name: safe for names that are also keywords. */
export function bracketEntityName(name: string): string {
  return `['${name.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}']`
}

/** A string literal of the query language. */
export function quoteString(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\r/g, '\\r')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
  return `"${escaped}"`
}
