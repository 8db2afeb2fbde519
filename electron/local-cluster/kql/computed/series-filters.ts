import type { ComputedFunction, ComputedValue } from '../../engine/duckdb-engine-functions'
import { assertSteps, numbersOf, ofTexts, realsJson, seriesOf } from './numbers'

/** A finite impulse response; what lies outside the series counts as 0. */
function filtered(
  values: readonly number[],
  filter: readonly number[],
  options: { readonly isNormalized: boolean; readonly isCentered: boolean },
): string | null {
  assertSteps(values.length * filter.length, 'series_fir')
  const sum = filter.reduce((total, each) => total + each, 0)
  if (options.isNormalized && (sum === 0 || filter.some((each) => each < 0))) return null
  const scale = options.isNormalized ? sum : 1
  const shift = options.isCentered ? Math.floor(filter.length / 2) : 0
  return realsJson(
    values.map((_value, at) => {
      const total = filter.reduce((part, each, back) => part + each * (values[at + shift - back] ?? 0), 0)
      return total / scale
    }),
  )
}

/** An infinite impulse response, by the recursive formula of the documents. */
function recursive(
  values: readonly number[],
  numerators: readonly number[],
  denominators: readonly number[],
): string | null {
  assertSteps(values.length * (numerators.length + denominators.length), 'series_iir')
  const [first = 0, ...others] = denominators
  if (first === 0) return null
  const results: number[] = []
  values.forEach((_value, at) => {
    const input = numerators.reduce((sum, each, back) => sum + each * (values[at - back] ?? 0), 0)
    const before = others.reduce((sum, each, back) => sum + each * (results[at - 1 - back] ?? 0), 0)
    results.push((input - before) / first)
  })
  return realsJson(results)
}

interface Complex {
  readonly real: number[]
  readonly imaginary: number[]
}

/** The discrete Fourier transform; `sign` is -1 for it and 1 for its inverse, which is not yet scaled. */
function transformed({ real, imaginary }: Complex, sign: 1 | -1): Complex {
  const count = real.length
  if (count > 1 && count % 2 === 0) {
    const half = (offset: 0 | 1): Complex => {
      const pick = (values: readonly number[]): number[] => values.filter((_each, at) => at % 2 === offset)
      return transformed({ real: pick(real), imaginary: pick(imaginary) }, sign)
    }
    const [even, odd] = [half(0), half(1)]
    const result: Complex = { real: [], imaginary: [] }
    for (let at = 0; at < count; at++) {
      const from = at % (count / 2)
      const [cosine, sine] = turn((at / count) * sign)
      const [re, im] = [odd.real[from] ?? 0, odd.imaginary[from] ?? 0]
      result.real.push((even.real[from] ?? 0) + re * cosine - im * sine)
      result.imaginary.push((even.imaginary[from] ?? 0) + re * sine + im * cosine)
    }
    return result
  }
  assertSteps(count * count, 'series_fft')
  const result: Complex = { real: [], imaginary: [] }
  for (let at = 0; at < count; at++) {
    let [re, im] = [0, 0]
    for (let from = 0; from < count; from++) {
      const [cosine, sine] = turn((((at * from) % count) / count) * sign)
      re += (real[from] ?? 0) * cosine - (imaginary[from] ?? 0) * sine
      im += (real[from] ?? 0) * sine + (imaginary[from] ?? 0) * cosine
    }
    result.real.push(re)
    result.imaginary.push(im)
  }
  return result
}

/** Cosine and sine of a share of a whole turn. */
function turn(share: number): readonly [number, number] {
  return [Math.cos(2 * Math.PI * share), Math.sin(2 * Math.PI * share)]
}

const fourier = (name: string, sign: 1 | -1): ComputedFunction => ({
  name,
  parameters: ['VARCHAR', 'VARCHAR'],
  result: 'VARCHAR',
  compute: (realPart, imaginaryPart) => {
    const real = numbersOf(realPart)
    const imaginary = imaginaryPart === null ? real?.map(() => 0) : numbersOf(imaginaryPart)
    if (real === undefined || imaginary?.length !== real.length) return null
    const result = transformed({ real, imaginary }, sign)
    const scale = sign === 1 ? real.length : 1
    const json = (values: readonly number[]): string => realsJson(values.map((value) => value / scale))
    return `{"real":${json(result.real)},"imag":${json(result.imaginary)}}`
  },
})

/** Missing elements on the line between their neighbours; a series of whole numbers stays one. */
function filledLinearly(
  json: ComputedValue | undefined,
  placeholder: ComputedValue | undefined,
  fillsEdges: boolean,
  constant: number | null,
): string | null {
  const series = seriesOf(json)
  if (series === undefined || typeof json !== 'string') return null
  const known = series.map((item) => (item === placeholder ? null : item))
  const present = known.flatMap((item, at) => (item === null ? [] : [at]))
  const isWhole = present.length > 0 && !/[.eE]/.test(json)
  const text = (values: readonly (number | null)[]): string =>
    isWhole ? JSON.stringify(values.map((value) => value && Math.trunc(value))) : realsJson(values)
  const [first] = present
  const last = present[present.length - 1]
  if (first === undefined || last === undefined) return text(known.map(() => constant))
  let before = first
  let next = 0
  return text(
    known.map((item, at) => {
      if (item !== null) {
        before = at
        return item
      }
      if (at < first) return fillsEdges ? (known[first] ?? null) : null
      if (at > last) return fillsEdges ? (known[last] ?? null) : null
      while ((present[next] ?? at) < at) next++
      const after = present[next] ?? last
      const [from, to] = [known[before] ?? 0, known[after] ?? 0]
      return from + ((to - from) * (at - before)) / (after - before)
    }),
  )
}

/** Filters of series. */
export const seriesFilters: readonly ComputedFunction[] = [
  {
    name: 'kql_series_fir',
    parameters: ['VARCHAR', 'VARCHAR', 'BOOLEAN', 'BOOLEAN'],
    result: 'VARCHAR',
    compute: (series, coefficients, normalize, center) => {
      const [values, filter] = [numbersOf(series), numbersOf(coefficients)]
      if (values === undefined || filter === undefined) return null
      const isNormalized = typeof normalize === 'boolean' ? normalize : filter.every((each) => each >= 0)
      return filtered(values, filter, { isNormalized, isCentered: center === true })
    },
  },
  ofTexts('kql_series_iir', 'VARCHAR', 3, (...texts) => {
    const [values, numerators, denominators] = texts.map((text) => numbersOf(text))
    if (values === undefined || numerators === undefined || denominators === undefined) return null
    return recursive(values, numerators, denominators)
  }),
  fourier('kql_series_fft', -1),
  fourier('kql_series_ifft', 1),
  {
    name: 'kql_series_fill_linear',
    parameters: ['VARCHAR', 'DOUBLE', 'BOOLEAN', 'DOUBLE'],
    result: 'VARCHAR',
    compute: (series, placeholder, fillsEdges, constant) =>
      filledLinearly(
        series,
        placeholder,
        fillsEdges !== false,
        typeof constant === 'number' ? constant : null,
      ),
  },
]
