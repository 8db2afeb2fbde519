import type { ColumnProfile, ExtentRead, Finding } from '../../../../../electron/domain/schema/inspection'
import type { ScalarType } from '../../../../../electron/domain/scalar-type'
import { isGrave, worstFirst } from '../../../state/inspection/finding-choices'
import { gridText } from '../../../text/en-prepare'
import { formatCompactCount, formatCount } from '../../../text/format'

/** The one line below a column's bar: its finding, or what its values are like. */
interface ColumnLine {
  readonly words: string
  readonly isFinding: boolean
}

const monthYear = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })
const monthOnly = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' })
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const dayYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const number = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const dayMs = 86_400_000

/** What to say below a column, in a few words. */
export function columnLine(
  column: ColumnProfile,
  findings: readonly Finding[],
  read: ExtentRead | null,
  isOut = column.type === null,
): ColumnLine {
  const [worst] = worstFirst(findings.filter(isGrave))
  if (worst !== undefined) {
    // Several kinds of findings may cost the column values.
    const lost = worst.effect === 'null' ? Math.max(worst.count, column.becomeNull) : worst.count
    const isMinimum = !worst.isExact && read?.isWhole !== true
    const words = formatCompactCount(lost) + (isMinimum ? '+' : '')
    return { words: gridText.effects[worst.effect](lost, words), isFinding: true }
  }
  if (isOut) return { words: gridText.notSent, isFinding: false }
  if (column.values > 0 && column.empty === column.values)
    return { words: gridText.allEmpty, isFinding: false }
  return { words: rangeWords(column) ?? distinctWords(column), isFinding: false }
}

function distinctWords({ distinct, values, empty }: ColumnProfile): string {
  if (distinct === null) return ''
  if (distinct === 1) return gridText.oneValue
  return distinct >= values - empty ? gridText.allDistinct : gridText.distinct(distinct)
}

function rangeWords({ minimum, maximum, type, inferred }: ColumnProfile): string | undefined {
  if (minimum === null || maximum === null) return undefined
  switch (type ?? inferred) {
    case 'datetime':
      return dateRange(minimum, maximum)
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
      return gridText.range(shortNumber(minimum), shortNumber(maximum))
    case 'timespan':
      return gridText.range(minimum, maximum)
    default:
      return undefined
  }
}

/** `Jan – Dec 2025` over months, `3 – 9 Mar 2025` over days. */
function dateRange(minimum: string, maximum: string): string | undefined {
  const [from, to] = [Date.parse(minimum), Date.parse(maximum)]
  if (Number.isNaN(from) || Number.isNaN(to)) return undefined
  const isSameYear = new Date(from).getUTCFullYear() === new Date(to).getUTCFullYear()
  if (dayYear.format(from) === dayYear.format(to)) return dayYear.format(to)
  if (to - from < 60 * dayMs) {
    return gridText.range(isSameYear ? dayMonth.format(from) : dayYear.format(from), dayYear.format(to))
  }
  return gridText.range(isSameYear ? monthOnly.format(from) : monthYear.format(from), monthYear.format(to))
}

function shortNumber(text: string): string {
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  return Number.isInteger(value) && Math.abs(value) < 10_000 ? formatCount(value) : number.format(value)
}

const numeric: ReadonlySet<ScalarType> = new Set(['int', 'long', 'real', 'decimal'])

/** Whether values of a type line up on the right. */
export function isNumeric(type: ScalarType | null): boolean {
  return type !== null && numeric.has(type)
}
