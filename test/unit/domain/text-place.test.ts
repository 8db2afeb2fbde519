import { describe, expect, it } from 'vitest'
import { TextPlace } from '../../../electron/domain/text-place'

describe('the place of an offset in a text', () => {
  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [5, 3, 1],
    [6, 4, 1],
    [8, 4, 2],
    [11, 4, 3],
  ])('of %i is line %i, column %i, however the bytes arrive', (offset, line, column) => {
    const bytes = Buffer.from('ab\nc\r\ré€e')
    for (const size of [1, 2, 100]) {
      const place = new TextPlace(offset)
      let isFound = false
      for (let at = 0; at < bytes.length && !isFound; at += size)
        isFound = place.push(bytes.subarray(at, at + size))
      expect([isFound, place.line, place.column]).toEqual([true, line, column])
    }
  })

  it('takes CRLF for one end', () => {
    const place = new TextPlace(5)
    place.push(Buffer.from('a\r'))
    place.push(Buffer.from('\nb\r'))
    expect([place.line, place.column]).toEqual([3, 1])
  })
})
