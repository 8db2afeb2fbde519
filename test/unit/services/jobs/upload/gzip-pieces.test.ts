import fc from 'fast-check'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { combineCrc32 } from '../../../../../electron/services/jobs/upload/crc32-combine'
import { GzipMember, deflatePiece } from '../../../../../electron/services/jobs/upload/gzip-pieces'

async function zip(pieces: readonly Buffer[], level: number): Promise<Buffer> {
  const member = new GzipMember()
  const parts: Buffer[] = [GzipMember.header]
  for (const piece of pieces) {
    const deflated = await deflatePiece(piece, level)
    member.add(deflated)
    parts.push(...deflated.deflated)
  }
  return Buffer.concat([...parts, member.end()])
}

describe('pieces that are deflated side by side', () => {
  test('make one plain gzip member that unpacks to their bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (arrays, level) => {
          const pieces = arrays.map((array) => Buffer.from(array))
          const zipped = await zip(pieces, level)
          const raw = Buffer.concat(pieces)
          expect(gunzipSync(zipped).equals(raw)).toBe(true)
          // One member, not many: the length at its end covers everything.
          expect(zipped.readUInt32LE(zipped.length - 4)).toBe(raw.length)
          expect(zipped.readUInt32LE(zipped.length - 8)).toBe(crcOf(raw))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('even if a piece is larger than the output buffer and does not compress', async () => {
    const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 2_654_435_761) >>> 11))
    expect(gunzipSync(await zip([noise, noise.subarray(0, 10)], 1)).length).toBe(3_000_010)
  })
})

test('the CRC of two pieces in a row comes from the CRC of each', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.uint8Array({ maxLength: 500 }), (first, second) => {
      const combined = combineCrc32(crcOf(first), crcOf(second), second.length)
      expect(combined).toBe(crcOf(Buffer.concat([first, second])))
    }),
  )
})

/** zlib's own, from the end of a gzip file. */
function crcOf(data: Uint8Array): number {
  const zipped = gzipSync(data)
  return zipped.readUInt32LE(zipped.length - 8)
}
