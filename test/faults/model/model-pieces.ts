import { constants, crc32, deflateRawSync } from 'node:zlib'
import type { PieceBudget } from '../../../electron/services/jobs/upload/piece-budget'

/** Bytes of a buffer; no file of the model is larger. */
const smallBytes = 65_536

/**
 * A budget without bounds: small buffers, which are no work for the garbage collector thousands of studios long and
 * which a dead studio need not give back, and a compressor that is done at once, because the thread pool would bring
 * real time in.
 */
export const modelPieces: PieceBudget = {
  takeBuffer: () => Promise.resolve(Buffer.allocUnsafeSlow(smallBytes)),
  giveBuffer: () => undefined,
  deflate(bytes, level) {
    const deflated = deflateRawSync(bytes, { level, finishFlush: constants.Z_SYNC_FLUSH })
    return Promise.resolve({
      deflated: [deflated],
      deflatedBytes: deflated.length,
      rawBytes: bytes.length,
      crc32: crc32(bytes),
    })
  },
}
