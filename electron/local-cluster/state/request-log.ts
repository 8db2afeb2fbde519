import { redactText } from '../../domain/redact-text'

/** A request that was answered. Times are milliseconds since the epoch. */
export interface FinishedRequest {
  /** The client's id of the request. */
  readonly id: string
  /** `Query`, or the name of the command: `TableCreate`. */
  readonly kind: string
  readonly text: string
  readonly database: string
  readonly startedAt: number
  readonly endedAt: number
  /** Why it failed; empty if it did not. */
  readonly failure: string
  readonly application: string
  readonly principal: string
}

/** A command that changed what the cluster knows. */
export interface JournalEntry {
  /** `CREATE-TABLE`. */
  readonly event: string
  readonly text: string
  readonly database: string
  /** The first entity that it names. */
  readonly entity: string
  readonly at: number
}

/** The most entries, and the most characters of their texts, that a log holds. */
const most = { entries: 1000, characters: 4_000_000 }

/** The service cuts texts there (documents: `.show queries`). */
const longestText = 65_536

/** This process's latest requests or changes, oldest first. Secrets in their texts are hidden. */
export class RecentLog<Entry extends { readonly text: string }> {
  readonly #entries: Entry[] = []
  #characters = 0

  add(entry: Entry): void {
    const text = redactText(hideLiterals(entry.text.slice(0, longestText)))
    this.#entries.push({ ...entry, text })
    this.#characters += text.length
    while (this.#entries.length > most.entries || this.#characters > most.characters) {
      this.#characters -= this.#entries.shift()?.text.length ?? 0
    }
  }

  list(): readonly Entry[] {
    return this.#entries
  }
}

/** Literals with the prefix `h` are not for logs (documents: the string data type, obfuscated literals). */
function hideLiterals(text: string): string {
  return text.replace(/\bh@?("[^"]*("|$)|'[^']*('|$))/gi, "h'***'")
}
