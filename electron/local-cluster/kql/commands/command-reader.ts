import { skipBlanks } from '../../../domain/kql-text'
import { parseScalarType } from '../../../domain/scalar-type'
import type { Column, TableSchema } from '../../../domain/schema/table'
import type { KustoError } from '../../answers/kusto-error'
import type { CommandProperties } from '../management-command'
import { syntaxError } from '../query-failure'
import { readStringLiteral } from '../string-literal'

/**
 * Management commands have their own reader: the official parser takes 80 to 200 ms per command (its command
 * grammar is large), clients send several before each ingestion, and loading it (0.3 s) would keep a starting
 * cluster from answering. Queries always go through the official parser.
 */

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iy
/** Words may contain dashes: verbs are `create-merge`, `set-or-append`. */
const word = /[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z_][A-Za-z0-9_]*)*/y
const bareValue = /[^\s,()|]+/y

/** Reads a command's text from left to right. Anything unexpected is a syntax error with its position. */
export class CommandReader {
  readonly text: string
  #position = 0

  constructor(text: string) {
    this.text = text
  }

  /** Offset of the next token. */
  get position(): number {
    this.#position = skipBlanks(this.text, this.#position)
    return this.#position
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

  /** True if one of the words comes next; takes nothing. */
  seesOne(words: readonly string[]): boolean {
    const start = this.#position
    const text = this.#token(word)?.toLowerCase()
    this.#position = start
    return text !== undefined && words.includes(text)
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
      const typeName = this.keyword('a scalar type')
      const type = parseScalarType(typeName)
      if (type === undefined) throw this.failure(`'${typeName}' is not a scalar type.`)
      return { name, type }
    })
  }

  /**
   * Text from the next parenthesis to its closing one, including both. Strings inside may contain any parentheses.
   */
  parenthesized(what: string): string {
    if (!this.sees('(')) throw this.failure(`expected '(' and ${what}.`)
    const start = this.#position
    let depth = 0
    do {
      if (this.atEnd) throw this.failure("expected ')'.")
      if (this.#literal() !== undefined) continue
      const character = this.text[this.#position]
      if (character === '(') depth++
      if (character === ')') depth--
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
