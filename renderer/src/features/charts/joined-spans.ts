/** A span of time. */
interface Span {
  readonly from: number
  readonly to: number
}

/** The same time as spans that neither overlap nor touch, in order. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const whole: Span[] = []
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from)) {
    const last = whole[whole.length - 1]
    if (last === undefined || from > last.to) whole.push({ from, to })
    else whole[whole.length - 1] = { from: last.from, to: Math.max(last.to, to) }
  }
  return whole
}
