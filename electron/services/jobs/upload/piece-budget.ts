import { availableParallelism } from 'node:os'
import { Limiter } from '../../../domain/concurrency/limiter'
import { Permits } from '../../../domain/concurrency/permits'
import { deflatePiece, type GzipPiece } from './gzip-pieces'

/** Bytes that are read, scanned and compressed at once. */
export const pieceBytes = 4 * 1_048_576

/**
 * What all uploads of the process share, so that memory stays flat however many there are: large buffers, which are
 * reused instead of being left to the garbage collector, and the processor's time to compress them.
 */
export interface PieceBudget {
  /** A buffer of {@link pieceBytes}; waits until one is free. */
  takeBuffer(): Promise<Buffer>
  /** Gives a buffer back; nothing may read it any more. */
  giveBuffer(buffer: Buffer): void
  /** As {@link deflatePiece}; waits for its turn. */
  deflate(bytes: Buffer, level: number): Promise<GzipPiece>
}

/** @param parallel Pieces that are compressed at once; the thread pool has four threads. */
export function createPieceBudget(parallel = Math.max(2, Math.min(availableParallelism(), 4))): PieceBudget {
  const buffers: Buffer[] = []
  const permits = new Permits(parallel + 2)
  const compressing = new Limiter(parallel)
  return {
    async takeBuffer() {
      await permits.take()
      return buffers.pop() ?? Buffer.allocUnsafeSlow(pieceBytes)
    },
    giveBuffer(buffer) {
      buffers.push(buffer)
      permits.give()
    },
    deflate: (bytes, level) => compressing.run(() => deflatePiece(bytes, level)),
  }
}
