import { preludeStatements } from './prelude'
import { named } from './scalar'
import { closes, opens, SqlLexer } from './sql-lexer'

/**
 * The engine expands the prelude's macros before it plans a statement. A macro that uses an argument twice doubles
 * the statement for each nested call: with twenty of them, a single line of KQL, planning would never end, and
 * nothing interrupts the planner.
 */

/** The size of a macro call in tokens: a constant, plus a multiple of each argument's size. */
interface Macro {
  readonly own: number
  readonly multiples: readonly number[]
}

/** The most tokens that repeating one argument may add to a statement. */
const mostRepeated = 150

/** Names the long arguments of macros that would repeat them. */
export function nameArguments(sql: string): string {
  let count = 0
  /** Identical calls stay identical wherever they are, so that GROUP BY expressions still match. */
  const calls = new Map<string, string>()
  const rewrite = (text: string): string => {
    const lexer = new SqlLexer(text)
    const parts: string[] = []
    let from = 0
    for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
      if (!isMacroName(token.text) || lexer.peek()?.text !== '(') continue
      const given = argumentsOf(text, lexer).map(rewrite)
      parts.push(text.slice(from, token.start), call(token.text, given))
      from = lexer.position
    }
    return parts.length === 0 ? text : parts.join('') + text.slice(from)
  }
  const call = (name: string, given: readonly string[]): string => {
    const multiples = macroOf(name)?.multiples ?? []
    const isLong = (index: number): boolean => {
      const repeated = (multiples[index] ?? 1) - 1
      return repeated > 0 && repeated * sizeOf(given[index] ?? '') > mostRepeated
    }
    if (!given.some((_each, index) => isLong(index))) return `${name}(${given.join(', ')})`
    const plain = `${name}(${given.join(', ')})`
    const known = calls.get(plain)
    if (known !== undefined) return known
    const holder = `m${++count}`
    const fields = given.flatMap((each, index) => (isLong(index) ? [`a${index}: ${each}`] : []))
    const passed = given.map((each, index) => (isLong(index) ? `${holder}.a${index}` : each))
    const result = named(`{${fields.join(', ')}}`, holder, `${name}(${passed.join(', ')})`)
    calls.set(plain, result)
    return result
  }
  return rewrite(sql)
}

/** How many tokens are added by expanding the macros in the SQL. */
export function macroTokens(sql: string): number {
  let written = 0
  const lexer = new SqlLexer(sql)
  while (lexer.next() !== undefined) written++
  return sizeOf(sql) - written
}

/** The texts of a call's arguments, from the opening bracket (the next token) to just after the closing one. */
function argumentsOf(text: string, lexer: SqlLexer): string[] {
  const given: string[] = []
  let from = (lexer.next()?.start ?? 0) + 1
  let depth = 0
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (opens(token.text)) depth++
    if (closes(token.text)) depth--
    if (depth >= 0 && !(depth === 0 && token.text === ',')) continue
    given.push(text.slice(from, token.start).trim())
    from = token.start + 1
    if (depth < 0) break
  }
  return given
}

/** Built into the engine: a CASE that uses its first argument twice. */
const nullIf: Macro = { own: 5, multiples: [2, 1] }
const macros = new Map<string, Macro>()

function isMacroName(name: string): boolean {
  return name === 'nullif' || name.startsWith('kql.')
}

/** Macros are read on first use, each after those it calls. */
function macroOf(name: string): Macro | undefined {
  if (name === 'nullif') return nullIf
  if (macros.size === 0) for (const statement of preludeStatements) readMacro(statement)
  return macros.get(name)
}

function readMacro(statement: string): void {
  const [whole, name, list = ''] = /^CREATE OR REPLACE MACRO (kql\.\w+)\(([^)]*)\) AS\s/.exec(statement) ?? []
  if (whole === undefined || name === undefined) return
  const parameters = list.split(',').map((parameter) => parameter.trim())
  const body = statement.slice(whole.length)
  const none = new Map(parameters.map((parameter) => [parameter, 0]))
  const own = sizeOf(body, none)
  // The size is linear in the arguments' sizes.
  const multiples = parameters.map((parameter) => sizeOf(body, new Map([...none, [parameter, 1]])) - own)
  macros.set(name, { own, multiples })
}

const noSizes: ReadonlyMap<string, number> = new Map()

/**
 * The number of tokens in SQL with all macros expanded; `sizes` gives the sizes of a macro's parameters in its
 * body.
 */
function sizeOf(sql: string, sizes = noSizes): number {
  const lexer = new SqlLexer(sql)
  /** Reads to the end, or, in an argument, to the bracket or comma that ends it, which remains the next token. */
  const read = (isArgument: boolean): number => {
    let size = 0
    let depth = 0
    for (let token = lexer.peek(); token !== undefined; token = lexer.peek()) {
      const { text } = token
      if (isArgument && depth === 0 && (text === ')' || text === ',')) return size
      lexer.next()
      if (opens(text)) depth++
      if (closes(text)) depth--
      const macro = isMacroName(text) && lexer.peek()?.text === '(' ? macroOf(text) : undefined
      size += macro === undefined ? (sizes.get(text) ?? 1) : call(macro)
    }
    return size
  }
  const call = ({ own, multiples }: Macro): number => {
    let size = own
    for (let index = 0; lexer.peek()?.text === '(' || lexer.peek()?.text === ','; index++) {
      lexer.next()
      size += (multiples[index] ?? 1) * read(true)
    }
    // The closing bracket.
    lexer.next()
    return size
  }
  return read(false)
}
