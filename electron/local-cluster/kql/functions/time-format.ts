import { quoteText } from '../../engine/sql-text'
import { scalar, type Scalar } from '../scalar'
import type { FunctionCall } from './function-call'

/** What may separate a format's parts (documents: format_datetime, supported delimiters). */
const delimiters = new Set([' ', '/', '-', ':', ',', '.', '_', '[', ']'])

/** `format_datetime(value, 'yyyy-MM-dd HH:mm:ss.fff')`. */
export function formatDatetimeSql(call: FunctionCall): Scalar {
  const ticks = call.as(0, 'datetime')
  const timestamp = `kql.timestamp_of(${ticks})`
  const number = (sqlPart: string, width: number): string =>
    padded(`date_part('${sqlPart}', ${timestamp})`, width)
  return format(call, (letters) => {
    switch (letters) {
      case 'yyyy':
        return number('year', 4)
      case 'yy':
        return padded(`date_part('year', ${timestamp}) % 100`, 2)
      case 'MM':
      case 'M':
        return number('month', letters.length)
      case 'dd':
      case 'd':
        return number('day', letters.length)
      case 'HH':
      case 'H':
        return number('hour', letters.length)
      case 'hh':
      case 'h':
        return padded(`(date_part('hour', ${timestamp}) + 11) % 12 + 1`, letters.length)
      case 'mm':
      case 'm':
        return number('minute', letters.length)
      case 'ss':
      case 's':
        return padded(`(${ticks} // 10000000) % 60`, letters.length)
      case 'tt':
        return `CASE WHEN date_part('hour', ${timestamp}) < 12 THEN 'AM' ELSE 'PM' END`
      default:
        return fraction(ticks, letters)
    }
  })
}

/** `format_timespan(value, 'd.hh:mm:ss')`. */
export function formatTimespanSql(call: FunctionCall): Scalar {
  const ticks = `abs(${call.as(0, 'timespan')})`
  return format(call, (letters) => {
    if (/^d+$/.test(letters)) return padded(`${ticks} // 864000000000`, letters.length)
    switch (letters) {
      case 'HH':
      case 'H':
      case 'hh':
      case 'h':
        return padded(`${ticks} // 36000000000 % 24`, letters.length)
      case 'mm':
      case 'm':
        return padded(`${ticks} // 600000000 % 60`, letters.length)
      case 'ss':
      case 's':
        return padded(`${ticks} // 10000000 % 60`, letters.length)
      default:
        return fraction(ticks, letters)
    }
  })
}

/** `f` to `fffffff`: digits of a second; `F…`: the same without trailing zeros. */
function fraction(ticks: string, letters: string): string | undefined {
  if (!/^(f{1,7}|F{1,7})$/.test(letters)) return undefined
  const digits = `substr(lpad(CAST(${ticks} % 10000000 AS VARCHAR), 7, '0'), 1, ${letters.length})`
  return letters.startsWith('f') ? digits : `rtrim(${digits}, '0')`
}

function padded(sql: string, width: number): string {
  const text = `CAST(CAST(${sql} AS BIGINT) AS VARCHAR)`
  return width === 1
    ? text
    : `CASE WHEN length(${text}) < ${width} THEN lpad(${text}, ${width}, '0') ELSE ${text} END`
}

function format(call: FunctionCall, part: (letters: string) => string | undefined): Scalar {
  const pattern = call.constantText(1, 'a format')
  const pieces: string[] = []
  for (const [letters] of pattern.matchAll(/([A-Za-z])\1*|[^A-Za-z]/g)) {
    const sql = delimiters.has(letters) ? quoteText(letters) : part(letters)
    if (sql === undefined) throw call.refuse(`'${letters}' in a format`)
    pieces.push(sql)
  }
  return scalar(`coalesce(${pieces.length === 0 ? "''" : pieces.join(' || ')}, '')`, 'string')
}
