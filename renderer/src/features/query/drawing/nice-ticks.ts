/**
 * Round numbers for an axis: steps of 1, 2 or 5 times a power of ten, of which the first is not above `low` and the last
 * not below `high`.
 *
 * @param about How many steps there should be, roughly.
 */
export function niceTicks(low: number, high: number, about = 4): readonly number[] {
  const top = high > low ? high : low + 1
  const span = top - low
  const rough = span / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10) * power
  const first = Math.floor(low / step)
  const last = Math.max(first + 1, Math.ceil(top / step))
  // Multiplied, not added up, and cut to the step's digits: 0.1 + 0.2 is no tick.
  const digits = Math.min(100, Math.max(0, -Math.floor(Math.log10(step))))
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(digits)),
  )
}
