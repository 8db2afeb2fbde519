import type { ComputedFunction, ComputedValue } from '../../engine/duckdb-engine-functions'
import { runaway } from '../scalar'

/** A series' numbers; null for an element that is none. Undefined if the text is no JSON array. */
export function seriesOf(json: ComputedValue | undefined): (number | null)[] | undefined {
  if (typeof json !== 'string' || !json.startsWith('[')) return undefined
  const items = JSON.parse(json) as unknown[]
  return items.map((item) => (typeof item === 'number' ? item : null))
}

/** A series that holds numbers only, at least `least` of them; otherwise undefined. */
export function numbersOf(json: ComputedValue | undefined, least = 1): number[] | undefined {
  const series = seriesOf(json)
  if (series === undefined || series.length < least) return undefined
  const numbers = series.filter((item) => item !== null)
  return numbers.length === series.length ? numbers : undefined
}

/** A real as JSON, written as the engine writes it: `5.0`; null for NaN and the infinities. */
export function realJson(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'null'
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value)
}

/** Reals as a JSON array. */
export function realsJson(values: readonly (number | null)[]): string {
  return `[${values.map(realJson).join(',')}]`
}

/** The mean, or NaN of no values. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The variance of a sample; 0 of a single value. */
export function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = meanOf(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}

/** The most steps that one call may take: nothing interrupts it. */
const mostSteps = 50_000_000

/** @throws Error for a call that would take too long. */
export function assertSteps(steps: number, name: string): void {
  if (steps > mostSteps) throw new Error(runaway(`${name}() of a value this long takes too long`))
}

/** A function of texts, null for null. */
export function ofTexts(
  name: string,
  result: ComputedFunction['result'],
  count: number,
  compute: (...texts: readonly string[]) => ComputedValue,
): ComputedFunction {
  return {
    name,
    parameters: Array.from({ length: count }, () => 'VARCHAR' as const),
    result,
    compute: (...values) => (values.every((value) => typeof value === 'string') ? compute(...values) : null),
  }
}

/** A function of reals, null for null. */
export function ofReals(
  name: string,
  count: number,
  compute: (...values: readonly number[]) => number | null,
): ComputedFunction {
  return {
    name,
    parameters: Array.from({ length: count }, () => 'DOUBLE' as const),
    result: 'DOUBLE',
    compute: (...values) => (values.every((value) => typeof value === 'number') ? compute(...values) : null),
  }
}
