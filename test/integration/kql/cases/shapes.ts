import type { QueryCase } from '../query-case'

/** parse, make-series, windows, getschema, extents. */
export const shapeCases: readonly QueryCase[] = [
  {
    feature: 'parse',
    query: `datatable(EventText: string) [
        "Event: NotifySliceRelease (resourceName=PipelineScheduler, totalSlices=27, sliceNumber=23, lockTime=02/17/2016 08:40:01, releaseTime=02/17/2016 08:40:01, previousLockTime=02/17/2016 08:39:01)",
        "nothing of the kind"
      ]
      | parse EventText with * "resourceName=" resourceName ", totalSlices=" totalSlices: long * "sliceNumber=" sliceNumber: long * "lockTime=" lockTime ", releaseTime=" releaseTime: datetime "," * "previousLockTime=" previousLockTime: datetime ")" *
      | project resourceName, totalSlices, sliceNumber, lockTime, releaseTime, previousLockTime`,
    columns:
      'resourceName:string, totalSlices:long, sliceNumber:long, lockTime:string, releaseTime:datetime, previousLockTime:datetime',
    rows: [
      [
        'PipelineScheduler',
        27,
        23,
        '02/17/2016 08:40:01',
        '2016-02-17T08:40:01.0000000Z',
        '2016-02-17T08:39:01.0000000Z',
      ],
      ['', null, null, '', null, null],
    ],
  },
  {
    feature: 'parse',
    query:
      'datatable(s:string)["a=1,b=2,c=zz,d=4", "a=1,b=2,c=3,d=4"] | parse s with "a=" a: long ",b=" b ",c=" c: long ",d=" d | project-away s',
    rows: [
      [null, '', null, ''],
      [1, '2', 3, '4'],
    ],
  },
  {
    feature: 'parse kind=relaxed',
    query: 'print s = "a=1,b=zz" | parse kind=relaxed s with "a=" a: long ",b=" b: long | project a, b',
    rows: [[1, null]],
  },
  {
    feature: 'parse kind=regex',
    query: 'print s = "x12yy34" | parse kind=regex s with "[a-z]" a: long "(y+)" b | project a, b',
    rows: [[12, '34']],
  },
  {
    feature: 'parse-where',
    query: 'datatable(s:string)["a=1", "b", "a=x"] | parse-where s with "a=" a: long | project a',
    rows: [[1]],
  },
  {
    feature: 'parse',
    query: 'datatable(s:string)["aXcYc", "abcbd"] | parse s with "a" v "c" | project v',
    rows: [['XcY'], ['']],
  },
  {
    feature: 'make-series',
    query: `datatable(t: datetime, g: string, v: long) [datetime(2020-01-01 01:00), "a", 1, datetime(2020-01-03), "a", 5, datetime(2020-01-02), "b", 7, datetime(2020-01-04), "b", 9]
      | make-series n = count(), s = sum(v) default = -1 on t from datetime(2020-01-01) to datetime(2020-01-04) step 1d by g | sort by g asc`,
    columns: 'g:string, n:dynamic, s:dynamic, t:dynamic',
    rows: [
      [
        'a',
        [1, 0, 1],
        [1, -1, 5],
        ['2020-01-01T00:00:00.0000000Z', '2020-01-02T00:00:00.0000000Z', '2020-01-03T00:00:00.0000000Z'],
      ],
      [
        'b',
        [0, 1, 0],
        [-1, 7, -1],
        ['2020-01-01T00:00:00.0000000Z', '2020-01-02T00:00:00.0000000Z', '2020-01-03T00:00:00.0000000Z'],
      ],
    ],
  },
  {
    feature: 'make-series',
    query: 'range x from 0 to 9 step 1 | make-series avg(x) default = 0.5 on x from 0 to 12 step 5',
    columns: 'avg_x:dynamic, x:dynamic',
    rows: [
      [
        [2, 7, 0.5],
        [0, 5, 10],
      ],
    ],
  },
  {
    feature: 'serialize, row_number, prev, next, row_cumsum',
    query:
      'range x from 1 to 3 step 1 | sort by x desc | serialize n = row_number(), p = prev(x), q = next(x, 1, 0), c = row_cumsum(x)',
    columns: 'x:long, n:long, p:long, q:long, c:long',
    rows: [
      [3, 1, null, 2, 3],
      [2, 2, 3, 1, 5],
      [1, 3, 2, 0, 6],
    ],
  },
  {
    feature: 'prev in where',
    query: 'datatable(x: long)[1, 1, 2, 2, 1] | serialize | where x != prev(x) | project x',
    rows: [[1], [2], [1]],
  },
  {
    feature: 'getschema',
    query: 'Storms | project StartTime, State, Damage, Injured, Area, Details | getschema',
    columns: 'ColumnName:string, ColumnOrdinal:long, DataType:string, ColumnType:string',
    rows: [
      ['StartTime', 0, 'System.DateTime', 'datetime'],
      ['State', 1, 'System.String', 'string'],
      ['Damage', 2, 'System.Int64', 'long'],
      ['Injured', 3, 'System.Int32', 'int'],
      ['Area', 4, 'System.Double', 'real'],
      ['Details', 5, 'System.Object', 'dynamic'],
    ],
  },
  { feature: 'sample-distinct', query: 'Storms | sample-distinct 2 of State | count', rows: [[2]] },
  {
    feature: 'datatable',
    query:
      'datatable (a: long, b: string, c: datetime, d: dynamic, e: timespan, f: guid, g: decimal, h: bool) [1, "x", datetime(2020-01-01), dynamic([1]), 1h, guid(74be27de-1e4e-49d9-b579-fe0b331d3642), decimal(1.5), true]',
    rows: [
      [
        1,
        'x',
        '2020-01-01T00:00:00.0000000Z',
        [1],
        '01:00:00',
        '74be27de-1e4e-49d9-b579-fe0b331d3642',
        '1.500000000000000000',
        true,
      ],
    ],
  },
  { feature: 'datatable', query: 'datatable (a: long) []', columns: 'a:long', rows: [] },
  {
    feature: 'ingestion_time(), extent_id(), extent_tags()',
    query:
      'States | where State == "MAINE" | extend t = ingestion_time(), i = extent_id(), g = extent_tags() | project t, i, g',
    columns: 't:datetime, i:guid, g:dynamic',
    rows: [['2020-06-15T11:00:00.0000000Z', '74be27de-1e4e-49d9-b579-fe0b331d3642', ['drop-by:a']]],
  },
  {
    feature: 'ingestion_time()',
    query: 'States | where ingestion_time() > ago(2h) | summarize count() by tostring(extent_tags())',
    rows: [['["drop-by:a"]', 4]],
  },
  {
    feature: 'make-series',
    query: `let data=datatable(timestamp:datetime, metric: real) [
        datetime(2016-12-31T06:00), 50, datetime(2017-01-01), 4, datetime(2017-01-02), 3, datetime(2017-01-03), 4,
        datetime(2017-01-03T03:00), 6, datetime(2017-01-05), 8, datetime(2017-01-05T13:40), 13, datetime(2017-01-06), 4,
        datetime(2017-01-07), 3, datetime(2017-01-08), 8, datetime(2017-01-08T21:00), 8, datetime(2017-01-09), 2,
        datetime(2017-01-09T12:00), 11, datetime(2017-01-10T05:00), 5];
      data | make-series avg(metric) on timestamp from datetime(2017-01-01) to datetime(2017-01-10) step 1d | project avg_metric, array_length(timestamp)`,
    rows: [[[4, 3, 5, 0, 10.5, 4, 3, 8, 6.5], 9]],
  },
  {
    feature: 'make-series kind=nonempty',
    query:
      'range x from 1 to 0 step 1 | make-series kind=nonempty avg(x) default = 1.0 on x from 0 to 10 step 5',
    rows: [
      [
        [1, 1],
        [0, 5],
      ],
    ],
  },
  {
    feature: 'make-series',
    query: 'range x from 1 to 0 step 1 | make-series avg(x) on x from 0 to 10 step 5 | count',
    rows: [[0]],
  },
  {
    feature: 'invoke',
    query:
      'let big = (T: (Damage: long), least: long) { T | join kind=inner T on Damage | where Damage > least }; Storms | invoke big(2000) | count',
    rows: [[4]],
  },
  {
    feature: 'column_ifexists',
    query:
      'States | where State == "MAINE" | project a = column_ifexists("Region", "none"), b = column_ifexists("Nothing", "none")',
    rows: [['Northeast', 'none']],
  },
  {
    feature: 'new_guid, current_database',
    query: 'print strlen(tostring(new_guid())), current_database()',
    rows: [[36, 'db']],
  },
  {
    feature: 'row_cumsum with a restart',
    query: `datatable (name:string, month:int, salary:long) ["Alice", 1, 1000, "Bob", 1, 1000, "Alice", 2, 2000, "Bob", 2, 1950, "Alice", 3, 1400, "Bob", 3, 1450]
      | order by name asc, month asc | extend total=row_cumsum(salary, name != prev(name)) | project name, month, total`,
    rows: [
      ['Alice', 1, 1000],
      ['Alice', 2, 3000],
      ['Alice', 3, 4400],
      ['Bob', 1, 1000],
      ['Bob', 2, 2950],
      ['Bob', 3, 4400],
    ],
  },
  {
    feature: 'row_number with a restart',
    query: 'range x from 1 to 5 step 1 | serialize n = row_number(0, x == 3) | project n',
    rows: [[0], [1], [0], [1], [2]],
  },
  {
    feature: 'top-hitters',
    query: 'Storms | top-hitters 1 of State',
    columns: 'State:string, approximate_count_State:long',
    rows: [['TEXAS', 2]],
  },
  {
    feature: 'top-hitters … by',
    query: 'Storms | top-hitters 2 of Kind by Damage',
    columns: 'Kind:string, approximate_sum_Damage:long',
    rows: [
      ['Tornado', 2600],
      ['Flood', 2500],
    ],
  },
  {
    feature: 'top-nested',
    query:
      'Storms | top-nested 2 of Kind by sum(Damage), top-nested 1 of State by n = count() | sort by aggregated_Kind desc | project Kind, aggregated_Kind, n',
    rows: [
      ['Tornado', 2600, 1],
      ['Flood', 2500, 1],
    ],
  },
  {
    feature: 'top-nested',
    query:
      'States | top-nested of State by Ignore = max(1), top-nested 1 of Region by max(Population) asc | sort by State asc',
    columns: 'State:string, Ignore:long, Region:string, aggregated_Region:long',
    rows: [
      ['MAINE', 1, 'Northeast', 1],
      ['OHIO', 1, 'Midwest', 11],
      ['TEXAS', 1, 'South', 29],
    ],
  },
  {
    feature: 'partition by',
    query:
      'Storms | where isnotnull(Damage) | partition by State (top 1 by Damage | project State, Damage) | sort by State asc',
    columns: 'State:string, Damage:long',
    rows: [
      ['KANSAS', 2500],
      ['OHIO', 2500],
      ['TEXAS', 100],
    ],
  },
  {
    feature: 'partition by',
    query:
      'States | partition hint.strategy=native by State (summarize n = count(), max(Population)) | sort by n desc, max_Population asc',
    columns: 'n:long, max_Population:long',
    rows: [
      [2, 12],
      [1, 1],
      [1, 29],
    ],
  },
]
