import type { RefusedCase } from '../query-case'

/** What Kusto has but this translation does not: refused by name and position. */
const unsupported = (feature: string, query: string, named = feature): RefusedCase => ({
  feature,
  query,
  code: 'BadRequest_NotSupported',
  message: named,
})

export const refusedCases: readonly RefusedCase[] = [
  unsupported(
    'evaluate bag_unpack and pivot inside a function without a list of result columns',
    'let f = () { Storms | evaluate bag_unpack(Details) }; f() | count',
    "'bag_unpack' inside a function",
  ),
  unsupported(
    'evaluate bag_unpack of texts that look like times or guids without a list of result columns',
    'print d = dynamic({"t": "2020-01-01"}) | evaluate bag_unpack(d)',
    "look like times or guids ('t')",
  ),
  unsupported(
    'evaluate pivot of an empty value without a list of result columns',
    'Storms | evaluate pivot(State)',
    "'pivot' of an empty value",
  ),
  unsupported('other evaluate plugins', 'Storms | evaluate autocluster()', "'autocluster'"),
  unsupported(
    'pivot with an aggregate other than count, sum and dcount',
    'Storms | evaluate pivot(Kind, avg(Damage), State) : (State: string, Hail: real)',
    "'pivot' with an aggregate",
  ),
  unsupported('externaldata', 'externaldata (a: string) ["https://example.org/x.csv"]', "'externaldata'"),
  unsupported('facet', 'Storms | facet by State', "'facet'"),
  unsupported('find', 'find "x"', "'find'"),
  unsupported('summarize without aggregates or groups', 'Storms | summarize', "'summarize' of nothing"),
  unsupported(
    'union kind=inner without a common column',
    'States | union kind=inner (print x = 1)',
    'without a common column',
  ),
  unsupported('fork before other operators', 'Storms | fork (count) (take 1) | count', "'fork'"),
  unsupported('reduce', 'Storms | reduce by State', "'reduce'"),
  unsupported(
    'scan with output=last',
    'Storms | order by Damage | scan with (step s output=last: true;)',
    "'output=last' of 'scan'",
  ),
  unsupported('search in a computed table', 'Storms | take 1 | search "x"', "'search' in anything but"),
  unsupported(
    'top-nested with others',
    'Storms | top-nested 2 of State with others = "x" by count()',
    "'top-nested' with others",
  ),
  unsupported(
    'make-series in range() that starts inside a bin',
    'Storms | make-series count() on StartTime in range(datetime(2007-01-01 12:00), datetime(2007-01-02), 1d)',
    "'make-series' in range() that starts inside a bin",
  ),
  unsupported('cluster()', 'cluster("x").database("y").T', 'another database or cluster'),
  unsupported('hll and tdigest', 'Storms | summarize hll(State)', "'hll'"),
  unsupported(
    'series that have to find their period, and outliers',
    'print series_decompose(dynamic([1]))',
    "'series_decompose' without a period",
  ),
  unsupported(
    'geospatial functions',
    'print geo_distance_2points(1.0, 1.0, 2.0, 2.0)',
    "'geo_distance_2points'",
  ),
  unsupported('division of decimals', 'print decimal(1.5) / decimal(2)', 'Division of decimals'),
  unsupported(
    'decimals with more than 18 decimal places',
    'print decimal(0.1234567890123456789)',
    'decimal(0.1234567890123456789)',
  ),
  unsupported('arithmetic on an uncast dynamic', 'print dynamic({"a": 1}).a + 1', 'Arithmetic on a dynamic'),
  unsupported(
    'choice between an uncast dynamic and a number',
    'print iff(1 > 0, dynamic({"a": 1.5}).a, 5)',
    "'iff' of a dynamic and a long",
  ),
  unsupported(
    'parse into a dynamic',
    'print s = "a=1" | parse s with "a=" d: dynamic',
    "'d' of parse as a dynamic",
  ),
  unsupported(
    'parse-kv without delimiters',
    'print a = "x=1" | parse-kv a as (x: long)',
    "'parse-kv' without both delimiters",
  ),
  unsupported(
    'parse-kv with greedy or escape',
    'print a = "x=1" | parse-kv a as (x: long) with (pair_delimiter = " ", kv_delimiter = "=", greedy = true)',
    "'greedy' of 'parse-kv'",
  ),
  unsupported('set query_now', 'set query_now = datetime(2020-01-01); print now()', "'query_now'"),
  {
    feature: 'window functions over unordered rows',
    query: 'Storms | extend r = row_number()',
    code: 'General_BadRequest',
    message: 'the row set must be serialized',
  },
  {
    feature: 'window functions after mv-expand',
    query: 'Storms | order by Damage | mv-expand t = Details.Tags | extend p = prev(t)',
    code: 'General_BadRequest',
    message: 'the row set must be serialized',
  },
  {
    feature: 'comparison of two dynamics',
    query: 'Storms | where Details == Details',
    code: 'General_BadRequest',
    message: 'SEM0001',
  },
  unsupported(
    'assert of a condition that depends on rows',
    'Storms | where assert(Damage > 0, "no")',
    "'assert' of a condition that depends on rows",
  ),
]
