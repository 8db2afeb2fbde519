import { nowPlaceholder } from '../query-state'
import { scalar, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'
import { binSql } from './bin'
import { formatDatetimeSql, formatTimespanSql } from './time-format'

const day = 864_000_000_000n
const week = 7n * day

const now: Scalar = { sql: nowPlaceholder, type: 'datetime', nullable: false }

/** Parts with the same name in DuckDB are read from its timestamp. */
const part =
  (sqlPart: string): FunctionTranslator =>
  (call) =>
    call.strict(
      `CAST(date_part('${sqlPart}', kql.timestamp_of(${call.value(0).sql})) AS INTEGER)`,
      call.value(0),
    )

type Period = 'day' | 'week' | 'month' | 'year'

/** Start of the period that contains the datetime, moved by whole periods. A week starts on Sunday. */
function startOf(call: FunctionCall, period: Period, move: string): string {
  const value = call.as(0, 'datetime')
  if (period === 'day') return `(${value} - (${value} % ${day}) + ${move} * ${day})`
  // 0001-01-01 was a Monday, so days since then plus one count from a Sunday.
  if (period === 'week') return `(${value} - ((${value} + ${day}) % ${week}) + ${move} * ${week})`
  const interval = period === 'month' ? 'to_months' : 'to_years'
  const start = `date_trunc('${period}', kql.timestamp_of(${value}))`
  return `kql.ticks_of(${start} + ${interval}(CAST(${move} AS INTEGER)))`
}

const startof =
  (period: Period): FunctionTranslator =>
  (call) =>
    inTime(startOf(call, period, offset(call)))

const endof =
  (period: Period): FunctionTranslator =>
  (call) =>
    inTime(`(${startOf(call, period, `(${offset(call)} + 1)`)} - 1)`)

/** Ticks as a datetime; null before year 1 and after year 9999. */
function inTime(ticks: string): Scalar {
  return scalar(`kql.in_range(${ticks})`, 'datetime')
}

function offset(call: FunctionCall): string {
  return call.count > 1 ? call.as(1, 'long') : '0'
}

/** Ticks per unit, for units of constant length. */
const unitTicks: Readonly<Record<string, bigint>> = {
  week,
  day,
  hour: 36_000_000_000n,
  minute: 600_000_000n,
  second: 10_000_000n,
  millisecond: 10_000n,
  microsecond: 10n,
}

function periodOf(call: FunctionCall): string {
  return call.constantText(0, 'a period').toLowerCase().replace(/s$/, '')
}

/** The number of unit boundaries between the two, as the documents count them. */
const datetimeDiff: FunctionTranslator = (call) => {
  const period = periodOf(call)
  const [left, right] = [call.as(1, 'datetime'), call.as(2, 'datetime')]
  const values = [call.value(1), call.value(2)]
  if (period === 'nanosecond') return call.strict(`((${left} - ${right}) * 100)`, ...values)
  const ticks = unitTicks[period]
  if (period === 'week') {
    return call.strict(`((${left} + ${day}) // ${week} - (${right} + ${day}) // ${week})`, ...values)
  }
  if (ticks !== undefined) return call.strict(`(${left} // ${ticks} - ${right} // ${ticks})`, ...values)
  const months = (value: string): string =>
    `(date_part('year', kql.timestamp_of(${value})) * 12 + date_part('month', kql.timestamp_of(${value})) - 1)`
  const size = period === 'year' ? 12 : period === 'quarter' ? 3 : period === 'month' ? 1 : undefined
  if (size === undefined) throw call.refuse(`The period '${period}'`)
  return call.strict(`CAST(${months(left)} // ${size} - ${months(right)} // ${size} AS BIGINT)`, ...values)
}

const datetimeAdd: FunctionTranslator = (call) => {
  const period = periodOf(call)
  const amount = call.as(1, 'long')
  const value = call.as(2, 'datetime')
  const ticks = unitTicks[period]
  if (ticks !== undefined) return inTime(`(${value} + ${amount} * ${ticks})`)
  if (period === 'nanosecond') return inTime(`(${value} + ${amount} // 100)`)
  const size = period === 'year' ? 12 : period === 'quarter' ? 3 : period === 'month' ? 1 : undefined
  if (size === undefined) throw call.refuse(`The period '${period}'`)
  // Adds back the part of a microsecond that a timestamp cannot hold.
  const moved = `kql.timestamp_of(${value}) + to_months(CAST(${amount} * ${size} AS INTEGER))`
  return inTime(`(kql.ticks_of(${moved}) + ${value} % 10)`)
}

const datetimePart: FunctionTranslator = (call) => {
  const period = periodOf(call)
  const value = call.value(1)
  const parts: Readonly<Record<string, string>> = {
    year: 'year',
    quarter: 'quarter',
    month: 'month',
    week_of_year: 'week',
    weekofyear: 'week',
    day: 'day',
    dayofyear: 'doy',
    hour: 'hour',
    minute: 'minute',
    second: 'second',
  }
  const sqlPart = parts[period]
  if (sqlPart !== undefined) {
    return call.strict(`CAST(date_part('${sqlPart}', kql.timestamp_of(${value.sql})) AS BIGINT)`, value)
  }
  const below: Readonly<Record<string, string>> = {
    millisecond: '// 10000',
    microsecond: '// 10',
    nanosecond: '* 100',
  }
  const scale = below[period]
  if (scale === undefined) throw call.refuse(`The part '${period}'`)
  return call.strict(`((${value.sql} % 10000000) ${scale})`, value)
}

const fromUnix =
  (ticksPerUnit: string): FunctionTranslator =>
  (call) => {
    const value = call.value(0)
    if (value.type === 'decimal') throw call.refuse(`'${call.name}' of a decimal`)
    const ticks =
      value.type === 'real' ? `kql.whole(${value.sql} * ${ticksPerUnit})` : `(${value.sql} * ${ticksPerUnit})`
    return inTime(`(${ticks} + 621355968000000000)`)
  }

/** Times and timespans. */
export const timeFunctions: FunctionTable = {
  now: (call) => (call.count === 0 ? now : inTime(`(${now.sql} + ${call.as(0, 'timespan')})`)),
  ago: (call) => inTime(`(${now.sql} - ${call.as(0, 'timespan')})`),
  bin: (call) => binSql(call),
  floor: (call) => binSql(call),
  bin_at: (call) => {
    const binned = binSql(call, call.converted(call.value(2), call.type))
    return call.type === 'datetime' ? inTime(binned.sql) : binned
  },
  startofday: startof('day'),
  startofweek: startof('week'),
  startofmonth: startof('month'),
  startofyear: startof('year'),
  endofday: endof('day'),
  endofweek: endof('week'),
  endofmonth: endof('month'),
  endofyear: endof('year'),
  datetime_diff: datetimeDiff,
  datetime_add: datetimeAdd,
  datepart: datetimePart,
  datetime_part: datetimePart,
  dayofweek: (call) =>
    call.strict(`((${call.value(0).sql} + ${day}) % ${week} // ${day} * ${day})`, call.value(0)),
  dayofmonth: part('day'),
  dayofyear: part('doy'),
  getmonth: part('month'),
  monthofyear: part('month'),
  getyear: part('year'),
  hourofday: part('hour'),
  week_of_year: part('week'),
  weekofyear: part('week'),
  make_datetime: (call) => {
    if (call.count === 1) return call.converted(call.value(0), 'datetime')
    const parts = [1, 1, 1, 0, 0].map((fallback, index) =>
      index < call.count ? call.as(index, 'long') : String(fallback),
    )
    const seconds = call.count > 5 ? call.as(5, 'real') : '0'
    // A part out of range gives null, not an error.
    return inTime(
      `(kql.ticks_of(TRY(make_timestamp(${parts.join(', ')}, CAST(0 AS DOUBLE)))) + kql.whole(${seconds} * 10000000))`,
    )
  },
  make_timespan: (call) => {
    const values = call.argumentNodes.map((_node, index) =>
      call.as(index, index === call.count - 1 && call.count > 2 ? 'real' : 'long'),
    )
    const [days, hours, minutes, seconds] =
      call.count === 4 ? values : call.count === 3 ? ['0', ...values] : ['0', ...values, '0']
    return `(${days ?? '0'} * ${day} + ${hours ?? '0'} * 36000000000 + ${minutes ?? '0'} * 600000000 + kql.whole(${seconds ?? '0'} * 10000000))`
  },
  format_datetime: (call) => formatDatetimeSql(call),
  format_timespan: (call) => formatTimespanSql(call),
  unixtime_seconds_todatetime: fromUnix('10000000'),
  unixtime_milliseconds_todatetime: fromUnix('10000'),
  unixtime_microseconds_todatetime: fromUnix('10'),
  unixtime_nanoseconds_todatetime: (call) =>
    call.strict(`(${call.as(0, 'long')} // 100 + 621355968000000000)`, call.value(0)),
}
