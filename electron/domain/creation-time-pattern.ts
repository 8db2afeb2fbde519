import { patternOf } from './pattern-text'
import { StudioError } from './studio-error'

/** The letters of a .NET date format, and how many digits each takes. */
const fields: Readonly<Record<string, RegExp>> = {
  yyyy: /\d{4}/,
  yy: /\d{2}/,
  MM: /\d{2}/,
  M: /\d{1,2}/,
  dd: /\d{2}/,
  d: /\d{1,2}/,
  HH: /\d{2}/,
  H: /\d{1,2}/,
  mm: /\d{2}/,
  m: /\d{1,2}/,
  ss: /\d{2}/,
  s: /\d{1,2}/,
}

/** Reads when data was created from its file's path. */
export interface CreationTimePattern {
  /** ISO 8601 in UTC; null where the path does not match. */
  timeOf(path: string): string | null
}

/**
 * Reads LightIngest's `-creationTimePattern` (documents: LightIngest, usage): a date format between constant
 * text in single quotes, `'historicalvalues'yyyyMMdd'.parquet'`.
 *
 * @throws StudioError `PropertyInvalid` if the pattern has no date.
 */
export function parseCreationTimePattern(pattern: string): CreationTimePattern {
  const match = /^(?:'([^']*)')?([^']+)(?:'([^']*)')?$/.exec(pattern.trim())
  const format = match?.[2]
  if (match === null || format === undefined || !/y/.test(format)) {
    throw new StudioError('PropertyInvalid', `“${pattern}” is not a creation time pattern.`, {
      nextStep: "Write constant text in single quotes around a date format: 'folder/'yyyyMMdd'.csv'.",
    })
  }
  const names: string[] = []
  const date = format.replace(
    /(yyyy|yy|MM|M|dd|d|HH|H|mm|m|ss|s)|([^A-Za-z])|([A-Za-z]+)/g,
    (text, field) => {
      if (typeof field !== 'string') return patternOf(text as string)
      names.push(field)
      return `(${(fields[field] as RegExp).source})`
    },
  )
  const expression = new RegExp(`${patternOf(match[1] ?? '')}${date}${patternOf(match[3] ?? '')}`)
  return {
    timeOf(path) {
      const found = expression.exec(path.replaceAll('\\', '/'))
      if (found === null) return null
      const value = (letter: string, fallback: number): number => {
        const index = names.findIndex((name) => name.startsWith(letter))
        return index === -1 ? fallback : Number(found[index + 1])
      }
      const year = value('y', 0)
      const full = names.includes('yyyy') ? year : 2000 + year
      const [month, day] = [value('M', 1), value('d', 1)]
      const time = Date.UTC(full, month - 1, day, value('H', 0), value('m', 0), value('s', 0))
      const isDate = new Date(time).getUTCMonth() === month - 1
      return isDate ? new Date(time).toISOString() : null
    },
  }
}
