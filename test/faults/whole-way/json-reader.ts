/** A JSON value as it was written: numbers keep their digits. */
export type JsonValue =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'word'; readonly word: 'true' | 'false' | 'null' }
  | { readonly kind: 'array'; readonly items: readonly JsonValue[] }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, JsonValue> }

/** The text is no JSON. */
export class JsonMistake extends Error {}

/**
 * Reads JSON by the grammar of RFC 8259, one value after another. A string with half of a surrogate pair is no
 * Unicode text (RFC 8259, 8.2) and counts as a mistake.
 */
export class JsonReader {
  readonly #text: string
  position = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Passes over white space, and tells whether that was all that is left. */
  isAtEnd(): boolean {
    this.#take(/[ \t\r\n]*/y)
    return this.position >= this.#text.length
  }

  /** Takes one character if it comes next, after white space. */
  takes(character: string): boolean {
    if (this.isAtEnd() || this.#text[this.position] !== character) return false
    this.position++
    return true
  }

  /** @throws JsonMistake */
  value(): JsonValue {
    if (this.isAtEnd()) throw new JsonMistake('a value is missing')
    if (this.takes('{')) return this.#object()
    if (this.takes('[')) return this.#array()
    if (this.#text[this.position] === '"') return { kind: 'text', value: this.#string() }
    const digits = this.#take(/-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y)
    if (digits !== '') return { kind: 'number', digits }
    const word = this.#take(/true|false|null/y)
    if (word === '') throw new JsonMistake('no value begins here')
    return { kind: 'word', word: word as 'true' | 'false' | 'null' }
  }

  #object(): JsonValue {
    const members = new Map<string, JsonValue>()
    if (this.takes('}')) return { kind: 'object', members }
    do {
      if (this.isAtEnd()) throw new JsonMistake('the object does not end')
      const name = this.#string()
      if (!this.takes(':')) throw new JsonMistake('a colon is missing')
      members.set(name, this.value())
    } while (this.takes(','))
    if (!this.takes('}')) throw new JsonMistake('the object does not end')
    return { kind: 'object', members }
  }

  #array(): JsonValue {
    const items: JsonValue[] = []
    if (this.takes(']')) return { kind: 'array', items }
    do items.push(this.value())
    while (this.takes(','))
    if (!this.takes(']')) throw new JsonMistake('the array does not end')
    return { kind: 'array', items }
  }

  #string(): string {
    const written = this.#take(/"(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y)
    if (written === '') throw new JsonMistake('no string')
    const value = written.slice(1, -1).replace(/\\(?:u(....)|(.))/g, unescaped)
    if (/\p{Surrogate}/u.test(value)) throw new JsonMistake('half of a surrogate pair')
    return value
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.position
    const taken = pattern.exec(this.#text)?.[0] ?? ''
    this.position += taken.length
    return taken
  }
}

const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function unescaped(_all: string, hex: string | undefined, letter = ''): string {
  return hex === undefined ? (controls[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16))
}

/** The text of a value without white space. */
export function compactJson(value: JsonValue): string {
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.value)
    case 'number':
      return value.digits
    case 'word':
      return value.word
    case 'array':
      return `[${value.items.map(compactJson).join(',')}]`
    case 'object': {
      const members = [...value.members].map(
        ([name, member]) => `${JSON.stringify(name)}:${compactJson(member)}`,
      )
      return `{${members.join(',')}}`
    }
  }
}
