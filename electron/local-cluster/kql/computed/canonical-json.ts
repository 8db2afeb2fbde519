import type { ComputedFunction } from '../../engine/duckdb-engine-functions'
import { ofTexts } from './numbers'

/** JSON text, with the properties of every bag sorted by their names (documents: dynamic_to_json). */
export const canonicalJson: ComputedFunction = ofTexts('kql_canonical_json', 'VARCHAR', 1, (json = '') =>
  new CanonicalText(json).value(),
)

/** Reads JSON text piece by piece: numbers stay as they are written, which parsing them would not keep. */
class CanonicalText {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): string {
    this.#skip(/\s*/y)
    const first = this.#text[this.#at]
    if (first === '{') return this.#bag()
    if (first === '[') return `[${this.#items(']', () => this.value()).join(',')}]`
    return this.#skip(first === '"' ? /"(?:[^"\\]|\\.)*"/y : /[^\s,\]}]*/y)
  }

  #bag(): string {
    const pairs = this.#items('}', () => {
      this.#skip(/\s*/y)
      const key = this.#skip(/"(?:[^"\\]|\\.)*"/y)
      this.#skip(/\s*:/y)
      return { name: JSON.parse(key) as string, text: `${key}:${this.value()}` }
    })
    pairs.sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0))
    return `{${pairs.map(({ text }) => text).join(',')}}`
  }

  #items<Item>(end: string, read: () => Item): Item[] {
    const items: Item[] = []
    this.#at++
    for (;;) {
      this.#skip(/[\s,]*/y)
      if (this.#at >= this.#text.length || this.#text[this.#at] === end) break
      items.push(read())
    }
    this.#at++
    return items
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [found = ''] = pattern.exec(this.#text) ?? []
    this.#at += found.length
    return found
  }
}
