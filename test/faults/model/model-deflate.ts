import { constants, crc32, deflateRawSync } from 'node:zlib'
import type { GzipPiece } from '../../../electron/services/jobs/upload/gzip-pieces'

/** As the engine's `deflatePiece`, but at once: the thread pool would bring real time in. */
export async function deflateAtOnce(bytes: Buffer, level: number): Promise<GzipPiece> {
  const deflated = deflateRawSync(bytes, { level, finishFlush: constants.Z_SYNC_FLUSH })
  return await Promise.resolve({
    deflated: [deflated],
    deflatedBytes: deflated.length,
    rawBytes: bytes.length,
    crc32: crc32(bytes),
  })
}
