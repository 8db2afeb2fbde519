import { canceled } from '../../deadline'
import type { BlobWriter, UploadedBlob } from '../../kusto/blob-upload'
import type { CompressionLevel } from './compression-level'
import { GzipMember, type GzipPiece } from './gzip-pieces'
import type { PieceBudget } from './piece-budget'

export interface PieceSenderParts {
  readonly writer: BlobWriter
  readonly budget: PieceBudget
  readonly level: CompressionLevel
  readonly signal: AbortSignal
  /** False for content that is compressed already. */
  readonly compress: boolean
  /** Told how many uncompressed bytes have gone to storage. */
  readonly onSent: (bytes: number) => void
}

/**
 * Takes the pieces of one blob in order, compresses them in parallel, and hands them to storage in order. Their buffers
 * go back to the budget once they are sent, which bounds the memory.
 */
export class PieceSender {
  readonly #parts: PieceSenderParts
  readonly #member = new GzipMember()
  /** The compression of the previous piece, and its sending. */
  #made: Promise<unknown> = Promise.resolve()
  #sent: Promise<void>
  #failure: { readonly error: unknown } | undefined

  constructor(parts: PieceSenderParts) {
    this.#parts = parts
    this.#sent = parts.compress ? this.#write([GzipMember.header]) : Promise.resolve()
  }

  /**
   * Checks that going on makes sense.
   *
   * @throws StudioError `Canceled`, or what storage said.
   */
  assertGoing(): void {
    if (this.#failure !== undefined) throw this.#failure.error
    if (this.#parts.signal.aborted) throw canceled('The upload')
  }

  /** Sends the first `length` bytes of a budget's buffer, and gives the buffer back. */
  queue(buffer: Buffer, length: number): void {
    const { budget, level, compress } = this.#parts
    const piece = buffer.subarray(0, length)
    const buffers = compress
      ? this.#inOrder(this.#made, budget.deflate(piece, level.level))
      : // Blocks outlive the buffer, which is filled again.
        Promise.resolve([Buffer.from(piece)])
    this.#made = buffers
    // It is awaited in its turn; until then a failure must not count as unhandled.
    buffers.catch(() => undefined)
    this.#sent = this.#sent.then(async () => {
      try {
        const ready = await buffers
        if (this.#failure !== undefined) return
        await this.#write(ready)
        this.#parts.level.pieceSent(this.#parts.writer.waitedForStorageMs)
        this.#parts.onSent(length)
      } catch (error) {
        this.#failure ??= { error }
      } finally {
        this.#parts.budget.giveBuffer(buffer)
      }
    })
  }

  /**
   * Makes the blob whole.
   *
   * @throws StudioError `Canceled`.
   * @throws StorageCallError if storage does not take the blob; another container may.
   */
  async finish(): Promise<UploadedBlob> {
    const { writer, compress } = this.#parts
    await this.#sent
    this.assertGoing()
    if (compress) await writer.write([this.#member.end()])
    return await writer.commit()
  }

  /** Gives up; resolves once all buffers are given back. */
  async giveUp(): Promise<void> {
    this.#parts.writer.abort()
    await this.#sent
  }

  async #write(buffers: readonly Uint8Array[]): Promise<void> {
    try {
      await this.#parts.writer.write(buffers)
    } catch (error) {
      this.#failure ??= { error }
    }
  }

  /** Adds a piece to the member after the one before it. */
  async #inOrder(before: Promise<unknown>, deflating: Promise<GzipPiece>): Promise<readonly Buffer[]> {
    const [piece] = await Promise.all([deflating, before])
    this.#member.add(piece)
    return piece.deflated
  }
}
