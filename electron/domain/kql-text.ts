/**
 * What stands before and between the words of the language: white space as the service's own lexer has it (it counts
 * a mark of the byte order and invisible spaces), and comments, which end with their line.
 */
const blanks = /[\s\u180e\u200b]+/y
const comment = /\/\/[^\n\r\u2028\u2029]*/y
/** A line for a client (`#connect …`), which the lexer passes over. */
const directive = /#[^\n\r\u2028\u2029]*/y

/** The offset of the first character at or after `from` that is not blank and not in a comment. */
export function skipBlanks(text: string, from = 0): number {
  for (let at = from; ;) {
    const end = endOf(blanks, text, at) ?? endOf(comment, text, at)
    if (end === undefined) return at
    at = end
  }
}

/**
 * The verb of a management command (`show`, `drop`, `create-merge`, …), in lower case; undefined for a query. A
 * command is what begins with a dot after all blanks, comments and directives (documents: management commands
 * overview), so a look at the first character decides nothing. Empty where no verb follows the dot.
 */
export function commandVerb(text: string): string | undefined {
  let at = skipBlanks(text)
  for (let end = endOf(directive, text, at); end !== undefined; end = endOf(directive, text, at)) {
    at = skipBlanks(text, end)
  }
  if (text[at] !== '.') return undefined
  const start = skipBlanks(text, at + 1)
  return (/^[A-Za-z_-]*/.exec(text.slice(start, start + 100))?.[0] ?? '').toLowerCase()
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}
