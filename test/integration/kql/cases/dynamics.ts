import type { QueryCase } from '../query-case'

const print = (feature: string, query: string, ...row: readonly unknown[]): QueryCase => ({
  feature,
  query: `print ${query}`,
  rows: [row],
})

/** Dynamic values. */
export const dynamicCases: readonly QueryCase[] = [
  {
    feature: 'dynamic literals and members',
    query:
      'print o=dynamic({"a":123, "b":"hello", "c":[1,2,3], "d":{}}) | extend a=o.a, b=o.b, c=o.c, d=o.d, e=o.nothing, f=o.c[0], g=o["b"], h=o.c[-1], i=o.c[7]',
    rows: [
      [{ a: 123, b: 'hello', c: [1, 2, 3], d: {} }, 123, 'hello', [1, 2, 3], {}, null, 1, 'hello', 3, null],
    ],
  },
  {
    feature: 'members by a column',
    query:
      'print d=dynamic({"x": 1, "a\\"b": 2}), k="x", a=dynamic([7,8]), i=1 | project d[k], a[i], a[-i], d["a\\"b"]',
    rows: [[1, 8, 8, 2]],
  },
  {
    feature: 'nested members of a column',
    query: 'Storms | where State == "TEXAS" | project tostring(Details.Source), tostring(Details.Tags[1])',
    anyOrder: true,
    rows: [
      ['Law Enforcement', 'b'],
      ['Public', ''],
    ],
  },
  {
    feature: 'comparison with a dynamic',
    query: 'Storms | where Details.Source == "Public" | count',
    rows: [[1]],
  },
  print(
    'comparison with a dynamic',
    'dynamic({"n": 1.5}).n > 1, dynamic({"n": 5}).n == 5, dynamic({"s": "x"}).s has "X", dynamic({"n": 9007199254740993}).n == 9007199254740992',
    true,
    true,
    true,
    false,
  ),
  {
    feature: 'conversions of a dynamic',
    query:
      'print d=dynamic({"i": 5, "r": 2.7, "s": "8", "b": true, "t": "2020-01-01", "n": null}) | project toint(d.i), tolong(d.r), tolong(d.s), tobool(d.b), todatetime(d.t), tostring(d.n), isnull(d.n), todouble(d.i), tolong(d.t)',
    rows: [[5, 2, 8, true, '2020-01-01T00:00:00.0000000Z', '', true, 5, null]],
  },
  print(
    'parse_json',
    'parse_json("[1, 2]"), parse_json("{\\"a\\": {\\"b\\": 1}}").a.b, parse_json("not json"), parse_json(""), todynamic("21"), parse_json("\\"x\\"")',
    [1, 2],
    1,
    'not json',
    null,
    21,
    'x',
  ),
  print(
    'array_length',
    'array_length(dynamic([1, 2, 3, "four"])), array_length(parse_json("1")), array_length(dynamic([]))',
    4,
    null,
    0,
  ),
  print(
    'bag_keys, bag_has_key',
    'bag_keys(dynamic({"a": 1, "b": [1]})), bag_has_key(dynamic({"a": 1}), "a"), bag_has_key(dynamic({"a": 1}), "b"), bag_keys(parse_json("[1]"))',
    ['a', 'b'],
    true,
    false,
    null,
  ),
  print(
    'bag_pack, pack_array',
    'bag_pack("Level", "Information", "ProcessID", 1234, "t", 1h, "n", long(null)), pack_array(1, 2.5, "x", dynamic([1]))',
    { Level: 'Information', ProcessID: 1234, t: '01:00:00', n: null },
    [1, 2.5, 'x', [1]],
  ),
  print(
    'bag_merge, bag_remove_keys, bag_set_key',
    'bag_merge(dynamic({"A1": 12, "B1": 2}), dynamic({"A2": 81, "A1": 3})), bag_remove_keys(dynamic({"a": 1, "b": 2}), dynamic(["a"])), bag_set_key(dynamic({"a": 1}), "b", 2)',
    { A1: 12, B1: 2, A2: 81 },
    { b: 2 },
    { a: 1, b: 2 },
  ),
  print(
    'array_concat, array_slice, array_reverse',
    'array_concat(dynamic([1, 2]), dynamic([3])), array_slice(dynamic([1, 2, 3]), 1, 2), array_slice(dynamic([1, 2, 3, 4, 5]), 2, -1), array_slice(dynamic([1, 2, 3, 4, 5]), -3, -2), array_reverse(dynamic([1, 2]))',
    [1, 2, 3],
    [2, 3],
    [3, 4, 5],
    [3, 4],
    [2, 1],
  ),
  print(
    'array_index_of, array_sum',
    'array_index_of(dynamic(["a", "b"]), "b"), array_index_of(dynamic(["a"]), "x"), array_sum(dynamic([1, 2.5]))',
    1,
    -1,
    3.5,
  ),
  print(
    'array_sort_asc, array_sort_desc',
    'array_sort_asc(dynamic([2, 10, 1])), array_sort_desc(dynamic(["b", "a", "c"]))',
    [1, 2, 10],
    ['c', 'b', 'a'],
  ),
  print(
    'set_has_element, set_difference, set_intersect',
    'set_has_element(dynamic(["this", "is"]), "is"), set_has_element(dynamic([1, 2]), 3), set_difference(dynamic([1, 2, 3]), dynamic([2])), set_intersect(dynamic([1, 2, 3]), dynamic([3]))',
    true,
    false,
    [1, 3],
    [3],
  ),
  {
    feature: 'set_union',
    query: 'print s = set_union(dynamic([1, 2, 2]), dynamic([2, 3])) | project array_sort_asc(s)',
    rows: [[[1, 2, 3]]],
  },
  print(
    'zip, repeat, range()',
    'zip(dynamic([1, 3]), dynamic([2, 4, 6])), repeat(1, 3), range(1, 7, 2)',
    [
      [1, 2],
      [3, 4],
      [null, 6],
    ],
    [1, 1, 1],
    [1, 3, 5, 7],
  ),
  print(
    'gettype',
    'gettype(dynamic(1)), gettype(dynamic("a")), gettype(dynamic([1])), gettype(dynamic({"a": 1})), gettype(dynamic(1.5)), gettype(dynamic(null))',
    'long',
    'string',
    'array',
    'dictionary',
    'double',
    'null',
  ),
  print('extract_json', 'extract_json("$.a[1].b", "{\\"a\\": [0, {\\"b\\": 5}]}")', '5'),
  {
    feature: 'mv-expand',
    query: 'print c=dynamic([1,2,null,{"a":1}]) | mv-expand c',
    columns: 'c:dynamic',
    rows: [[1], [2], [null], [{ a: 1 }]],
  },
  {
    feature: 'mv-expand of a bag',
    query: 'print c=dynamic({"a":1,"b":[2]}) | mv-expand with_itemindex=i c',
    columns: 'c:dynamic, i:long',
    rows: [
      [{ a: 1 }, 0],
      [{ b: [2] }, 1],
    ],
  },
  {
    feature: 'mv-expand of a bag',
    query: 'print c=dynamic({"a":1,"b":[2]}) | mv-expand kind=array c',
    rows: [[['a', 1]], [['b', [2]]]],
  },
  {
    feature: 'mv-expand of several columns',
    query: 'print a=dynamic([10,20,30]), b=dynamic(["p"]) | mv-expand a to typeof(long), b',
    columns: 'a:long, b:dynamic',
    rows: [
      [10, 'p'],
      [20, null],
      [30, null],
    ],
  },
  { feature: 'mv-expand of nothing', query: 'print a=dynamic([]), b=dynamic(null) | mv-expand a', rows: [] },
  { feature: 'mv-expand of null', query: 'print a=1, b=dynamic(null) | mv-expand b', rows: [[1, null]] },
  {
    feature: 'mv-expand to typeof()',
    query:
      'print a=dynamic([1, 2.5, -2.5, "2", true, null]) | mv-expand l=a to typeof(long), s=a to typeof(string) | project l, s',
    rows: [
      [1, '1'],
      [2, '2.5'],
      [-2, '-2.5'],
      [null, '2'],
      [null, 'true'],
      [null, ''],
    ],
  },
  { feature: 'mv-expand … limit', query: 'print a=dynamic([1,2,3]) | mv-expand a limit 2', rows: [[1], [2]] },
  {
    feature: 'mv-expand of a path',
    query:
      'Storms | where State == "TEXAS" | mv-expand Tag = Details.Tags to typeof(string) | summarize count() by Tag | sort by Tag asc',
    rows: [
      ['', 1],
      ['a', 1],
      ['b', 1],
    ],
  },
  {
    feature: 'mv-apply',
    query:
      'datatable (index: int, Arr: dynamic) [0, dynamic([5, 1, 3]), 1, dynamic([4, 10, 8, 7])] | mv-apply Arr2=Arr to typeof(long) on (top 2 by Arr2 | summarize Top2=make_list(Arr2)) | sort by index asc',
    columns: 'index:int, Arr:dynamic, Top2:dynamic',
    rows: [
      [0, [5, 1, 3], [5, 3]],
      [1, [4, 10, 8, 7], [10, 8]],
    ],
  },
  {
    feature: 'mv-apply',
    query:
      'datatable (row: int, Arr: dynamic) [0, dynamic([5, 1, 3]), 1, dynamic([4, 10, 8, 7])] | mv-apply with_itemindex=index value=Arr to typeof(long) on (where index >= 2) | project row, value, index | sort by row asc, index asc',
    rows: [
      [0, 3, 2],
      [1, 8, 2],
      [1, 7, 3],
    ],
  },
  {
    feature: 'mv-apply of several columns',
    query: `datatable (Val: int, Arr1: dynamic, Arr2: dynamic) [1, dynamic(['A1', 'A2']), dynamic(['B1', 'B2', 'B3']), 5, dynamic(['C1', 'C2']), dynamic(['D1'])]
      | mv-apply T1=Arr1, T2=Arr2 on (extend Out = strcat(T1, "_", T2) | summarize Out = make_list(Out)) | project Val, array_sort_asc(Out) | sort by Val asc`,
    rows: [
      [1, ['A1_B1', 'A2_B2', '_B3']],
      [5, ['C1_D1', 'C2_']],
    ],
  },
  {
    feature: 'pack_all',
    query: 'print a = 1, b = "x", c = 1h | project pack_all()',
    rows: [[{ a: 1, b: 'x', c: '01:00:00' }]],
  },
  {
    feature: 'make_bag',
    query:
      'datatable(p: dynamic) [dynamic({"a": 1}), dynamic({"b": [2]}), dynamic(null)] | summarize make_bag(p)',
    columns: 'bag_p:dynamic',
    rows: [[{ a: 1, b: [2] }]],
  },
  {
    feature: 'make_list_with_nulls',
    query: 'datatable(n: long) [2, long(null)] | sort by n desc | summarize make_list_with_nulls(n)',
    rows: [[[2, null]]],
  },
  print(
    'array_sort_asc with nulls',
    'array_sort_asc(dynamic([null, "blue", "yellow", "green", null])), array_sort_desc(dynamic([null, 1, 10, 2])), array_sort_asc(dynamic(["x", 10, 9]))',
    ['blue', 'green', 'yellow', null, null],
    [10, 2, 1, null],
    [9, 10, 'x'],
  ),
  {
    feature: 'range() of times',
    query:
      'print Start = datetime(2007-04-07), End = datetime(2007-04-09) | mv-expand t = range(Start, End, 1d) to typeof(datetime) | project t',
    rows: [
      ['2007-04-07T00:00:00.0000000Z'],
      ['2007-04-08T00:00:00.0000000Z'],
      ['2007-04-09T00:00:00.0000000Z'],
    ],
  },
]
