import type { QueryCase } from '../query-case'

/**
 * Keys and values, bags, pivots, searches, named rows, series of their own length, and aggregates over several
 * values. The values come from the documents' examples, or were worked out by hand.
 */
export const flexibleShapeCases: readonly QueryCase[] = [
  {
    feature: 'parse-kv with delimiters',
    query:
      "print str=\"ThreadId:458745723, Machine:Node001, Text: The service is up, Level: Info\" | parse-kv str as (Text: string, ThreadId:long, Machine: string) with (pair_delimiter=',', kv_delimiter=':') | project-away str",
    columns: 'Text:string, ThreadId:long, Machine:string',
    rows: [['The service is up', 458745723, 'Node001']],
  },
  {
    feature: 'parse-kv with quotes',
    query:
      "print str='src=10.1.1.123 dst=10.1.1.124 bytes=125 failure=\"connection aborted\" \"event time\"=2021-01-01T10:00:54' | parse-kv str as (['event time']:datetime, src:string, dst:string, bytes:long, failure:string) with (pair_delimiter=' ', kv_delimiter='=', quote='\"') | project-away str",
    columns: 'event time:datetime, src:string, dst:string, bytes:long, failure:string',
    rows: [['2021-01-01T10:00:54.0000000Z', '10.1.1.123', '10.1.1.124', 125, 'connection aborted']],
  },
  {
    feature: 'parse-kv with other quotes',
    query:
      "print str='name=(John Doe) phone=(555 5555)' | parse-kv str as (name:string, phone:string, none:long) with (pair_delimiter=' ', kv_delimiter='=', quote='()') | project-away str",
    columns: 'name:string, phone:string, none:long',
    rows: [['John Doe', '555 5555', null]],
  },
  {
    feature: 'parse-kv with a regex',
    query:
      "print str=@'[\"referer url: https://hostname.com/redirect?dest=/?h=1234\", \"request url: https://hostname.com/?h=1234\", \"advertiser id: 24fefbca-cf27-4d62-a623-249c2ad30c73\"]' | parse-kv str as (['referer url']:string, ['request url']:string, ['advertiser id']: guid) with (regex=@'\"([\\w ]+)\\s*:\\s*([^\"]*)\"') | project-away str",
    columns: 'referer url:string, request url:string, advertiser id:guid',
    rows: [
      [
        'https://hostname.com/redirect?dest=/?h=1234',
        'https://hostname.com/?h=1234',
        '24fefbca-cf27-4d62-a623-249c2ad30c73',
      ],
    ],
  },
  {
    feature: 'parse-kv of a key that comes twice',
    query:
      'print str="a=1;a=2; b = x=y ;c" | parse-kv str as (a: long, b: string, c: string, d: int) with (pair_delimiter=";", kv_delimiter="=") | project a, b, c, d',
    columns: 'a:long, b:string, c:string, d:int',
    rows: [[1, 'x=y', '', null]],
  },
  {
    feature: 'evaluate bag_unpack with a schema',
    query:
      'datatable (d: dynamic, n: long) [dynamic({"Name": "John", "Age": 20}), 1, dynamic({"Name": "Dave", "Height": 1.8}), 2] | evaluate bag_unpack(d) : (*, Name: string, Age: long, Height: real) | order by n asc',
    columns: 'n:long, Name:string, Age:long, Height:real',
    rows: [
      [1, 'John', 20, null],
      [2, 'Dave', null, 1.8],
    ],
  },
  {
    feature: 'evaluate bag_unpack with a prefix',
    query:
      'datatable (d: dynamic) [dynamic({"Name": "John", "Age": 20}), dynamic({"Name": "Dave", "Age": 40})] | evaluate bag_unpack(d, "Property_") : (Property_Name: string, Property_Age: long) | order by Property_Age asc',
    columns: 'Property_Name:string, Property_Age:long',
    rows: [
      ['John', 20],
      ['Dave', 40],
    ],
  },
  {
    feature: 'evaluate pivot with a schema',
    query:
      'datatable (State: string, Kind: string, n: long) ["TX", "Hail", 1, "TX", "Flood", 2, "OH", "Hail", 3, "TX", "Hail", 4] | evaluate pivot(Kind, sum(n), State) : (State: string, Hail: long, Flood: long) | order by State asc',
    columns: 'State:string, Hail:long, Flood:long',
    rows: [
      ['OH', 3, 0],
      ['TX', 5, 2],
    ],
  },
  {
    feature: 'evaluate pivot that counts',
    query:
      'datatable (State: string, Kind: string) ["TX", "Hail", "TX", "Flood", "OH", "Hail", "TX", "Hail"] | evaluate pivot(Kind) : (State: string, Flood: long, Hail: long) | order by State asc',
    columns: 'State:string, Flood:long, Hail:long',
    rows: [
      ['OH', 0, 1],
      ['TX', 1, 2],
    ],
  },
  {
    feature: 'evaluate narrow',
    query:
      'datatable (a: long, b: string) [1, "x", 2, ""] | evaluate narrow() | order by Row asc, Column asc',
    columns: 'Row:long, Column:string, Value:string',
    rows: [
      [0, 'a', '1'],
      [0, 'b', 'x'],
      [1, 'a', '2'],
      [1, 'b', ''],
    ],
  },
  {
    feature: 'search',
    query: 'Storms | search "tornado" and State: "tex*" | project [\'$table\'], State, Kind',
    columns: '$table:string, State:string, Kind:string',
    rows: [['Storms', 'TEXAS', 'Tornado']],
  },
  {
    feature: 'search case_sensitive',
    query: 'Storms | search kind=case_sensitive "tornado" | count',
    columns: 'Count:long',
    rows: [[0]],
  },
  {
    feature: 'search of numbers and dynamics',
    query: 'Storms | search "2500" or "law" | summarize count() by State | order by State asc',
    columns: 'State:string, count_:long',
    rows: [
      ['KANSAS', 1],
      ['OHIO', 1],
      ['TEXAS', 1],
    ],
  },
  {
    feature: 'percentiles_array',
    query:
      'datatable (v: long) [10, 20, 30, 40] | summarize percentiles_array(v, 25, 50, 100), percentiles_array(v, dynamic([50]))',
    columns: 'percentiles_v:dynamic, percentiles_v1:dynamic',
    rows: [[[10, 20, 40], [20]]],
  },
  {
    feature: 'covariance, covariancep',
    query:
      'datatable (x: real, y: real) [1.0, 2.0, 2.0, 4.0, 3.0, 6.0] | summarize covariance(x, y), round(covariancep(x, y), 4), covarianceif(x, y, x > 5)',
    columns: 'covariance_x_y:real, covariancep_x:real, covarianceif_x_y:real',
    rows: [[2, 1.3333, 0]],
  },
  {
    feature: 'binary_all_and, binary_all_or, binary_all_xor',
    query:
      'datatable (n: long) [7, 6, 12] | summarize binary_all_and(n), binary_all_or(n), binary_all_xor(n)',
    columns: 'n:long, n1:long, n2:long',
    rows: [[4, 15, 13]],
  },
  {
    feature: 'variancepif, covariancepif, make_dictionary',
    query:
      'datatable (n: long, d: dynamic) [1, dynamic({"a": 1}), 3, dynamic({"b": 2})] | summarize variancepif(n, n > 0), covariancepif(n, n, n > 0), make_dictionary(d)',
    columns: 'variancepif_n:real, covariancepif_n_n:real, dictionary_d:dynamic',
    rows: [[1, 1, { a: 1, b: 2 }]],
  },
  {
    feature: 'as, read again by its name',
    query:
      'Storms | where State == "TEXAS" | as hint.materialized=true Texas | join kind=inner (Texas | summarize m = max(Damage) by State) on State | project Kind, m | order by Kind asc',
    columns: 'Kind:string, m:long',
    rows: [
      ['Hail', 100],
      ['Tornado', 100],
    ],
  },
  { feature: 'as in a union', query: 'Storms | as X | union X | count', columns: 'Count:long', rows: [[10]] },
  {
    feature: 'as in toscalar',
    query: 'range x from 1 to 3 step 1 | as R | extend share = x * 100 / toscalar(R | summarize sum(x))',
    columns: 'x:long, share:long',
    rows: [
      [1, 16],
      [2, 33],
      [3, 50],
    ],
  },
  {
    feature: 'make-series without from and to',
    query:
      'datatable (t: datetime, v: long) [datetime(2020-01-01 05:00), 1, datetime(2020-01-03), 2] | make-series sum(v) on t step 1d',
    columns: 'sum_v:dynamic, t:dynamic',
    rows: [
      [
        [1, 0, 2],
        ['2020-01-01T00:00:00.0000000Z', '2020-01-02T00:00:00.0000000Z', '2020-01-03T00:00:00.0000000Z'],
      ],
    ],
  },
  {
    feature: 'make-series without from and to',
    query:
      'datatable (g: string, t: datetime, v: long) ["a", datetime(2020-01-01), 1, "a", datetime(2020-01-03), 2, "b", datetime(2020-01-02), 5] | make-series n = sum(v) default = -1 on t step 1d by g | order by g asc',
    columns: 'g:string, n:dynamic, t:dynamic',
    rows: [
      [
        'a',
        [1, -1, 2],
        ['2020-01-01T00:00:00.0000000Z', '2020-01-02T00:00:00.0000000Z', '2020-01-03T00:00:00.0000000Z'],
      ],
      ['b', [5], ['2020-01-02T00:00:00.0000000Z']],
    ],
  },
  {
    feature: 'make-series without to',
    query:
      'datatable (t: datetime, v: long) [datetime(2020-01-02), 1, datetime(2020-01-03), 2, datetime(2019-01-01), 7] | make-series sum(v) on t from datetime(2020-01-01) step 1d',
    columns: 'sum_v:dynamic, t:dynamic',
    rows: [
      [
        [0, 1, 2],
        ['2020-01-01T00:00:00.0000000Z', '2020-01-02T00:00:00.0000000Z', '2020-01-03T00:00:00.0000000Z'],
      ],
    ],
  },
  {
    feature: 'make-series without from and to',
    query: 'datatable (x: long) [-3, -1, 4] | make-series count() on x step 2',
    columns: 'count_:dynamic, x:dynamic',
    rows: [
      [
        [1, 1, 0, 0, 1],
        [-4, -2, 0, 2, 4],
      ],
    ],
  },
]
