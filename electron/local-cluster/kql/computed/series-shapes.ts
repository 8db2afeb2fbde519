import type { ComputedFunction } from '../../engine/duckdb-engine-functions'
import { meanOf, numbersOf, realJson, realsJson, seriesOf, varianceOf } from './numbers'
import { lineThrough } from './series-fits'

/** A series' statistics, as a bag. */
function statistics(values: readonly number[]): string {
  const extreme = (isBetter: (one: number, other: number) => boolean): number =>
    values.reduce((best, value, at) => (isBetter(value, values[best] ?? value) ? at : best), 0)
  const [lowest, highest] = [extreme((one, other) => one < other), extreme((one, other) => one > other)]
  const variance = varianceOf(values)
  return `{"min":${realJson(values[lowest] ?? null)},"min_idx":${lowest},"max":${realJson(values[highest] ?? null)},"max_idx":${highest},"avg":${realJson(meanOf(values))},"stdev":${realJson(Math.sqrt(variance))},"variance":${realJson(variance)},"sum":${realJson(values.reduce((sum, value) => sum + value, 0))},"len":${values.length}}`
}

/** The median of each phase of the period over the first `learned` values, repeated over the series. */
function seasonal(values: readonly number[], period: number, learned = values.length): number[] {
  if (period <= 0) return values.map(() => 0)
  const phases = Array.from({ length: Math.min(period, values.length) }, (_each, phase) =>
    medianOf(values.slice(0, learned).filter((_value, at) => at % period === phase)),
  )
  return values.map((_value, at) => phases[at % period] ?? 0)
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

/** Seasonal part, trend and what they leave, in the order of the documents; as a bag. */
function decomposed(
  values: readonly number[],
  options: { readonly period: number; readonly trend: string; readonly testPoints: number },
): string | null {
  const learned = values.length - options.testPoints
  if (learned < 1) return null
  const season = seasonal(values, options.period, learned)
  const trend = trendOf(
    values.map((value, at) => value - (season[at] ?? 0)),
    options.trend,
    learned,
  )
  if (trend === undefined) return null
  const baseline = season.map((value, at) => value + (trend[at] ?? 0))
  const residual = values.map((value, at) => value - (baseline[at] ?? 0))
  return `{"baseline":${realsJson(baseline)},"seasonal":${realsJson(season)},"trend":${realsJson(trend)},"residual":${realsJson(residual)}}`
}

function trendOf(values: readonly number[], kind: string, learned: number): number[] | undefined {
  const known = values.slice(0, learned)
  if (kind === 'none') return values.map(() => 0)
  if (kind === 'avg') return values.map(() => meanOf(known))
  if (kind !== 'linefit') return undefined
  const { slope, interception } = lineThrough(known)
  return values.map((_value, at) => interception + slope * at)
}

/** Statistics and parts of series; each but the seasonal part gives a bag. */
export const seriesShapes: readonly ComputedFunction[] = [
  {
    name: 'kql_series_stats',
    parameters: ['VARCHAR', 'BOOLEAN'],
    result: 'VARCHAR',
    compute: (series, ignoresOthers) => {
      const values =
        ignoresOthers === true ? seriesOf(series)?.filter((item) => item !== null) : numbersOf(series)
      return values === undefined || values.length === 0 ? null : statistics(values)
    },
  },
  {
    name: 'kql_series_seasonal',
    parameters: ['VARCHAR', 'BIGINT'],
    result: 'VARCHAR',
    compute: (series, period) => {
      const values = numbersOf(series)
      return values === undefined ? null : realsJson(seasonal(values, Number(period)))
    },
  },
  {
    name: 'kql_series_decompose',
    parameters: ['VARCHAR', 'BIGINT', 'VARCHAR', 'BIGINT'],
    result: 'VARCHAR',
    compute: (series, period, trend, testPoints) => {
      const values = numbersOf(series)
      if (values === undefined || typeof trend !== 'string') return null
      return decomposed(values, { period: Number(period), trend, testPoints: Number(testPoints) })
    },
  },
]
