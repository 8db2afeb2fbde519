import { totalmem } from 'node:os'
import { lowMemory } from '../answers/kusto-error'

/** Share of the machine's memory that answers may take until their clients have read them. */
const memoryShare = 1 / 8

/** The memory of one answer. */
export interface AnswerShare {
  /** @throws KustoError `E_LOW_MEMORY_CONDITION` if all answers together would take too much. */
  keep(bytes: number): void
  /** Gives back all of it: the answer was sent, or never will be. */
  release(): void
}

/** Bounds the memory of answers that were not sent yet, however many clients read slowly. */
export class AnswerMemory {
  readonly #limit: number
  #kept = 0

  /** @param limit In bytes; a share of the machine's memory if left out. */
  constructor(limit = Math.floor(totalmem() * memoryShare)) {
    this.#limit = limit
  }

  /** Begins an answer. */
  begin(): AnswerShare {
    let own = 0
    let isReleased = false
    return {
      keep: (bytes) => {
        // A query that was given up may write a little more before it ends; nobody keeps that.
        if (isReleased) return
        if (this.#kept + bytes > this.#limit) throw this.#tooMuch()
        own += bytes
        this.#kept += bytes
      },
      release: () => {
        if (isReleased) return
        isReleased = true
        this.#kept -= own
      },
    }
  }

  #tooMuch(): Error {
    const megabytes = Math.round(this.#limit / 1_048_576)
    return lowMemory(
      `The results that clients have not read yet take all the memory that the local cluster has for them (${megabytes} MB). Send the query again when others have ended, or ask for fewer rows.`,
    )
  }
}
