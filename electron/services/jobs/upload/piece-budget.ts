import { availableParallelism } from 'node:os'
import { Permits } from '../../../domain/concurrency/permits'

/** Bytes that are read, scanned and compressed at once. */
export const pieceBytes = 4 * 1_048_576

/**
 * What all uploads of the process share, so that memory stays flat however many there are: permits to
 * compress, and large buffers that are used again instead of being left to the garbage collector.
 */
export class PieceBudget {
  readonly #buffers: Buffer[] = []
  readonly #bufferPermits: Permits
  readonly compressors: Permits

  /** @param parallel Pieces that are compressed at once; the thread pool has four threads. */
  constructor(parallel = Math.max(2, Math.min(availableParallelism(), 4))) {
    this.compressors = new Permits(parallel)
    this.#bufferPermits = new Permits(parallel + 2)
  }

  /** A buffer of {@link pieceBytes}; waits until one is free. */
  async takeBuffer(): Promise<Buffer> {
    await this.#bufferPermits.take()
    return this.#buffers.pop() ?? Buffer.allocUnsafeSlow(pieceBytes)
  }

  /** Gives a buffer back; nothing may read it any more. */
  giveBuffer(buffer: Buffer): void {
    this.#buffers.push(buffer)
    this.#bufferPermits.give()
  }
}
