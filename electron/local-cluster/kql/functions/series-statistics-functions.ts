import { scalar, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable } from './function-call'

/** Translates a call to a bag with all of its results. */
type BagTranslator = (call: FunctionCall) => string

function series(call: FunctionCall, index: number): string {
  const value = call.value(index)
  if (value.type !== 'dynamic') throw call.refuse(`'${call.name}' with a ${value.type} for a series`)
  return value.sql
}

const fitLine: BagTranslator = (call) => `kql_series_fit_line(${series(call, 0)})`

const statistics: BagTranslator = (call) =>
  `kql_series_stats(${series(call, 0)}, ${call.count > 1 ? call.as(1, 'bool') : 'FALSE'})`

/** `series_fit_poly(y [, x] [, degree])`. */
const fitPolynomial: BagTranslator = (call) => {
  const hasX = call.count > 1 && call.value(1).type === 'dynamic'
  const degreeAt = hasX ? 2 : 1
  const degree = call.count > degreeAt ? call.as(degreeAt, 'long') : '1::BIGINT'
  return `kql_series_fit_poly(${series(call, 0)}, ${hasX ? series(call, 1) : 'NULL::VARCHAR'}, ${degree})`
}

const fourier =
  (name: string): BagTranslator =>
  (call) =>
    `${name}(${series(call, 0)}, ${call.count > 1 ? series(call, 1) : 'NULL::VARCHAR'})`

/** A given period, or 0 for none: how Kusto detects one is not documented. */
function period(call: FunctionCall, index: number): string {
  const given = index < call.count ? call.value(index).literal : undefined
  if (typeof given !== 'bigint' || given < 0n) throw call.refuse(`'${call.name}' without a period`)
  return `${given}::BIGINT`
}

const decompose: BagTranslator = (call) => {
  const trend = call.count > 2 ? call.text(2) : "'avg'"
  const testPoints = call.count > 3 ? call.as(3, 'long') : '0::BIGINT'
  return `kql_series_decompose(${series(call, 0)}, ${period(call, 1)}, ${trend}, ${testPoints})`
}

/** Functions with several results, which become columns in the order of the analysis: the keys of their bag. */
export const bagsOfResults: Readonly<
  Record<string, { readonly bag: BagTranslator; readonly keys: readonly string[] }>
> = {
  series_decompose: { bag: decompose, keys: ['baseline', 'seasonal', 'trend', 'residual'] },
  series_fft: { bag: fourier('kql_series_fft'), keys: ['real', 'imag'] },
  series_fit_line: {
    bag: fitLine,
    keys: ['rsquare', 'slope', 'variance', 'rvariance', 'interception', 'line_fit'],
  },
  series_fit_poly: {
    bag: fitPolynomial,
    keys: ['rsquare', 'coefficients', 'variance', 'rvariance', 'poly_fit'],
  },
  series_ifft: { bag: fourier('kql_series_ifft'), keys: ['real', 'imag'] },
  series_stats: {
    bag: statistics,
    keys: ['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance'],
  },
}

const dynamic = (sql: string): Scalar => scalar(sql, 'dynamic')

const filter = (call: FunctionCall, index: number): string =>
  index < call.count ? call.as(index, 'bool') : 'NULL::BOOLEAN'

/** Fits, statistics and filters of series with one result. */
export const seriesStatisticsFunctions: FunctionTable = {
  series_fill_linear: (call) => {
    if (call.count > 3 && call.value(3).type === 'real')
      throw call.refuse("'series_fill_linear' with a real constant")
    const placeholder = call.count > 1 ? call.as(1, 'real') : 'NULL::DOUBLE'
    const constant = call.count > 3 ? call.as(3, 'real') : '0::DOUBLE'
    return dynamic(
      `kql_series_fill_linear(${series(call, 0)}, ${placeholder}, ${filter(call, 2)}, ${constant})`,
    )
  },
  series_fir: (call) =>
    dynamic(`kql_series_fir(${series(call, 0)}, ${series(call, 1)}, ${filter(call, 2)}, ${filter(call, 3)})`),
  series_fit_line_dynamic: (call) => dynamic(fitLine(call)),
  series_iir: (call) => dynamic(`kql_series_iir(${series(call, 0)}, ${series(call, 1)}, ${series(call, 2)})`),
  series_seasonal: (call) => dynamic(`kql_series_seasonal(${series(call, 0)}, ${period(call, 1)})`),
  series_stats_dynamic: (call) => dynamic(statistics(call)),
}
