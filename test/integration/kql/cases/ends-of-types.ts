import type { QueryCase } from '../query-case'

const reals = 'datatable (x: real) [3.0, real(nan), 1.0, real(null)]'

/** Applies `turn` to its own result the given number of times. */
function nested(times: number, innermost: string, turn: (inner: string) => string): string {
  return times === 0 ? innermost : turn(nested(times - 1, innermost, turn))
}

/** NaN, the calendar's first and last moments, and deeply nested calls. */
export const endsOfTypesCases: readonly QueryCase[] = [
  {
    feature: 'order by with NaN: beside null (documents: sort, special floating-point values)',
    query: `${reals} | order by x asc`,
    rows: [[null], [NaN], [1], [3]],
  },
  {
    feature: 'order by with NaN, nulls last',
    query: `${reals} | order by x`,
    rows: [[3], [1], [NaN], [null]],
  },
  {
    feature: 'order by with NaN, nulls first',
    query: `${reals} | sort by x desc nulls first`,
    rows: [[null], [NaN], [3], [1]],
  },
  { feature: 'top with NaN', query: `${reals} | top 1 by x`, rows: [[3]] },
  { feature: 'NaN is not more than a number', query: `${reals} | where x > 2`, rows: [[3]] },
  { feature: 'NaN is not equal to itself', query: `${reals} | where x == x`, rows: [[3], [1]] },
  {
    feature: 'comparisons with NaN',
    query:
      'print n = real(nan), o = 1.0 | project n > o, n >= n, o < n, n == n, n != n, n between (0.0 .. o)',
    rows: [[false, false, false, false, true, false]],
  },
  {
    feature: 'datetime arithmetic past the calendar',
    query:
      'print a = datetime(9999-12-31), b = datetime(0001-01-01) | project a + 1d, b - 1d, a + 1h, a - b, datetime_add("year", 1, a), startofday(a, 1), endofyear(a)',
    rows: [
      [
        null,
        null,
        '9999-12-31T01:00:00.0000000Z',
        '3652058.00:00:00',
        null,
        null,
        '9999-12-31T23:59:59.9999999Z',
      ],
    ],
  },
  {
    feature: 'datetimes past the calendar',
    query:
      'print make_datetime(10000, 1, 1), unixtime_seconds_todatetime(300000000000), ago(1000000d), todatetime(strcat("9999-12-31T23:59:59-05:00", "")), todatetime("9999-12-31T23:59:59-05:00")',
    rows: [[null, null, null, null, null]],
  },
  {
    feature: 'make_set of arrays is the set of their elements (documents: make_set)',
    query:
      'datatable (v: dynamic) [dynamic(["A1", "A2"]), dynamic(["A2", "C1"]), dynamic("C1"), dynamic(null), dynamic([null])] | summarize s = make_set(v), n = make_set_if(v, gettype(v) == "string") | project array_sort_asc(s), n',
    rows: [[['A1', 'A2', 'C1'], ['C1']]],
  },
  {
    feature: 'a sum of a datetime and many timespans',
    query: `datatable (t: datetime) [datetime(2020-01-01)] | project t${' + 1h'.repeat(48)} == datetime(2020-01-03)`,
    rows: [[true]],
  },
  {
    feature: 'bag_set_key in many others',
    query: `print b = dynamic({}) | project ${nested(8, 'b', (inner) => `bag_set_key(${inner}, 'k', 1)`)}`,
    rows: [[{ k: 1 }]],
  },
  {
    feature: 'parse_json in many others',
    query: `print s = '[1]' | project ${nested(8, 's', (inner) => `tostring(parse_json(${inner}))`)}`,
    rows: [['[1]']],
  },
]
