import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appendReading, nextInterval, thinSeries } from '../../../electron/domain/row-count-series'
import type { RowCountPoint } from '../../../electron/domain/schema/table-watch'

const point = (at: number, rows: number, ours = 0): RowCountPoint => ({ at, rows, ours })

describe('appendReading', () => {
  it('keeps the ends of a level and every step', () => {
    const readings = [point(1, 0), point(2, 0), point(3, 0), point(4, 10), point(5, 10), point(6, 10, 5)]
    const series = readings.reduce<RowCountPoint[]>((points, reading) => appendReading(points, reading), [])
    expect(series).toEqual([point(1, 0), point(3, 0), point(4, 10), point(5, 10), point(6, 10, 5)])
  })

  it('goes on in time when the clock does not', () => {
    expect(appendReading([point(100, 1)], point(40, 2))).toEqual([point(100, 1), point(101, 2)])
  })

  it('stays within its limit, in order, and knows the latest count, whatever comes', () => {
    const reading = fc.record({ at: fc.nat(1e6), rows: fc.nat(50), ours: fc.constant(0) })
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 200 }), (readings) => {
        let series: RowCountPoint[] = []
        for (const next of readings) {
          series = appendReading(series, next, 20)
          expect(series.at(-1)?.rows).toBe(next.rows)
        }
        expect(series.length).toBeLessThanOrEqual(20)
        const times = series.map((entry) => entry.at)
        expect(times).toEqual([...new Set(times)].sort((left, right) => left - right))
      }),
    )
  })
})

describe('thinSeries', () => {
  it('drops small old steps first and keeps the large ones, both ends and all that is recent', () => {
    const points = Array.from({ length: 40 }, (_value, index) =>
      point(index * 1000, index === 5 ? 1e6 : index),
    )
    const thin = thinSeries(points, 20)
    expect(thin).toHaveLength(20)
    expect(thin[0]).toEqual(points[0])
    expect(thin.slice(-10)).toEqual(points.slice(-10))
    expect(thin).toContainEqual(points[5])
  })
})

describe('nextInterval', () => {
  it('is a second while things move, and grows to 3.5 s when they do not', () => {
    expect(nextInterval(7000, { moved: true, busy: false, failed: false })).toBe(1000)
    expect(nextInterval(7000, { moved: false, busy: true, failed: false })).toBe(1000)
    let interval = 1000
    for (let step = 0; step < 10; step++) {
      interval = nextInterval(interval, { moved: false, busy: false, failed: false })
    }
    expect(interval).toBe(3500)
    expect(nextInterval(1000, { moved: false, busy: true, failed: true })).toBe(2000)
  })
})
