import type { ComputedFunction } from '../../engine/duckdb-engine-functions'
import { ofReals } from './numbers'

/** Lanczos's approximation with g = 7. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** The logarithm of the absolute value of the gamma function. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.abs(Math.PI / Math.sin(Math.PI * x))) - logGamma(1 - x)
  const [first = 0, ...others] = lanczos
  const sum = others.reduce((total, each, index) => total + each / (x + index), first)
  const base = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum)
}

/** The gamma function; exact for whole numbers as far as a real is. */
function gamma(x: number): number {
  if (Number.isInteger(x)) {
    if (x <= 0) return NaN
    let product = 1
    for (let factor = 2; factor < x && Number.isFinite(product); factor++) product *= factor
    return product
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x))
  const [first = 0, ...others] = lanczos
  const sum = others.reduce((total, each, index) => total + each / (x + index), first)
  const base = x + 6.5
  return Math.sqrt(2 * Math.PI) * base ** (x - 0.5) * Math.exp(-base) * sum
}

/** The error function: a series near 0, and its complement's continued fraction elsewhere. */
function erf(x: number): number {
  if (Math.abs(x) > 2.5) return Math.sign(x) * (1 - erfc(Math.abs(x)))
  let [term, sum] = [x, x]
  for (let n = 1; n < 200 && Math.abs(term) > 1e-18; n++) {
    term *= (-x * x) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

function erfc(x: number): number {
  if (x < 2.5) return 1 - erf(x)
  let fraction = 0
  for (let n = 100; n > 0; n--) fraction = n / 2 / (x + fraction)
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction)
}

/** The regularized incomplete beta function, which is the distribution function of the beta distribution. */
function betaDistribution(x: number, alpha: number, beta: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (alpha + 1) / (alpha + beta + 2)) return 1 - betaDistribution(1 - x, beta, alpha)
  const front =
    Math.exp(
      alpha * Math.log(x) +
        beta * Math.log(1 - x) +
        logGamma(alpha + beta) -
        logGamma(alpha) -
        logGamma(beta),
    ) / alpha
  return front * betaFraction(x, alpha, beta)
}

/** Lentz's method for the continued fraction. */
function betaFraction(x: number, alpha: number, beta: number): number {
  const tiny = 1e-300
  const kept = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / kept(1 - ((alpha + beta) * x) / (alpha + 1))
  let result = d
  for (let m = 1; m < 1000; m++) {
    const even = (m * (beta - m) * x) / ((alpha + 2 * m - 1) * (alpha + 2 * m))
    const odd = (-(alpha + m) * (alpha + beta + m) * x) / ((alpha + 2 * m) * (alpha + 2 * m + 1))
    let change = 1
    for (const term of [even, odd]) {
      d = 1 / kept(1 + term * d)
      c = kept(1 + term / c)
      change = c * d
      result *= change
    }
    if (Math.abs(change - 1) < 1e-16) break
  }
  return result
}

/** The value with this probability below it, by bisection. */
function betaInverse(probability: number, alpha: number, beta: number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 200 && low < high; step++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (betaDistribution(middle, alpha, beta) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The parameters that the functions of the beta distribution take (documents: beta_cdf). */
const isBeta = (alpha: number, beta: number): boolean =>
  alpha > 0 && alpha <= 10_000 && beta > 0 && beta <= 10_000

/** A sample, as Welch's test sees it. */
interface Sample {
  readonly mean: number
  readonly variance: number
  readonly count: number
}

/** The p-value of Welch's test of two samples: how likely means this far apart are by chance. */
function welch(first: Sample, second: Sample): number {
  const [one, other] = [first.variance / first.count, second.variance / second.count]
  const degrees = (one + other) ** 2 / (one ** 2 / (first.count - 1) + other ** 2 / (second.count - 1))
  const t = (first.mean - second.mean) / Math.sqrt(one + other)
  return betaDistribution(degrees / (degrees + t * t), degrees / 2, 0.5)
}

/** Mathematical functions that DuckDB lacks or computes less exactly. */
export const specialFunctions: readonly ComputedFunction[] = [
  ofReals('kql_gamma', 1, (x = NaN) => gamma(x)),
  ofReals('kql_loggamma', 1, (x = NaN) => (x > 0 ? (x === 1 || x === 2 ? 0 : logGamma(x)) : NaN)),
  ofReals('kql_erf', 1, (x = NaN) => erf(x)),
  ofReals('kql_erfc', 1, (x = NaN) => erfc(x)),
  ofReals('kql_beta_cdf', 3, (x = NaN, alpha = NaN, beta = NaN) =>
    isBeta(alpha, beta) && x >= 0 && x <= 1 ? betaDistribution(x, alpha, beta) : NaN,
  ),
  ofReals('kql_beta_inv', 3, (p = NaN, alpha = NaN, beta = NaN) =>
    !isBeta(alpha, beta) || p <= 0 ? NaN : p > 1 ? null : betaInverse(p, alpha, beta),
  ),
  ofReals('kql_beta_pdf', 3, (x = NaN, alpha = NaN, beta = NaN) => {
    if (!isBeta(alpha, beta) || x <= 0 || x >= 1) return NaN
    const logBeta = logGamma(alpha) + logGamma(beta) - logGamma(alpha + beta)
    return Math.exp((alpha - 1) * Math.log(x) + (beta - 1) * Math.log(1 - x) - logBeta)
  }),
  ofReals('kql_welch', 6, (mean = NaN, variance = NaN, count = NaN, ...second) => {
    const [otherMean = NaN, otherVariance = NaN, otherCount = NaN] = second
    return welch({ mean, variance, count }, { mean: otherMean, variance: otherVariance, count: otherCount })
  }),
]
