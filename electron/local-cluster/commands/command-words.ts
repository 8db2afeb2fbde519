import type { CommandReader } from './command-reader'

/** What a command is about, if it can be about several kinds of entity. A database left out is the request's own. */
export type CommandScope =
  | { readonly level: 'cluster' }
  | { readonly level: 'database'; readonly database: string | undefined }
  | { readonly level: 'table'; readonly table: string }

/** The words that a command began with, and the names among them. */
export class CommandStart {
  /** As the command lists them: `show table T policy`. */
  readonly words: string
  readonly names: readonly string[]

  constructor(words: string, names: readonly string[]) {
    this.words = words
    this.names = names
  }

  /** The first name among the words. */
  get name(): string {
    const [name] = this.names
    if (name === undefined) throw new Error(`There is no name in '${this.words}'.`)
    return name
  }

  /** The verb, for a command that has several. */
  verb<Verb extends string>(...verbs: readonly Verb[]): Verb {
    const verb = verbs.find((each) => this.words.startsWith(`${each} `))
    if (verb === undefined) throw new Error(`'${this.words}' begins with none of ${verbs.join(', ')}.`)
    return verb
  }

  /** True if the word is among the words. */
  has(word: string): boolean {
    return this.words.split(' ').includes(word)
  }

  /** The only scope of words that name one. */
  get scope(): CommandScope {
    const [scope] = this.scopes
    if (scope === undefined) throw new Error(`There is no scope in '${this.words}'.`)
    return scope
  }

  /** The scopes that the words name: the cluster, a database, a table, or tables in parentheses. */
  get scopes(): readonly CommandScope[] {
    if (this.has('cluster')) return [{ level: 'cluster' }]
    if (this.has('database')) return [{ level: 'database', database: this.names[0] }]
    return this.names.map((table) => ({ level: 'table', table }))
  }
}

/** What words may hold besides words. Each takes itself from the reader and gives its names, if it comes next. */
const placeholders: Readonly<Record<string, (reader: CommandReader) => readonly string[] | undefined>> = {
  '*': (reader) => (reader.acceptMark('*') ? [] : undefined),
  '(T)': (reader) => (reader.sees('(') ? reader.tables() : undefined),
  '(N)': (reader) => (reader.sees('(') ? reader.list(() => reader.name('a name')) : undefined),
  C: (reader) => {
    if (!reader.seesName) return undefined
    const { table, column } = reader.column()
    return [table, column]
  },
  T: (reader) => (reader.seesName ? [reader.table()] : undefined),
  N: (reader) => (reader.seesName ? [reader.name('a name')] : undefined),
}

/** What may come next, and the value if a command may end here. */
interface Node<Value> {
  readonly next: Map<string, Node<Value>>
  end?: { readonly value: Value; readonly words: string }
}

interface Found<Value> {
  readonly value: Value
  readonly start: CommandStart
}

/**
 * Finds a value by the words that a command begins with. A lower-case word stands for itself, in any case; `T` for
 * a table, which may be qualified with its database; `(T)` for tables in parentheses; `C` for a column with its table (`T.C`); `N` and `(N)` for other names;
 * `*` for itself. A word goes before a name, and more words before fewer.
 */
export class CommandWords<Value> {
  readonly #root: Node<Value> = { next: new Map() }

  /** @throws Error if two commands have the same words. */
  add(words: string, value: Value): void {
    let node = this.#root
    for (const word of words.split(' ')) {
      const next: Node<Value> = node.next.get(word) ?? { next: new Map() }
      node.next.set(word, next)
      node = next
    }
    if (node.end !== undefined) throw new Error(`There are two commands '${words}'.`)
    node.end = { value, words }
  }

  /**
   * Takes the words of a command from the reader.
   *
   * @throws KustoError: a syntax error where no command goes on.
   */
  take(reader: CommandReader): Found<Value> {
    let furthest = { node: this.#root, mark: reader.mark }
    const walk = (node: Node<Value>, names: readonly string[]): Found<Value> | undefined => {
      const mark = reader.mark
      if (mark.position > furthest.mark.position) furthest = { node, mark }
      for (const word of [reader.peekWord() ?? '', ...Object.keys(placeholders)]) {
        const next = node.next.get(word)
        const taken = next === undefined ? undefined : takeWord(word, reader)
        if (next === undefined || taken === undefined) continue
        const found = walk(next, [...names, ...taken])
        if (found !== undefined) return found
        reader.rewind(mark)
      }
      const { end } = node
      return end === undefined ? undefined : { value: end.value, start: new CommandStart(end.words, names) }
    }
    const found = walk(this.#root, [])
    if (found !== undefined) return found
    reader.rewind(furthest.mark)
    const expectsTable = furthest.node.next.has('T')
    throw reader.failure(
      expectsTable ? 'expected a table name.' : 'the local cluster does not know this command.',
    )
  }
}

function takeWord(word: string, reader: CommandReader): readonly string[] | undefined {
  const placeholder = placeholders[word]
  if (placeholder !== undefined) return placeholder(reader)
  reader.expect(word)
  return []
}
