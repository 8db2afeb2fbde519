import type { QueryCase } from '../query-case'

const numbers =
  'datatable (g: string, n: long, r: real, s: string) ["a", 1, 1.0, "x", "a", 2, 2.5, "", "a", long(null), real(null), "y", "b", 5, 4.0, "z"]'

/** summarize and its aggregates. */
export const summarizeCases: readonly QueryCase[] = [
  {
    feature: 'summarize … by',
    query: 'Storms | summarize count() by State',
    columns: 'State:string, count_:long',
    anyOrder: true,
    rows: [
      ['TEXAS', 2],
      ['OHIO', 1],
      ['KANSAS', 1],
      ['', 1],
    ],
  },
  {
    feature: 'summarize … by bin()',
    query: 'Storms | summarize Rows = count() by bin(StartTime, 1d) | sort by StartTime asc',
    columns: 'StartTime:datetime, Rows:long',
    rows: [
      [null, 1],
      ['2007-01-01T00:00:00.0000000Z', 2],
      ['2007-01-02T00:00:00.0000000Z', 2],
    ],
  },
  {
    feature: 'summarize without aggregates',
    query: 'Storms | summarize by Kind | count',
    rows: [[4]],
  },
  {
    feature: 'summarize of no rows',
    query: `${numbers} | where g == "none" | summarize count(), sum(n), dcount(g), stdev(r), make_list(g), max(n), avg(r), max(s)`,
    columns:
      'count_:long, sum_n:long, dcount_g:long, stdev_r:real, list_g:dynamic, max_n:long, avg_r:real, max_s:string',
    rows: [[0, 0, 0, 0, [], null, NaN, '']],
  },
  {
    feature: 'summarize of no rows by a group',
    query: `${numbers} | where g == "none" | summarize count() by g`,
    rows: [],
  },
  {
    feature: 'sum, avg, min, max',
    query: `${numbers} | summarize sum(n), avg(n), min(n), max(r) by g | sort by g asc`,
    columns: 'g:string, sum_n:long, avg_n:real, min_n:long, max_r:real',
    rows: [
      ['a', 3, 1.5, 1, 2.5],
      ['b', 5, 5, 5, 4],
    ],
  },
  {
    feature: 'countif, sumif, avgif, minif, maxif',
    query: `${numbers} | summarize countif(n > 1), sumif(n, g == "a"), avgif(n, n < 3), minif(n, n > 1), maxif(n, n < 5)`,
    rows: [[2, 3, 1.5, 2, 2]],
  },
  {
    feature: 'dcount, dcountif',
    query: `${numbers} | summarize dcount(g), dcount(n), dcountif(s, s != "x")`,
    rows: [[2, 3, 3]],
  },
  {
    feature: 'count_distinct',
    query: `${numbers} | summarize count_distinct(g), count_distinctif(n, g == "a")`,
    rows: [[2, 2]],
  },
  {
    feature: 'make_list',
    query: `${numbers} | sort by n desc | summarize make_list(n), make_list(s, 2), make_list_if(n, n > 1)`,
    columns: 'list_n:dynamic, list_s:dynamic, list_n1:dynamic',
    rows: [
      [
        [5, 2, 1],
        ['z', ''],
        [5, 2],
      ],
    ],
  },
  {
    feature: 'make_set',
    query: `${numbers} | summarize s = make_set(g) | mv-expand s to typeof(string) | sort by s asc`,
    rows: [['a'], ['b']],
  },
  {
    feature: 'make_list of datetimes and timespans',
    query:
      'print a = 1 | summarize make_list(datetime(2020-01-01)), make_list(1h), make_list(1.0), make_list(true)',
    rows: [[['2020-01-01T00:00:00.0000000Z'], ['01:00:00'], [1], [true]]],
  },
  {
    feature: 'arg_max, arg_min',
    query:
      'Storms | where isnotempty(State) | summarize arg_max(Damage, Kind), arg_min(Damage, *) by State | where State == "TEXAS"',
    columns:
      'State:string, Damage:long, Kind:string, Damage1:long, StartTime:datetime, EndTime:datetime, Kind1:string, Injured:int, Area:real, Details:dynamic',
    rows: [
      [
        'TEXAS',
        100,
        'Tornado',
        0,
        '2007-01-01T11:15:00.0000000Z',
        '2007-01-01T11:45:00.0000000Z',
        'Hail',
        null,
        2.5,
        { Source: 'Public' },
      ],
    ],
  },
  {
    feature: 'arg_max, arg_min',
    query: 'States | summarize (most, where) = arg_max(Population, State)',
    columns: 'most:long, where:string',
    rows: [[29, 'TEXAS']],
  },
  {
    feature: 'take_any',
    query: `${numbers} | where n > 2 | summarize take_any(g), take_any(n, s)`,
    rows: [['b', 5, 'z']],
  },
  {
    feature: 'take_any',
    query: `${numbers} | where n > 2 | summarize take_any(*)`,
    columns: 'g:string, n:long, r:real, s:string',
    rows: [['b', 5, 4, 'z']],
  },
  {
    feature: 'percentile, percentiles',
    query: 'range x from 1 to 100 step 1 | summarize percentile(x, 50), percentiles(x, 5, 95)',
    columns: 'percentile_x_50:long, percentile_x_5:long, percentile_x_95:long',
    rows: [[50, 5, 95]],
  },
  {
    feature: 'stdev, variance',
    query: 'range x from 1 to 5 step 1 | summarize stdev(x), variance(x), variancep(x), stdevp(x)',
    rows: [[1.5811388300841898, 2.5, 2, 1.4142135623730951]],
  },
  {
    feature: 'expressions over aggregates',
    query: `${numbers} | summarize round(avg(r), 1), Spread = max(n) - min(n), Rate = 1.0 * countif(n > 1) / count()`,
    columns: 'avg_r:real, Spread:long, Rate:real',
    rows: [[2.5, 4, 0.5]],
  },
  {
    feature: 'aggregates of timespans and datetimes',
    query: 'Storms | summarize sum(EndTime - StartTime), avg(EndTime - StartTime), max(EndTime)',
    columns: 'sum_:timespan, avg_:timespan, max_EndTime:datetime',
    rows: [['1.03:00:00.0000001', '06:45:00', '2007-01-03T09:00:00.0000000Z']],
  },
  {
    feature: 'summarize … by several groups',
    query: `${numbers} | summarize count() by g, tolower(s) | count`,
    rows: [[4]],
  },
  {
    feature: 'arg_max of nulls',
    query: `datatable(Fruit: string, Color: string, Version: int) ["Apple", "Red", 1, "Apple", "Green", int(null), "Banana", "Yellow", int(null), "Pear", "Brown", 1, "Pear", "Green", 2]
      | summarize arg_max(Version, *) by Fruit | sort by Fruit asc`,
    columns: 'Fruit:string, Version:int, Color:string',
    rows: [
      ['Apple', 1, 'Red'],
      ['Banana', null, 'Yellow'],
      ['Pear', 2, 'Green'],
    ],
  },
  {
    feature: 'sum, avg with nulls',
    query:
      'range x from 1 to 4 step 1 | extend y = iff(x == 1, real(null), real(5)) | summarize sum(y), avg(y), make_set(y)',
    rows: [[15, 5, [5]]],
  },
]
