import { needsLineEnd } from './pack-file'
import { PieceSender, type PieceSenderParts } from '../upload/piece-sender'
import { pieceBytes, type PieceBudget } from '../upload/piece-budget'

const lineEnd = Buffer.from('\n')

/** Gathers the contents of files in the budget's buffers, and sends them. */
export class PackSink {
  readonly #sender: PieceSender
  readonly #budget: PieceBudget
  #buffer: Buffer | undefined
  #filled = 0
  /** Uncompressed bytes so far. */
  rawBytes = 0

  constructor(parts: PieceSenderParts) {
    this.#sender = new PieceSender(parts)
    this.#budget = parts.budget
  }

  /**
   * Takes the next file's content; the caller may reuse its buffer afterwards.
   *
   * @throws StudioError `Canceled`, or what storage said.
   */
  async add(content: Buffer): Promise<void> {
    await this.#put(content)
    if (needsLineEnd(content)) await this.#put(lineEnd)
  }

  /** Makes the blob whole. @throws as {@link PieceSender.finish}. */
  async finish(): Promise<void> {
    this.#flush()
    await this.#sender.finish()
  }

  /** Gives up; resolves once all buffers are given back. */
  async giveUp(): Promise<void> {
    if (this.#buffer !== undefined) this.#budget.giveBuffer(this.#buffer)
    this.#buffer = undefined
    await this.#sender.giveUp()
  }

  async #put(bytes: Buffer): Promise<void> {
    let offset = 0
    while (offset < bytes.length) {
      this.#sender.assertGoing()
      this.#buffer ??= await this.#budget.takeBuffer()
      const copied = bytes.copy(this.#buffer, this.#filled, offset)
      this.#filled += copied
      this.rawBytes += copied
      offset += copied
      if (this.#filled === pieceBytes) this.#flush()
    }
  }

  #flush(): void {
    if (this.#buffer === undefined) return
    this.#sender.queue(this.#buffer, this.#filled)
    this.#buffer = undefined
    this.#filled = 0
  }
}
