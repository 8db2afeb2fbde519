import { skipBlanks } from '../../domain/kql-text'
import { parseScalarType, type ScalarType } from '../../domain/scalar-type'
import type { Column, TableSchema } from '../../domain/schema/table'
import type { KustoError } from '../answers/kusto-error'
import { syntaxError } from '../kql/query-failure'
import { readStringLiteral } from '../kql/string-literal'

/**
 * Properties in `with (...)`: name (in lower case) to value. String literals are unquoted, other values are as
 * written.
 */
export type CommandProperties = Readonly<Record<string, string>>

/**
 * Management commands have their own reader: the official parser takes 80 to 200 ms per command (its command
 * grammar is large), clients send several before each ingestion, and loading it (0.3 s) would keep a starting
 * cluster from answering. Queries always go through the official parser.
 */

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iy
/** Words may contain dashes: verbs are `create-merge`, `set-or-append`. */
const word = /[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z_][A-Za-z0-9_]*)*/y
const bareValue = /[^\s,()|]+/y

/** A place in a command's text. */
export interface ReaderMark {
  readonly position: number
  readonly database: string | undefined
}

/** Reads a command's text from left to right. Anything unexpected is a syntax error with its position. */
export class CommandReader {
  readonly text: string
  #position = 0
  #database: string | undefined

  constructor(text: string) {
    this.text = text
  }

  /** Offset of the next token. */
  get position(): number {
    this.#position = skipBlanks(this.text, this.#position)
    return this.#position
  }

  /** A place to go back to. */
  get mark(): ReaderMark {
    return { position: this.position, database: this.#database }
  }

  /** Goes back to where {@link mark} was asked for. */
  rewind({ position, database }: ReaderMark): void {
    this.#position = position
    this.#database = database
  }

  /** The database that tables were qualified with (`D.T`); undefined if none was. */
  get database(): string | undefined {
    return this.#database
  }

  get atEnd(): boolean {
    return this.position >= this.text.length
  }

  /** A syntax error at the next token. */
  failure(detail: string): KustoError {
    return syntaxError(this.text, this.position, detail)
  }

  /** Takes the words if they come next, in any case; `a b` is two words. */
  accept(words: string): boolean {
    const start = this.#position
    for (const expected of words.split(' ')) {
      if (this.#token(word)?.toLowerCase() !== expected) {
        this.#position = start
        return false
      }
    }
    return true
  }

  /** Takes the first alternative that comes next. */
  acceptOne<Alternative extends string>(...alternatives: readonly Alternative[]): Alternative | undefined {
    return alternatives.find((alternative) => this.accept(alternative))
  }

  expect(words: string): void {
    if (!this.accept(words)) throw this.failure(`expected '${words}'.`)
  }

  acceptMark(mark: string): boolean {
    if (!this.text.startsWith(mark, this.position)) return false
    this.#position += mark.length
    return true
  }

  expectMark(mark: string): void {
    if (!this.acceptMark(mark)) throw this.failure(`expected '${mark}'.`)
  }

  /** True if the symbol comes next; takes nothing. */
  sees(mark: string): boolean {
    return this.text.startsWith(mark, this.position)
  }

  /** The word that comes next, in lower case, or undefined; takes nothing. */
  peekWord(): string | undefined {
    const start = this.#position
    const text = this.#token(word)?.toLowerCase()
    this.#position = start
    return text
  }

  /** True if {@link name} would find a name; takes nothing. */
  get seesName(): boolean {
    return this.sees('[') || this.peekWord() !== undefined || this.seesString
  }

  /** True if a string literal comes next; takes nothing. */
  get seesString(): boolean {
    return readStringLiteral(this.text, this.position) !== undefined
  }

  /** A word in lower case, for keywords with an open set (policy names). */
  keyword(what: string): string {
    const text = this.#token(word)
    if (text === undefined) throw this.failure(`expected ${what}.`)
    return text.toLowerCase()
  }

  /** An entity name: `T`, `['a b']`, `["a b"]`, or a string literal. */
  name(what: string): string {
    if (this.acceptMark('[')) {
      const name = this.string(what)
      this.expectMark(']')
      return name
    }
    const text = this.#token(word) ?? this.tryString()
    if (text === undefined) throw this.failure(`expected ${what}.`)
    return text
  }

  /** Names in parentheses, or one name without them. */
  names(what: string): string[] {
    return this.sees('(') ? this.list(() => this.name(what)) : [this.name(what)]
  }

  /** A table's name: `T`, or `D.T`, which sets {@link database}. All the tables of a command are in one database. */
  table(): string {
    const first = this.name('a table name')
    if (!this.acceptMark('.')) return first
    this.#qualify(first)
    return this.name('a table name')
  }

  /** A column with its table: `T.C`, or `D.T.C`, which sets {@link database}. */
  column(): { readonly table: string; readonly column: string } {
    const first = this.name('a table name')
    this.expectMark('.')
    const second = this.name('a column name')
    if (!this.acceptMark('.')) return { table: first, column: second }
    this.#qualify(first)
    return { table: second, column: this.name('a column name') }
  }

  /** Tables in parentheses. */
  tables(): string[] {
    return this.list(() => this.table())
  }

  /** One or more items in parentheses, separated by commas: an empty list must never mean everything. */
  list<Item>(item: () => Item): Item[] {
    const start = this.position
    const items = this.listOrNothing(item)
    if (items.length > 0) return items
    this.#position = start
    throw this.failure('expected at least one item in the parentheses.')
  }

  /** Like `list`, for commands where `()` has a meaning. */
  listOrNothing<Item>(item: () => Item): Item[] {
    this.expectMark('(')
    const items: Item[] = []
    if (this.acceptMark(')')) return items
    do items.push(item())
    while (this.acceptMark(','))
    this.expectMark(')')
    return items
  }

  /** A string literal of any kind; adjacent literals are joined, as in the language. */
  string(what: string): string {
    const text = this.tryString()
    if (text === undefined) throw this.failure(`expected ${what} as a string literal.`)
    return text
  }

  tryString(): string | undefined {
    let value = this.#literal()
    for (let next = value; next !== undefined; value = (value ?? '') + (next ?? '')) next = this.#literal()
    return value
  }

  /** A single string literal, not joined with the next, for commands that take two in a row. */
  singleString(what: string): string {
    const text = this.#literal()
    if (text === undefined) throw this.failure(`expected ${what} as a string literal.`)
    return text
  }

  /** A GUID, bare or as a string literal. */
  guid(what: string): string {
    const text = this.#token(guid) ?? this.tryString()
    if (text === undefined) throw this.failure(`expected ${what}.`)
    return text.toLowerCase()
  }

  tryGuid(): string | undefined {
    return this.#token(guid)?.toLowerCase()
  }

  number(what: string): number {
    const text = this.#token(/\d+/y)
    if (text === undefined) throw this.failure(`expected ${what}.`)
    return Number(text)
  }

  /** A value as written, up to the next blank, comma, parenthesis or bar; `f(x)` includes its parentheses. */
  value(what: string): string {
    const text = this.tryString()
    if (text !== undefined) return text
    const bare = this.#token(bareValue)
    if (bare === undefined) throw this.failure(`expected ${what}.`)
    return this.text[this.#position] === '(' ? bare + (this.#token(/\([^()]*\)/y) ?? '') : bare
  }

  /** `with (name = value, …)`, or nothing. */
  properties(): CommandProperties {
    if (!this.accept('with')) return {}
    const properties: Record<string, string> = {}
    this.listOrNothing(() => {
      const name = this.keyword('the name of a property')
      this.expectMark('=')
      properties[name] = this.value(`a value for '${name}'`)
    })
    return properties
  }

  /** `(a: string, b: long)`. */
  schema(): TableSchema {
    const seen = new Set<string>()
    return this.listOrNothing((): Column => {
      const name = this.name('a column name')
      if (seen.has(name)) throw this.failure(`the column '${name}' is there twice.`)
      seen.add(name)
      this.expectMark(':')
      return { name, type: this.scalarType() }
    })
  }

  /** The name of a scalar type. */
  scalarType(): ScalarType {
    const typeName = this.keyword('a scalar type')
    const type = parseScalarType(typeName)
    if (type === undefined) throw this.failure(`'${typeName}' is not a scalar type.`)
    return type
  }

  /**
   * Text from the next `(` or `{` to the one that closes it, including both. Strings inside may contain any of them.
   */
  enclosed([open = '', close = '']: '()' | '{}', what: string): string {
    if (!this.sees(open)) throw this.failure(`expected '${open}' and ${what}.`)
    const start = this.#position
    let depth = 0
    do {
      if (this.atEnd) throw this.failure(`expected '${close}'.`)
      if (this.#literal() !== undefined) continue
      const character = this.text[this.#position]
      if (character === open) depth++
      if (character === close) depth--
      this.#position++
    } while (depth > 0)
    return this.text.slice(start, this.#position)
  }

  /** All the remaining text; nothing is left. */
  rest(): string {
    const rest = this.text.slice(this.#position)
    this.#position = this.text.length
    return rest
  }

  /** The query after a bar (including the bar), or undefined at the end of the text. */
  pipedQuery(): string | undefined {
    if (this.sees('|')) return this.rest()
    this.end()
    return undefined
  }

  /** Only white space, comments and a semicolon (which clients append) may follow. */
  end(): void {
    this.acceptMark(';')
    if (!this.atEnd) throw this.failure('expected the end of the command.')
  }

  #qualify(database: string): void {
    if (this.#database !== undefined && this.#database !== database) {
      throw this.failure('expected tables of one database.')
    }
    this.#database = database
  }

  #literal(): string | undefined {
    const literal = readStringLiteral(this.text, this.position)
    if (literal === 'unterminated') throw this.failure('the string literal has no end.')
    if (literal !== undefined) this.#position = literal.end
    return literal?.value
  }

  #token(pattern: RegExp): string | undefined {
    this.#position = skipBlanks(this.text, this.#position)
    return this.#match(pattern)
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position
    const text = pattern.exec(this.text)?.[0]
    if (text !== undefined) this.#position += text.length
    return text
  }
}
