import type { QueryCase } from '../query-case'

/** Old names that Kusto keeps for renamed functions, and less common forms of aggregates. */
export const otherNameCases: readonly QueryCase[] = [
  {
    feature: 'old names of functions',
    query:
      'print notnull(1), notempty(""), toboolean("true"), parsejson("[1]"), toobject("[2]"), pack("a", 1), weekofyear(datetime(2020-12-31)), replace("b", "x", "abc")',
    rows: [[true, false, true, [1], [2], { a: 1 }, 53, 'axc']],
  },
  {
    feature: 'extractjson, dynamic_to_json, isascii, hash_sha1',
    query:
      'print extractjson("$.a", \'{"a": 5}\'), dynamic_to_json(dynamic({"a": [1, 2]})), isascii("abc"), isascii("été"), hash_sha1("World")',
    rows: [['5', '{"a":[1,2]}', true, false, '70c07ec18ef89c5309bbb0937f3a6342411e1fdd']],
  },
  {
    feature: 'trigonometry',
    query:
      'print round(sin(pi() / 2), 6), round(cos(pi()), 6), round(tan(pi() / 4), 6), round(cot(pi() / 4), 6), round(asin(1.0), 6), round(acos(1.0), 6), round(atan(1.0), 6), round(atan2(1, -1), 6), isnan(acos(2.0))',
    rows: [[1, -1, 1, 1, 1.570796, 0, 0.785398, 2.356194, true]],
  },
  {
    feature: 'aggregates with a condition',
    query:
      'datatable (g: string, n: long, d: dynamic) ["a", 1, dynamic({"x": 1}), "b", 2, dynamic({"y": 2}), "a", 4, dynamic({"z": 3})] | summarize anyif(g, n == 2), take_anyif(n, g == "b"), make_set_if(n, n > 3), make_bag_if(d, g == "b"), round(stdevif(n, g == "a"), 4), varianceif(n, g == "a")',
    rows: [['b', 2, [4], { y: 2 }, 2.1213, 4.5]],
  },
  {
    feature: 'any, makelist, makeset',
    query: 'range x from 1 to 1 step 1 | summarize any(x), makelist(x), makeset(x)',
    rows: [[1, [1], [1]]],
  },
  {
    feature: 'columnifexists, extentid',
    query: 'Storms | take 1 | project columnifexists("NoSuchColumn", 7), extentid() != extent_id()',
    rows: [[7, false]],
  },
  {
    feature: 'join kind=innerunique',
    query:
      'datatable (k: long) [1, 1] | join kind=innerunique (datatable (k: long, v: string) [1, "a", 1, "b"]) on k | project k, v | order by v asc',
    rows: [
      [1, 'a'],
      [1, 'b'],
    ],
  },
  {
    feature: 'declare query_parameters',
    query: 'declare query_parameters (n: long = 3); print n + 1',
    rows: [[4]],
  },
  {
    feature: 'base64_encode_fromguid, base64_decode_toguid',
    query:
      'print base64_encode_fromguid(toguid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb")), base64_decode_toguid("8jMxriJurkmwahbmqbIS6w=="), base64_decode_toguid("JpbpECu8dUy7Pv5gbeJXAA=="), base64_decode_toguid("abcd1231"), base64_decode_toguid("?"), base64_encode_fromguid(guid(null))',
    rows: [
      [
        '8jMxriJurkmwahbmqbIS6w==',
        'ae3133f2-6e22-49ae-b06a-16e6a9b212eb',
        '10e99626-bc2b-4c75-bb3e-fe606de25700',
        null,
        null,
        '',
      ],
    ],
  },
]
