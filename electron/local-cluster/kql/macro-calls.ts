import { preludeStatements } from './prelude'
import { named } from './scalar'

/*
 * The engine writes out the macros of the prelude before it plans a statement. One that holds an argument twice would
 * double the statement with each call in a call: twenty of them, a line of KQL, would not be planned in a lifetime,
 * and nothing interrupts the planner.
 */

/** What a macro's call comes to in tokens: a constant, and so many times each of its arguments. */
interface Macro {
  readonly own: number
  readonly multiples: readonly number[]
}

/** Most tokens that the repetitions of one argument may add to a statement. */
const mostRepeated = 150

const callOrText = /'(?:[^']|'')*'|(?:kql\.\w+|\bnullif)(?=\()/g
const token = /'(?:[^']|'')*'|kql\.\w+|\w+|[^\s\w]/g

/** Gives names to long arguments of macros that would repeat them. Its time is linear in the length of the SQL. */
export function nameArguments(sql: string): string {
  let count = 0
  const rewrite = (text: string): string => {
    let result = ''
    let from = 0
    const pattern = new RegExp(callOrText)
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const [name] = match
      if (name.startsWith("'")) continue
      const { parts, end } = argumentsAt(text, pattern.lastIndex + 1)
      result += text.slice(from, match.index) + call(name, parts.map(rewrite))
      from = end
      pattern.lastIndex = end
    }
    return result + text.slice(from)
  }
  const call = (name: string, given: readonly string[]): string => {
    const multiples = macroOf(name)?.multiples ?? []
    const isLong = (index: number): boolean => {
      const repeated = (multiples[index] ?? 1) - 1
      return repeated > 0 && repeated * new SizeReader(given[index] ?? '', noSizes).size() > mostRepeated
    }
    if (!given.some((_each, index) => isLong(index))) return `${name}(${given.join(', ')})`
    const holder = `m${++count}`
    const fields = given.flatMap((each, index) => (isLong(index) ? [`a${index}: ${each}`] : []))
    const passed = given.map((each, index) => (isLong(index) ? `${holder}.a${index}` : each))
    return named(`{${fields.join(', ')}}`, holder, `${name}(${passed.join(', ')})`)
  }
  return rewrite(sql)
}

/** How many tokens of the SQL are those of macros that are written out. */
export function macroTokens(sql: string): number {
  const reader = new SizeReader(sql, noSizes)
  return reader.size() - reader.length
}

/** The arguments of a call whose bracket was opened before `start`, and the offset after the bracket that closes it. */
function argumentsAt(
  text: string,
  start: number,
): { readonly parts: readonly string[]; readonly end: number } {
  const parts: string[] = []
  const pattern = /'(?:[^']|'')*'|[()[\]{},]/g
  pattern.lastIndex = start
  let from = start
  let depth = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [mark] = match
    if (mark === '(' || mark === '[' || mark === '{') depth++
    else if (mark === ')' || mark === ']' || mark === '}') depth--
    if (depth < 0 || (depth === 0 && mark === ',')) {
      parts.push(text.slice(from, match.index).trim())
      from = match.index + 1
      if (depth < 0) break
    }
  }
  return { parts, end: from }
}

const noSizes: ReadonlyMap<string, number> = new Map()
/** The engine has one itself, which is a CASE with its first argument twice. */
const nullIf: Macro = { own: 5, multiples: [2, 1] }
const macros = new Map<string, Macro>()

/** The macros are read when they are first asked for, each after those that it calls. */
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
  const own = new SizeReader(body, none).size()
  // The size is linear in those of the arguments.
  const multiples = parameters.map(
    (parameter) => new SizeReader(body, new Map([...none, [parameter, 1]])).size() - own,
  )
  macros.set(name, { own, multiples })
}

/** Counts the tokens of SQL as they are with all macros written out. */
class SizeReader {
  readonly #tokens: readonly string[]
  readonly #sizes: ReadonlyMap<string, number>
  #at = 0

  /** @param sizes What a parameter of the macro that is read counts. */
  constructor(sql: string, sizes: ReadonlyMap<string, number>) {
    this.#tokens = sql.match(token) ?? []
    this.#sizes = sizes
  }

  /** Tokens as they are written. */
  get length(): number {
    return this.#tokens.length
  }

  /** The size up to the end, or of an argument: up to the bracket or comma that ends it. */
  size(isArgument = false): number {
    let size = 0
    let depth = 0
    for (; this.#at < this.#tokens.length; this.#at++) {
      const text = this.#tokens[this.#at] ?? ''
      if (isArgument && depth === 0 && (text === ')' || text === ',')) return size
      if (text === '(' || text === '[' || text === '{') depth++
      if (text === ')' || text === ']' || text === '}') depth--
      const isName = text.startsWith('kql.') || text === 'nullif'
      const macro = isName && this.#tokens[this.#at + 1] === '(' ? macroOf(text) : undefined
      size += macro === undefined ? (this.#sizes.get(text) ?? 1) : this.#call(macro)
    }
    return size
  }

  /** The size of a call, whose name is the token here; stops at its closing bracket. */
  #call({ own, multiples }: Macro): number {
    let size = own
    this.#at++
    for (let index = 0; this.#tokens[this.#at] === '(' || this.#tokens[this.#at] === ','; index++) {
      this.#at++
      size += (multiples[index] ?? 1) * this.size(true)
    }
    return size
  }
}
