import { constants, createGzip } from 'node:zlib'
import { combineCrc32 } from './crc32-combine'

/** Ten bytes: magic, deflate, no flags, no time, no extra flags, unknown system (RFC 1952, section 2.3). */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
/** What the end of a member adds after a sync flush: an empty last block, CRC-32 and length. */
const endLength = 10

/** One piece of a gzip member: deflated, ending at a byte border, without header and end. */
export interface GzipPiece {
  readonly deflated: readonly Buffer[]
  readonly deflatedBytes: number
  readonly rawBytes: number
  readonly crc32: number
}

/**
 * Deflates a piece so that it can stand between others in the same gzip member. The thread pool does the work, CRC
 * included: it makes a whole member, whose header and end are cut off here.
 *
 * @param level 1 (fast) to 9 (small).
 */
export async function deflatePiece(bytes: Buffer, level: number): Promise<GzipPiece> {
  // One large output buffer: each of the default 16 KB buffers is a trip through the event loop.
  const chunkSize = Math.max(65_536, Math.min(1_048_576, bytes.length))
  const gzip = createGzip({ level, memLevel: 9, chunkSize })
  const parts: Buffer[] = []
  gzip.on('data', (part: Buffer) => parts.push(part))
  await new Promise<void>((resolve, reject) => {
    gzip.once('error', reject)
    gzip.once('end', resolve)
    gzip.write(bytes)
    // If it ended at once, zlib would finish with the data instead of after the flush.
    gzip.flush(constants.Z_SYNC_FLUSH, () => gzip.end())
  })
  gzip.close()
  const total = parts.reduce((sum, part) => sum + part.length, 0)
  const end = readLast(parts, 8)
  return {
    deflated: trimmed(parts, header.length, total - endLength),
    deflatedBytes: total - header.length - endLength,
    rawBytes: bytes.length,
    crc32: end.readUInt32LE(0),
  }
}

/** Puts pieces together as one plain gzip member (RFC 1952), which every reader takes. */
export class GzipMember {
  #crc32 = 0
  #rawBytes = 0

  /** The bytes that begin the member. */
  static get header(): Buffer {
    return header
  }

  /** Uncompressed bytes so far. */
  get rawBytes(): number {
    return this.#rawBytes
  }

  /** Adds the next piece, in the order of the bytes. */
  add(piece: GzipPiece): void {
    this.#crc32 = combineCrc32(this.#crc32, piece.crc32, piece.rawBytes)
    this.#rawBytes += piece.rawBytes
  }

  /** The bytes that end the member. */
  end(): Buffer {
    const end = Buffer.alloc(endLength)
    end[0] = 0x03
    end.writeUInt32LE(this.#crc32 >>> 0, 2)
    end.writeUInt32LE(this.#rawBytes % 0x1_0000_0000, 6)
    return end
  }
}

function readLast(parts: readonly Buffer[], count: number): Buffer {
  return Buffer.concat(parts.slice(-2)).subarray(-count)
}

/** The bytes from `from` to `to` of consecutive buffers, without copying. */
function trimmed(parts: readonly Buffer[], from: number, to: number): Buffer[] {
  const kept: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const start = Math.max(from - offset, 0)
    const stop = Math.min(to - offset, part.length)
    if (start < stop) kept.push(part.subarray(start, stop))
    offset += part.length
  }
  return kept
}
