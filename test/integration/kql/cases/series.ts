import type { QueryCase } from '../query-case'

const threeRows = `range x from 1 to 3 step 1 | extend y = x * 2 | extend z = y * 2
  | project s1 = pack_array(x, y, z), s2 = pack_array(z, y, x)`

/** Functions of series. The values come from the documents' examples, or were worked out by hand. */
export const seriesCases: readonly QueryCase[] = [
  {
    feature: 'arithmetic of two series',
    query: `${threeRows} | project series_add(s1, s2), series_subtract(s1, s2), series_multiply(s1, s2), series_divide(s1, s2)`,
    rows: [
      [
        [5, 4, 5],
        [-3, 0, 3],
        [4, 4, 4],
        [0.25, 1, 4],
      ],
      [
        [10, 8, 10],
        [-6, 0, 6],
        [16, 16, 16],
        [0.25, 1, 4],
      ],
      [
        [15, 12, 15],
        [-9, 0, 9],
        [36, 36, 36],
        [0.25, 1, 4],
      ],
    ],
  },
  {
    feature: 'series_pow',
    query:
      'print x = dynamic([1, 2, 3, 4]), y = dynamic([1, 2, 3, 0.5]) | project series_pow(x, y), tostring(series_pow(x, y))',
    columns: 'Column1:dynamic, Column2:string',
    rows: [[[1, 4, 27, 2], '[1.0,4.0,27.0,2.0]']],
  },
  {
    feature: 'series of different sizes, and elements that are no numbers',
    query:
      'print series_add(dynamic([1, "2", null, 4]), dynamic([1, 2, 3])), series_less(dynamic([1]), dynamic([2, 3])), series_add(todynamic("{}"), dynamic([1])), series_abs(dynamic(["1", null, true, -2])), tostring(series_multiply(dynamic([2, 2]), dynamic([3, 1.5]))), series_sin(dynamic(null)), series_add(dynamic([]), dynamic([]))',
    rows: [[[2, null, null, null], [true, null], null, [null, null, null, 2], '[6,3.0]', null, []]],
  },
  {
    feature: 'comparison of two series',
    query:
      'print s1 = dynamic([1,2,4]), s2 = dynamic([4,2,1]) | project series_greater(s1, s2), series_greater_equals(s1, s2), series_less(s1, s2), series_less_equals(s1, s2), series_equals(s1, s2), series_not_equals(s1, s2)',
    rows: [
      [
        [false, false, true],
        [false, true, true],
        [true, false, false],
        [true, true, false],
        [false, true, false],
        [true, false, true],
      ],
    ],
  },
  {
    feature: 'comparison of long numbers in series',
    query:
      'print series_equals(dynamic([9007199254740993]), dynamic([9007199254740992])), tostring(series_add(dynamic([9007199254740993]), dynamic([0])))',
    rows: [[[false], '[9007199254740993]']],
  },
  {
    feature: 'series_abs, series_sign, series_floor, series_ceiling',
    query:
      'print series_abs(dynamic([-6.5, 0, 8.2])), tostring(series_sign(dynamic([-6, 0, 8]))), tostring(series_floor(dynamic([-1.5, 1, 2.5]))), tostring(series_ceiling(dynamic([-1.5, 1, 2.5])))',
    rows: [[[6.5, 0, 8.2], '[-1,0,1]', '[-2.0,1.0,2.0]', '[-1.0,1.0,3.0]']],
  },
  {
    feature: 'series_exp, series_log, trigonometry of series',
    query:
      'print series_exp(dynamic([0, 1])), series_log(dynamic([1, 0, -1])), series_sin(dynamic([0])), series_cos(dynamic([0])), series_tan(dynamic([0])), series_asin(dynamic([0, 2])), series_acos(dynamic([1, -2])), series_atan(dynamic([0]))',
    rows: [[[1, 2.718281828459045], [0, null, null], [0], [1], [0], [0, null], [0, null], [0]]],
  },
  {
    feature: 'series_sum, series_product, series_magnitude',
    query:
      'print arr = dynamic([1, 2, 3, 4]) | project series_sum(arr), series_product(arr), series_magnitude(arr)',
    columns: 'Column1:real, Column2:real, Column3:real',
    rows: [[10, 24, 5.477225575051661]],
  },
  {
    feature: 'series_dot_product',
    query: `${threeRows} | project series_dot_product(s1, s2), series_dot_product(s1, 1), series_dot_product(2, s1), series_dot_product(s1, dynamic([1, "a"])), series_dot_product(s1, dynamic([]))`,
    rows: [
      [12, 7, 14, 1, null],
      [48, 14, 28, 2, null],
      [108, 21, 42, 3, null],
    ],
  },
  {
    feature: 'series_cosine_similarity',
    query: `datatable (s1: dynamic, s2: dynamic) [
        dynamic([0.1, 0.2, 0.1, 0.2]), dynamic([0.11, 0.2, 0.11, 0.21]),
        dynamic([0.1, 0.2, 0.1, 0.2]), dynamic([1, 2, 3, 4]),
        dynamic([]), dynamic([1])]
      | project round(series_cosine_similarity(s1, s2), 12)`,
    rows: [[0.999353438255], [0.923760430703], [null]],
  },
  {
    feature: 'series_fill_const',
    query:
      'print arr = dynamic([111, null, 36, 41, 23, null, 16, 61, 33, null, null]) | project tostring(series_fill_const(arr, 0.0)), series_fill_const(arr, -1), series_fill_const(arr, 7, 36), series_fill_const(arr, 0, long(null))',
    rows: [
      [
        '[111,0.0,36,41,23,0.0,16,61,33,0.0,0.0]',
        [111, -1, 36, 41, 23, -1, 16, 61, 33, -1, -1],
        [111, null, 7, 41, 23, null, 16, 61, 33, null, null],
        [111, 0, 36, 41, 23, 0, 16, 61, 33, 0, 0],
      ],
    ],
  },
  {
    feature: 'series_fill_forward, series_fill_backward',
    query:
      'datatable (arr: dynamic) [dynamic([null, null, 36, 41, null, null, 16, 61, 33, null, null]), dynamic([null]), dynamic([])] | project series_fill_forward(arr), series_fill_backward(arr), series_fill_forward(arr, 41)',
    rows: [
      [
        [null, null, 36, 41, 41, 41, 16, 61, 33, 33, 33],
        [36, 36, 36, 41, 16, 16, 16, 61, 33, null, null],
        [null, null, 36, 36, null, null, 16, 61, 33, null, null],
      ],
      [[null], [null], [null]],
      [[], [], []],
    ],
  },
  {
    feature: 'series_pearson_correlation',
    query:
      'print s1 = dynamic([1, 2, 3, 4, 5]) | project series_pearson_correlation(s1, dynamic([2, 4, 6, 8, 10])), series_pearson_correlation(s1, dynamic([10, 8, 6, 4, 2])), series_pearson_correlation(s1, dynamic([1, 2])), series_pearson_correlation(s1, dynamic([1, 2, null, 4, 5])), isnan(series_pearson_correlation(s1, dynamic([3, 3, 3, 3, 3])))',
    rows: [[1, -1, null, null, true]],
  },
]
