import type { QueryCase } from '../query-case'

const latencies =
  'datatable (ReqCount: long, LatencyBucket: long) [8, 10, 6, 20, 3, 30, 1, 40, long(null), 50, 5, long(null)]'

/** Weighted percentiles, ranks of rows, and series that end at a given place. */
export const weightAndRankCases: readonly QueryCase[] = [
  {
    feature: 'percentilesw (documents: percentilesw)',
    query: `${latencies} | summarize percentilesw(LatencyBucket, ReqCount, 50, 75, 99.9)`,
    columns:
      'percentile_LatencyBucket_50:long, percentile_LatencyBucket_75:long, percentile_LatencyBucket_99_9:long',
    rows: [[20, 20, 40]],
  },
  {
    feature: 'percentilew',
    query: `${latencies} | summarize p = percentilew(LatencyBucket, ReqCount, 40), n = percentilew(LatencyBucket, ReqCount - 8, 50) by g = LatencyBucket > 25 | order by g asc`,
    rows: [
      [null, null, null],
      [false, 10, null],
      [true, 30, null],
    ],
  },
  {
    feature: 'row_rank_dense, row_rank_min',
    query:
      'range x from 1 to 5 step 1 | extend v = case(x < 3, "a", x == 3, "b", "c") | extend row_rank_dense(v), row_rank_min(v) | project-away x, v',
    rows: [
      [1, 1],
      [1, 1],
      [2, 3],
      [3, 4],
      [3, 4],
    ],
  },
  {
    feature: 'row_rank_dense, row_rank_min with a restart',
    query:
      'datatable (x: long, g: string) [1, "p", 2, "p", 2, "p", 2, "q", 2, "q", 3, "q"] | serialize d = row_rank_dense(x, prev(g) != g), m = row_rank_min(x, prev(g) != g) | project d, m',
    rows: [
      [1, 1],
      [2, 2],
      [2, 2],
      [1, 1],
      [1, 1],
      [2, 3],
    ],
  },
  {
    feature: 'make-series with to and without from',
    query: 'datatable (x: long, v: long) [1, 10, 3, 30, 7, 70, 9, 90] | make-series sum(v) on x to 9 step 2',
    rows: [
      [
        [10, 30, 0, 70, 0],
        [0, 2, 4, 6, 8],
      ],
    ],
  },
  {
    feature: 'make-series with to and without from, by groups',
    query:
      'Storms | make-series n = count() on StartTime to datetime(2007-01-03 12:00) step 1d by Kind | where Kind != "Hail" | order by Kind asc',
    rows: [
      ['Flood', [1, 0], ['2007-01-02T00:00:00.0000000Z', '2007-01-03T00:00:00.0000000Z']],
      [
        'Tornado',
        [1, 1, 0],
        ['2007-01-01T00:00:00.0000000Z', '2007-01-02T00:00:00.0000000Z', '2007-01-03T00:00:00.0000000Z'],
      ],
    ],
  },
]
