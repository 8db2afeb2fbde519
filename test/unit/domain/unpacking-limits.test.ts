import { expect, test } from 'vitest'
import { unpacksTooFar } from '../../../electron/domain/unpacking-limits'
import { withinUnpackingLimits } from '../../../electron/domain/within-unpacking-limits'

const [mb, gb] = [1_048_576, 1_073_741_824]

test.each([
  [99 * mb, 0.2 * mb, false],
  [5_000_000, 3, true],
  [1000, 3, false],
  [101 * mb, 1.02 * mb, false],
  [101 * mb, 1 * mb, true],
  [10 * gb, 10 * mb, true],
  [6 * gb, 1 * gb, false],
  [6 * gb + 1, 5 * gb, true],
])('%d bytes out of %d', (unpacked, packed, isTooFar) => {
  expect(unpacksTooFar(unpacked, packed)).toBe(isTooFar)
})

test('a stream is cut where it goes too far, and nothing more of it is read', async () => {
  let given = 0
  const endless = (async function* () {
    const piece = new Uint8Array(16 * mb)
    for (;;) {
      given++
      yield piece
    }
  })()
  const read = async (): Promise<void> => {
    for await (const piece of withinUnpackingLimits(endless, mb, 'bomb.gz'))
      expect(piece.length).toBe(16 * mb)
  }
  await expect(read()).rejects.toMatchObject({ code: 'FileTooLarge', subject: 'bomb.gz' })
  expect(given).toBe(7)
})
