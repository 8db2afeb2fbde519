import type { ComputedFunction } from '../../engine/duckdb-engine-functions'
import { assertSteps, numbersOf, ofTexts, realJson, realsJson, varianceOf } from './numbers'

/** A line through values at 0, 1, 2, …, or a part of them. */
interface Line {
  readonly slope: number
  readonly interception: number
  readonly fit: readonly number[]
  /** Sum of the squared distances from the line. */
  readonly residual: number
}

/** The line with the least squares. */
export function lineThrough(values: readonly number[]): Line {
  const count = values.length
  const meanX = (count - 1) / 2
  const meanY = values.reduce((sum, value) => sum + value, 0) / count
  let products = 0
  let squares = 0
  values.forEach((value, x) => {
    products += (x - meanX) * (value - meanY)
    squares += (x - meanX) ** 2
  })
  const slope = squares === 0 ? 0 : products / squares
  const interception = meanY - slope * meanX
  const fit = values.map((_value, x) => interception + slope * x)
  return { slope, interception, fit, residual: residualOf(values, fit) }
}

function residualOf(values: readonly number[], fit: readonly number[]): number {
  return values.reduce((sum, value, index) => sum + (value - (fit[index] ?? 0)) ** 2, 0)
}

/** Variance of what the fit leaves. */
function residualVariance(values: readonly number[], fit: readonly number[]): number {
  return varianceOf(values.map((value, index) => value - (fit[index] ?? 0)))
}

/** The share of the variance that the fit explains; 1 if there is none. */
function rSquare(values: readonly number[], residual: number): number {
  const total = varianceOf(values) * (values.length - 1)
  return total === 0 ? 1 : 1 - residual / total
}

/** The parts of `series_fit_line()` by name, as JSON. */
function lineParts(values: readonly number[], line: Line): Record<string, string> {
  return {
    rsquare: realJson(rSquare(values, line.residual)),
    slope: realJson(line.slope),
    variance: realJson(varianceOf(values)),
    rvariance: realJson(residualVariance(values, line.fit)),
    interception: realJson(line.interception),
  }
}

const bag = (parts: Readonly<Record<string, string>>): string =>
  `{${Object.entries(parts)
    .map(([name, json]) => `"${name}":${json}`)
    .join(',')}}`

/** Coefficients of the polynomial with the least squares, the lowest power first; undefined if there is none. */
function polynomialThrough(
  xs: readonly number[],
  ys: readonly number[],
  degree: number,
): number[] | undefined {
  // Centred and scaled, the equations lose fewer digits.
  const middle = xs.reduce((sum, x) => sum + x, 0) / xs.length
  const scale = xs.reduce((most, x) => Math.max(most, Math.abs(x - middle)), 0) || 1
  const size = degree + 1
  const rows = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0))
  xs.forEach((x, index) => {
    const powers = Array.from({ length: size }, (_each, power) => ((x - middle) / scale) ** power)
    rows.forEach((row, at) => {
      powers.forEach((power, column) => (row[column] = (row[column] ?? 0) + (powers[at] ?? 0) * power))
      row[size] = (row[size] ?? 0) + (powers[at] ?? 0) * (ys[index] ?? 0)
    })
  })
  const scaled = solved(rows)
  if (scaled === undefined) return undefined
  // Horner's rule on polynomials: back from (x - middle) / scale to x.
  let result: number[] = []
  for (const coefficient of [...scaled].reverse()) {
    const next = new Array<number>(result.length + 1).fill(0)
    result.forEach((each, power) => {
      next[power + 1] = (next[power + 1] ?? 0) + each / scale
      next[power] = (next[power] ?? 0) - (each * middle) / scale
    })
    next[0] = (next[0] ?? 0) + coefficient
    result = next
  }
  return result.slice(0, size)
}

/** Gaussian elimination with pivoting. */
function solved(rows: number[][]): number[] | undefined {
  const size = rows.length
  for (let at = 0; at < size; at++) {
    let pivot = at
    for (let row = at; row < size; row++) {
      if (Math.abs(rows[row]?.[at] ?? 0) > Math.abs(rows[pivot]?.[at] ?? 0)) pivot = row
    }
    const [first, chosen] = [rows[at] ?? [], rows[pivot] ?? []]
    rows[at] = chosen
    rows[pivot] = first
    const divisor = chosen[at] ?? 0
    if (Math.abs(divisor) < 1e-12) return undefined
    rows.forEach((row, index) => {
      if (index === at) return
      const factor = (row[at] ?? 0) / divisor
      for (let column = at; column <= size; column++)
        row[column] = (row[column] ?? 0) - factor * (chosen[column] ?? 0)
    })
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1))
}

function polynomialFit(ys: readonly number[], xs: readonly number[], degree: number): string | null {
  assertSteps(ys.length * (degree + 1) ** 2, 'series_fit_poly')
  if (xs.length !== ys.length || degree < 1 || degree >= ys.length) return null
  const coefficients = polynomialThrough(xs, ys, degree)
  if (coefficients === undefined) return null
  const fit = xs.map((x) => coefficients.reduceRight((sum, each) => sum * x + each, 0))
  return bag({
    rsquare: realJson(rSquare(ys, residualOf(ys, fit))),
    coefficients: realsJson([...coefficients].reverse()),
    variance: realJson(varianceOf(ys)),
    rvariance: realJson(residualVariance(ys, fit)),
    poly_fit: realsJson(fit),
  })
}

/** Lines and polynomials through series; each gives a bag of its parts. */
export const seriesFits: readonly ComputedFunction[] = [
  ofTexts('kql_series_fit_line', 'VARCHAR', 1, (json) => {
    const values = numbersOf(json, 2)
    if (values === undefined) return null
    const line = lineThrough(values)
    return bag({ ...lineParts(values, line), line_fit: realsJson(line.fit) })
  }),
  {
    name: 'kql_series_fit_poly',
    parameters: ['VARCHAR', 'VARCHAR', 'BIGINT'],
    result: 'VARCHAR',
    compute: (yJson, xJson, degree) => {
      const ys = numbersOf(yJson, 2)
      const xs = xJson === null ? ys?.map((_y, index) => index + 1) : numbersOf(xJson, 2)
      if (ys === undefined || xs === undefined || typeof degree !== 'bigint') return null
      return polynomialFit(ys, xs, Number(degree))
    },
  },
]
