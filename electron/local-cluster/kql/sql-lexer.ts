/** One token of SQL: a string literal, a name (with its schema), a number or a symbol. */
interface SqlToken {
  readonly text: string
  readonly start: number
}

const blanks = /\s+/y
const word = /kql\.\w+|\w+/y

/**
 * Reads the translation's own SQL from left to right: it has no comments and no double-quoted names. A string
 * literal of any length is skipped at once; its token is just the quote.
 */
export class SqlLexer {
  readonly #sql: string
  #at: number
  #peeked: SqlToken | undefined

  constructor(sql: string, start = 0) {
    this.#sql = sql
    this.#at = start
  }

  /** The offset after the last token. */
  get position(): number {
    return this.#peeked?.start ?? this.#at
  }

  /** The next token, without taking it; undefined at the end. */
  peek(): SqlToken | undefined {
    this.#peeked ??= this.#read()
    return this.#peeked
  }

  next(): SqlToken | undefined {
    const token = this.peek()
    this.#peeked = undefined
    return token
  }

  #read(): SqlToken | undefined {
    const start = endOf(blanks, this.#sql, this.#at) ?? this.#at
    const first = this.#sql[start]
    if (first === undefined) {
      this.#at = start
      return undefined
    }
    this.#at = first === "'" ? endOfText(this.#sql, start) : (endOf(word, this.#sql, start) ?? start + 1)
    return { text: first === "'" ? first : this.#sql.slice(start, this.#at), start }
  }
}

/** True for a bracket that opens, or closes. */
export const opens = (mark: string): boolean => mark === '(' || mark === '[' || mark === '{'
export const closes = (mark: string): boolean => mark === ')' || mark === ']' || mark === '}'

function endOf(pattern: RegExp, sql: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(sql) ? pattern.lastIndex : undefined
}

/** The offset after a string literal, in which two quotes mean one. */
function endOfText(sql: string, start: number): number {
  for (let from = start + 1; ;) {
    const quote = sql.indexOf("'", from)
    if (quote < 0) return sql.length
    if (sql[quote + 1] !== "'") return quote + 1
    from = quote + 2
  }
}
