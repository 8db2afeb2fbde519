import type { QueryCase } from '../query-case'

const steps = 'print y = dynamic([2, 5, 6, 8, 11, 15, 17, 18, 25, 26, 30, 30])'
const sample = 'print x = dynamic([23, 46, 23, 87, 4, 8, 3, 75, 2, 56, 13, 75, 32, 16, 29])'

/** Statistics, fits and filters of series. The values come from the documents' examples, or were worked out by hand. */
export const seriesStatisticsCases: readonly QueryCase[] = [
  {
    feature: 'series_fit_line (documents: series_fit_line)',
    query: `${steps} | extend (RSquare, Slope, Variance, RVariance, Interception, LineFit) = series_fit_line(y)
      | project round(RSquare, 3), round(Slope, 3), round(Variance, 3), round(RVariance, 3), round(Interception, 3), round(todouble(LineFit[1]), 4), array_length(LineFit)`,
    rows: [[0.983, 2.731, 98.629, 1.686, 1.064, 3.7949, 12]],
  },
  {
    feature:
      'series_fit_line with fewer names: extend leaves the rest out, project does not (documents: series_fit_2lines)',
    query: `${steps} | extend (r, s) = series_fit_line(y) | project-away y | getschema | summarize a = make_list(ColumnName)
      | extend b = toscalar(${steps} | project (r, s) = series_fit_line(y) | getschema | summarize make_list(ColumnName))`,
    rows: [
      [
        ['r', 's'],
        [
          'r',
          's',
          'series_fit_line_y_variance',
          'series_fit_line_y_rvariance',
          'series_fit_line_y_interception',
          'series_fit_line_y_line_fit',
        ],
      ],
    ],
  },
  {
    feature: 'series_fit_line_dynamic, and series that are no numbers',
    query: `${steps} | project f = series_fit_line_dynamic(y) | project round(toreal(f.slope), 3), n = series_fit_line_dynamic(dynamic([1, null])), s = series_stats_dynamic(dynamic(["a"]))`,
    rows: [[2.731, null, null]],
  },
  {
    feature: 'series_stats (documents: series_stats)',
    query: `${sample} | project series_stats(x) | extend series_stats_x_stdev = round(series_stats_x_stdev, 10), series_stats_x_variance = round(series_stats_x_variance, 10)`,
    columns:
      'series_stats_x_min:real, series_stats_x_min_idx:long, series_stats_x_max:real, series_stats_x_max_idx:long, series_stats_x_avg:real, series_stats_x_stdev:real, series_stats_x_variance:real',
    rows: [[2, 8, 87, 3, 32.8, 28.5036338535, 812.4571428571]],
  },
  {
    feature: 'series_stats_dynamic (documents: series_stats_dynamic)',
    query: `${sample} | project s = series_stats_dynamic(x), t = series_stats_dynamic(dynamic([null, 4, "a", 2]), true) | project s.min, s.min_idx, s.max, s.max_idx, s.avg, s.sum, s.len, t.avg`,
    rows: [[2, 8, 87, 3, 32.8, 492, 15, 3]],
  },
  {
    feature: 'series_fir (documents: series_fir)',
    query:
      'print v = dynamic([0, 0, 10, 20, 40, 100, 40, 20, 10, 0, 0]), d = dynamic([0, 0, 2, 2, 3]) | project series_fir(v, dynamic([1, 1, 1, 1, 1])), series_fir(v, dynamic([1, 1, 1, 1, 1]), true, true), series_fir(d, dynamic([1, -1]), false, false), series_fir(d, dynamic([1, -1]))',
    rows: [
      [
        [0, 0, 2, 6, 14, 34, 42, 44, 42, 34, 14],
        [2, 6, 14, 34, 42, 44, 42, 34, 14, 6, 2],
        [0, 0, 2, 0, 1],
        [0, 0, 2, 0, 1],
      ],
    ],
  },
  {
    feature: 'series_iir (documents: series_iir), and range() of reals',
    query:
      'print x = range(1.0, 4, 1), r = range(1, 2, 0.25) | project r, y = series_iir(x, dynamic([1]), dynamic([1, -1])), z = series_iir(x, dynamic([1]), dynamic([0, -1]))',
    rows: [[[1, 1.25, 1.5, 1.75, 2], [1, 3, 6, 10], null]],
  },
  {
    feature: 'series_fill_linear (documents: series_fill_linear)',
    query: `datatable (a: dynamic) [dynamic([null, 111.0, null, 36.0, 41.5, null]), dynamic([null, 111, null, 36, 41, null, null, 16]), dynamic([null, null])]
      | project series_fill_linear(a), series_fill_linear(a, double(null), false), series_fill_linear(a, 36)`,
    rows: [
      [
        [111, 111, 73.5, 36, 41.5, 41.5],
        [null, 111, 73.5, 36, 41.5, null],
        [111, 111, 87.83333333333333, 64.66666666666666, 41.5, 41.5],
      ],
      [
        [111, 111, 73, 36, 41, 32, 24, 16],
        [null, 111, 73, 36, 41, 32, 24, 16],
        [111, 111, 87, 64, 41, 32, 24, 16],
      ],
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
  },
  {
    feature: 'series_seasonal with a period (documents: series_seasonal)',
    query:
      'datatable (s: dynamic) [dynamic([1, 3, 5, 1, 3, 5, 2, 4, 6]), dynamic([1, 3, 5, 2, 4, 6])] | project series_seasonal(s, 3)',
    rows: [[[1, 3, 5, 1, 3, 5, 1, 3, 5]], [[1.5, 3.5, 5.5, 1.5, 3.5, 5.5]]],
  },
  {
    feature: 'series_decompose with a period',
    query:
      "print y = dynamic([1, 5, 3, 7, 5, 9]) | extend (b, s, t, r) = series_decompose(y, 2, 'linefit'), (c) = series_decompose(y, 0), (f) = series_decompose(y, 2, 'none', 2) | project round(toreal(b[1]), 6), s, round(toreal(t[1]), 6), round(toreal(r[1]), 6), c, f",
    rows: [[5.628571, [3, 7, 3, 7, 3, 7], -1.371429, -0.628571, [5, 5, 5, 5, 5, 5], [2, 6, 2, 6, 2, 6]]],
  },
  {
    feature: 'series_fft, series_ifft',
    query:
      'print y = dynamic([1, 2, 3, 4, 5, 6]) | extend (a, b) = series_fft(y) | extend (c, d) = series_ifft(a, b) | mv-apply c to typeof(real) on (summarize n = make_list(round(c, 9))) | project a[0], round(toreal(b[1]), 9), n',
    rows: [[21, 5.196152423, [1, 2, 3, 4, 5, 6]]],
  },
  {
    feature: 'series_fit_poly',
    query:
      'print y = dynamic([3, 8, 15, 24, 35]) | extend (r, c) = series_fit_poly(y, range(1, 5), 2), (q, e) = series_fit_poly(y) | project round(r, 9), round(toreal(c[0]), 9), round(toreal(c[1]), 9), round(abs(toreal(c[2])), 9), round(toreal(e[0]), 9), round(toreal(e[1]), 9)',
    rows: [[1, 1, 2, 0, 8, -7]],
  },
]
