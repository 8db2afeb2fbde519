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
  /** False for what is compressed already. */
  readonly compress: boolean
  /** Told how many bytes, uncompressed, have gone on to storage. */
  readonly onSent: (bytes: number) => void
}

/**
 * Takes the pieces of one blob in order, compresses them side by side, and hands them to storage in order. The
 * buffers that the pieces lie in go back to the budget when they have gone out, which bounds the memory.
 */
export class PieceSender {
  readonly #parts: PieceSenderParts
  readonly #member = new GzipMember()
  /** The compression of the piece before, and the sending of it. */
  #made: Promise<unknown> = Promise.resolve()
  #sent: Promise<void>
  #failure: { readonly error: unknown } | undefined

  constructor(parts: PieceSenderParts) {
    this.#parts = parts
    this.#sent = parts.compress ? this.#write([GzipMember.header]) : Promise.resolve()
  }

  /**
   * Whether going on makes sense.
   *
   * @throws StudioError `Canceled`, or what storage said.
   */
  assertGoing(): void {
    if (this.#failure !== undefined) throw this.#failure.error
    if (this.#parts.signal.aborted) throw canceled('The upload')
  }

  /** Sends the first `length` bytes of a buffer of the budget, and gives the buffer back. */
  queue(buffer: Buffer, length: number): void {
    const { budget, level, compress } = this.#parts
    const piece = buffer.subarray(0, length)
    const buffers = compress
      ? this.#inOrder(this.#made, budget.deflate(piece, level.level))
      : // Blocks outlive the buffer, which is filled again.
        Promise.resolve([Buffer.from(piece)])
    this.#made = buffers
    // It is awaited in its turn; failing before that must not count as unhandled.
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
   * @throws StorageCallError when storage does not take the blob: it may be tried in another container.
   */
  async finish(): Promise<UploadedBlob> {
    const { writer, compress } = this.#parts
    await this.#sent
    this.assertGoing()
    if (compress) await writer.write([this.#member.end()])
    return await writer.commit()
  }

  /** Gives up; resolves when all buffers are given back. */
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

  /** Accounts for a piece after the one before it. */
  async #inOrder(before: Promise<unknown>, deflating: Promise<GzipPiece>): Promise<readonly Buffer[]> {
    const [piece] = await Promise.all([deflating, before])
    this.#member.add(piece)
    return piece.deflated
  }
}
