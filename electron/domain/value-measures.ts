import type { ScalarType } from './scalar-type'
import type { ForeseenColumn } from './schema/values'

/** What the values of a column come to. */
export type Measures = Pick<ForeseenColumn, 'minimum' | 'maximum' | 'sum'>

type Which = keyof Measures

const floating: readonly ScalarType[] = ['real', 'decimal']
const exact: readonly ScalarType[] = ['int', 'long', 'datetime', 'timespan']

/** Whether a type has a minimum and a maximum to compare. */
export function isOrdered(type: ScalarType): boolean {
  return floating.includes(type) || exact.includes(type)
}

/** Whether a type's values can be added up. */
export function isSummed(type: ScalarType): boolean {
  return isOrdered(type) || type === 'string' || type === 'bool' || type === 'guid'
}

/** The measures of two sets of values together; what is not known of both is not known. */
export function addMeasures(type: ScalarType, one: Measures, other: Measures): Measures {
  const both = (which: Which): readonly [string | null, string | null] | undefined => {
    const [left, right] = [one[which], other[which]]
    return left === undefined || right === undefined ? undefined : [left, right]
  }
  const [minimum, maximum, sum] = [both('minimum'), both('maximum'), both('sum')]
  return {
    ...(minimum === undefined ? {} : { minimum: outermost(type, minimum, -1) }),
    ...(maximum === undefined ? {} : { maximum: outermost(type, maximum, 1) }),
    ...(sum === undefined ? {} : { sum: total(type, sum) }),
  }
}

/**
 * The first measure in which what landed is not what was foreseen; undefined if there is none. Numbers with a point are
 * compared as closely as their sums can be, and a cut string may have lost a character of up to four bytes.
 */
export function measureThatDiffers(
  type: ScalarType,
  foreseen: Measures & { readonly cut?: number | undefined },
  landed: Measures,
  values: number,
): { readonly what: Which; readonly foreseen: string; readonly landed: string } | undefined {
  for (const what of ['minimum', 'maximum', 'sum'] as const) {
    const [one, other] = [foreseen[what], landed[what]]
    if (one === undefined || other === undefined) continue
    const [left, right] = [one ?? nothing(what), other ?? nothing(what)]
    const slack = what === 'sum' ? slackOf(type, foreseen, values) : 0
    if (!isSame(type, left, right, { what, slack }))
      return { what, foreseen: shown(type, left), landed: shown(type, right) }
  }
  return undefined
}

function shown(type: ScalarType, text: string): string {
  return type === 'datetime' && text.includes('-') ? `${plainTime(text)}Z` : text
}

function nothing(what: Which): string {
  return what === 'sum' ? '0' : ''
}

function slackOf(
  type: ScalarType,
  { cut = 0, minimum, maximum }: Parameters<typeof measureThatDiffers>[1],
  values: number,
): number {
  if (type === 'string') return cut * 4
  if (!floating.includes(type)) return 0
  // Sums of doubles depend on their order.
  const largest = Math.max(Math.abs(Number(minimum ?? 0)), Math.abs(Number(maximum ?? 0)))
  return largest * values * 1e-12
}

function isSame(
  type: ScalarType,
  left: string,
  right: string,
  { what, slack }: { readonly what: Which; readonly slack: number },
): boolean {
  if (left === right) return true
  if (left === '' || right === '') return false
  if (what === 'sum' && !floating.includes(type))
    return Math.abs(Number(BigInt(left) - BigInt(right))) <= slack
  if (!floating.includes(type)) return plainTime(left) === plainTime(right)
  const [one, other] = [Number(left), Number(right)]
  return Math.abs(one - other) <= Math.max(slack, Math.max(Math.abs(one), Math.abs(other)) * 1e-12)
}

/** A time without what programs write in different ways: zeros at the end, `Z`. */
function plainTime(text: string): string {
  return text
    .replace(/Z$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}

function outermost(
  type: ScalarType,
  [left, right]: readonly [string | null, string | null],
  sign: 1 | -1,
): string | null {
  if (left === null || right === null) return left ?? right
  return compare(type, left, right) * sign >= 0 ? left : right
}

function compare(type: ScalarType, left: string, right: string): number {
  switch (type) {
    case 'int':
    case 'long':
      return Number(BigInt(left) - BigInt(right))
    case 'timespan':
      return spanSeconds(left) - spanSeconds(right)
    case 'datetime':
      return left === right ? 0 : plainTime(left) < plainTime(right) ? -1 : 1
    default:
      return Number(left) - Number(right)
  }
}

/** `[-][d.]hh:mm:ss[.fffffff]` in seconds. */
function spanSeconds(text: string): number {
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] =
    /^(-?)(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text) ?? []
  const size = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return sign === '-' ? -size : size
}

function total(type: ScalarType, [left, right]: readonly [string | null, string | null]): string | null {
  if (left === null || right === null) return left ?? right
  return floating.includes(type) ? String(Number(left) + Number(right)) : String(BigInt(left) + BigInt(right))
}
