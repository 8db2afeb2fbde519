import { named } from '../scalar'

/**
 * Time in ticks of 100 ns: a datetime since 0001-01-01 (621355968000000000 at the Unix epoch), a timespan as a
 * length. `timestamp_of` loses the seventh digit, so anything that shows or parses it uses the ticks.
 */
export const timeMacros: readonly string[] = [
  `CREATE OR REPLACE MACRO kql.timestamp_of(ticks) AS make_timestamp((ticks // 10) - 62135596800000000)`,
  `CREATE OR REPLACE MACRO kql.ticks_of(ts) AS epoch_us(ts) * 10 + 621355968000000000`,
  `CREATE OR REPLACE MACRO kql.datetime_text(ticks) AS coalesce(
    strftime(kql.timestamp_of(ticks), '%Y-%m-%dT%H:%M:%S.') || lpad((ticks % 10000000)::VARCHAR, 7, '0') || 'Z', '')`,
  `CREATE OR REPLACE MACRO kql.timespan_text(ticks) AS coalesce(
    CASE WHEN ticks < 0 THEN '-' ELSE '' END
    || CASE WHEN abs(ticks) >= 864000000000 THEN (abs(ticks) // 864000000000)::VARCHAR || '.' ELSE '' END
    || lpad((abs(ticks) // 36000000000 % 24)::VARCHAR, 2, '0') || ':'
    || lpad((abs(ticks) // 600000000 % 60)::VARCHAR, 2, '0') || ':'
    || lpad((abs(ticks) // 10000000 % 60)::VARCHAR, 2, '0')
    || CASE WHEN ticks % 10000000 = 0 THEN '' ELSE '.' || lpad((abs(ticks) % 10000000)::VARCHAR, 7, '0') END, '')`,
  // Parts of ISO 8601 text: date (or just a year or month), time, seconds, fraction, offset.
  `CREATE OR REPLACE MACRO kql.iso_parts(s) AS regexp_extract(trim(s),
    '^(\\d{4}(?:-\\d{1,2}(?:-\\d{1,2})?)?)(?:[T ]\\s*(\\d{1,2}(?::\\d{2})?)(:\\d{2})?(\\.\\d+)?)?\\s*(Z|GMT|UTC|[+-]\\d{2}:?\\d{2})?$',
    ['day', 'clock', 'seconds', 'fraction', 'zone'], 'i')`,
  `CREATE OR REPLACE MACRO kql.offset_ticks(zone) AS CASE WHEN length(zone) < 5 THEN 0 ELSE
    (substr(zone, 2, 2)::BIGINT * 60 + right(zone, 2)::BIGINT) * CASE WHEN zone[1] = '-' THEN -600000000 ELSE 600000000 END END`,
  `CREATE OR REPLACE MACRO kql.ticks_of_parts(p) AS
    kql.ticks_of(try_cast(p.day || CASE WHEN length(p.day) < 5 THEN '-01-01' WHEN length(p.day) < 8 THEN '-01' ELSE '' END
      || ' ' || CASE WHEN p.clock = '' THEN '00:00' WHEN length(p.clock) < 3 THEN p.clock || ':00' ELSE p.clock END
      || CASE WHEN p.seconds = '' THEN ':00' ELSE p.seconds END AS TIMESTAMP))
    + CASE WHEN p.fraction = '' THEN 0 ELSE rpad(substr(p.fraction, 2, 7), 7, '0')::BIGINT END
    - kql.offset_ticks(p.zone)`,
  // Text that is not ISO 8601 goes through the other documented formats: month/day/year (four digits), RFC 822, RFC
  // 850.
  `CREATE OR REPLACE MACRO kql.todatetime(s) AS kql.in_range(${named(
    'trim(s)',
    'v',
    `coalesce(
    ${named('kql.iso_parts(v)', 'p', 'kql.ticks_of_parts(p)')},
    kql.ticks_of(coalesce(
      try_strptime(regexp_replace(nullif(v, regexp_extract(v, '^\\d+/\\d+/\\d{1,3}(?:\\s.*)?$')), '\\s*(GMT|UTC|Z)$', ''), ['%m/%d/%Y', '%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S',
        '%m/%d/%Y %H:%M:%S.%f', '%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y %I:%M %p',
        '%a, %d %b %y %H:%M:%S', '%a, %d %b %y %H:%M', '%d %b %y %H:%M:%S', '%d %b %y %H:%M', '%d %b %y',
        '%a, %d %b %Y %H:%M:%S', '%a, %d %b %Y %H:%M', '%d %b %Y %H:%M:%S', '%d %b %Y %H:%M', '%d %b %Y',
        '%A, %d-%b-%y %H:%M:%S', '%A, %d-%b-%y %H:%M', '%d-%b-%y %H:%M:%S', '%d-%b-%y %H:%M', '%d-%b-%y'])))
    )`,
  )})`,
  `CREATE OR REPLACE MACRO kql.span_parts(s) AS regexp_extract(trim(s),
    '^(-?)(?:(\\d+)\\.)?([01]?\\d|2[0-3]):([0-5]?\\d)(?::([0-5]?\\d)(?:\\.(\\d{1,7}))?)?$',
    ['sign', 'days', 'hours', 'minutes', 'seconds', 'fraction'])`,
  `CREATE OR REPLACE MACRO kql.span_ticks(p) AS CASE WHEN p.hours = '' THEN NULL ELSE
    CASE WHEN p.sign = '-' THEN -1 ELSE 1 END * (
      coalesce(try_cast(p.days AS BIGINT), 0) * 864000000000 + p.hours::BIGINT * 36000000000
      + p.minutes::BIGINT * 600000000 + coalesce(try_cast(p.seconds AS BIGINT), 0) * 10000000
      + CASE WHEN p.fraction = '' THEN 0 ELSE rpad(p.fraction, 7, '0')::BIGINT END) END`,
  `CREATE OR REPLACE MACRO kql.totimespan(s) AS kql.span_ticks(kql.span_parts(s))`,
]
