import { makeFinding } from '../domain/recognition/make-finding'
import type { Finding, FindingExample } from '../domain/schema/inspection'

const newline = 0x0a
const hash = 0x23

/** Bytes of a directive that are kept: names beyond them are not compared. */
const longestDirective = 65_536

/** Changes that are kept with their lines; the rest is counted. */
const keptChanges = 200

/**
 * Watches the bytes of a W3C log for `#Fields:` lines that name other fields than the one before. Repeating a line, as
 * servers do when they start, is no change.
 */
export class FieldsLines {
  #line = 1
  #isAtStart = true
  /** The directive that is being read; undefined in any other line. */
  #directive: string | undefined
  #names: readonly string[] | undefined
  readonly #examples: FindingExample[] = []
  #changes = 0
  #facts: Record<string, string[]> = {}

  /** Passes bytes on, and notes what their lines say. */
  async *watch(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const piece of bytes) {
      this.#take(piece)
      yield piece
    }
    this.#endLine()
  }

  /** What there is to tell; null if the fields stay what they are. */
  finding(isExact: boolean): Finding | null {
    if (this.#changes === 0) return null
    return makeFinding('fieldsChanged', 'changed', {
      count: this.#changes,
      isExact,
      examples: [...this.#examples],
      facts: this.#facts,
    })
  }

  #take(piece: Buffer): void {
    let at = 0
    while (at < piece.length) {
      if (this.#isAtStart) this.#directive = piece[at] === hash ? '' : undefined
      const end = piece.indexOf(newline, at)
      const stop = end === -1 ? piece.length : end
      if (this.#directive !== undefined && this.#directive.length < longestDirective)
        this.#directive += piece.toString('latin1', at, Math.min(stop, at + longestDirective))
      this.#isAtStart = end !== -1
      if (end !== -1) {
        this.#endLine()
        this.#line += 1
      }
      at = stop + 1
    }
  }

  #endLine(): void {
    const fields = /^#Fields:\s*(.*\S)/i.exec(this.#directive ?? '')?.[1]
    this.#directive = undefined
    if (fields === undefined) return
    const names = fields.split(/\s+/)
    const before = this.#names
    this.#names = names
    if (before === undefined || before.join(' ') === names.join(' ')) return
    if (this.#changes === 0) {
      const added = names.filter((name) => !before.includes(name)).slice(0, 20)
      const gone = before.filter((name) => !names.includes(name)).slice(0, 20)
      this.#facts = { added, gone }
    }
    this.#changes += 1
    if (this.#examples.length < keptChanges)
      this.#examples.push({ line: this.#line, record: null, value: fields.slice(0, 200), becomes: null })
  }
}
