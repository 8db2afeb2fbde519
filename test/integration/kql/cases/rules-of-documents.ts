import type { QueryCase } from '../query-case'

/** Rules that the documents state in a sentence or an example: keys by path, odd texts, ordered rows. */
export const documentRuleCases: readonly QueryCase[] = [
  {
    feature: 'bag_has_key with a path (documents: bag_has_key)',
    query:
      "datatable (b: dynamic) [dynamic({'key1': {'prop1': 'abc', 'prop2': 'xyz'}, 'key2': 100}), dynamic({'key1': {'prop2': 'xyz'}})] | project bag_has_key(b, '$.key1.prop1'), bag_has_key(b, 'key1')",
    rows: [
      [true, true],
      [false, true],
    ],
  },
  {
    feature: 'bag_set_key with a path (documents: bag_set_key)',
    query:
      "datatable (b: dynamic) [dynamic({'key1': 123, 'key2': {'prop1': 123, 'prop2': 'xyz'}}), dynamic({'key1': 123})] | project bag_set_key(b, '$.key2.prop1', 'abc'), tostring(bag_set_key(b, 'key1', 7))",
    rows: [
      [{ key1: 123, key2: { prop1: 'abc', prop2: 'xyz' } }, '{"key1":7,"key2":{"prop1":123,"prop2":"xyz"}}'],
      [{ key1: 123, key2: { prop1: 'abc' } }, '{"key1":7}'],
    ],
  },
  {
    feature: 'bag_remove_keys with paths (documents: bag_remove_keys)',
    query:
      "print b = dynamic({'p1': 1, 'p2': {'x': 1, 'y': {'z': 2, 'w': 3}}}) | project bag_remove_keys(b, dynamic(['p1', '$.p2.y.z'])), bag_remove_keys(b, dynamic(['$.p2.x', 'q']))",
    rows: [[{ p2: { x: 1, y: { w: 3 } } }, { p1: 1, p2: { y: { z: 2, w: 3 } } }]],
  },
  {
    feature: 'parse_json of words that hold nan and inf, last in their array',
    query: `datatable (s: string) ['[1,"info"]', '{"a":[2, "finance" ]}', '["Nan,]"]'] | project gettype(parse_json(s))`,
    rows: [['array'], ['dictionary'], ['array']],
  },
  {
    feature: 'parse_json of what is almost JSON is a string',
    query:
      'datatable (s: string) ["NaN", "[1,]", "[NaN]", \'{"inf": "nan,]"}\', "[1,2]"] | project gettype(parse_json(s))',
    rows: [['string'], ['string'], ['string'], ['dictionary'], ['array']],
  },
  {
    feature: 'todatetime of a year, a month or an hour alone, in a column as in a literal',
    query:
      'datatable (s: string) ["2014", "2014-11", "2014-11-08T15", "2014-13", "20141108"] | project todatetime(s)',
    rows: [
      ['2014-01-01T00:00:00.0000000Z'],
      ['2014-11-01T00:00:00.0000000Z'],
      ['2014-11-08T15:00:00.0000000Z'],
      [null],
      [null],
    ],
  },
  {
    feature: 'todatetime reads a column as it reads a literal',
    query:
      'datatable (s: string) ["8 Nov 2014 15:05", "Sat, 8 Nov 2014 15:05 GMT", "8 November 14", "1/1/14", "11/8/2014 3:05 PM"] | project todatetime(s)',
    rows: [
      ['2014-11-08T15:05:00.0000000Z'],
      ['2014-11-08T15:05:00.0000000Z'],
      [null],
      [null],
      ['2014-11-08T15:05:00.0000000Z'],
    ],
  },
  {
    feature: 'todatetime of literals in the formats of the documents',
    query:
      'print todatetime("8 Nov 2014 15:05"), todatetime("Sat, 8 Nov 2014 15:05 GMT"), todatetime("8 November 14"), todatetime("1/1/14"), todatetime("11/8/2014 3:05 PM")',
    rows: [
      [
        '2014-11-08T15:05:00.0000000Z',
        '2014-11-08T15:05:00.0000000Z',
        null,
        null,
        '2014-11-08T15:05:00.0000000Z',
      ],
    ],
  },
  {
    feature: 'make_timespan with a fraction of a second (documents: make_timespan)',
    query: 'print make_timespan(1, 12, 30, 55.123), make_timespan(1, 12, 30), make_timespan(12, 30, 0.5)',
    rows: [['1.12:30:55.1230000', '01:12:30', '12:30:00.5000000']],
  },
  {
    feature: 'datetime_add of nanoseconds',
    query: "print datetime_add('nanosecond', 700, datetime(2017-01-01))",
    rows: [['2017-01-01T00:00:00.0000007Z']],
  },
  {
    feature: 'invoke keeps the order',
    query:
      'let f = (T: (Damage: long)) { T | extend r = row_number() | project Damage, r | take 2 }; Storms | order by Damage asc | invoke f()',
    rows: [
      [null, 1],
      [0, 2],
    ],
  },
  {
    feature: 'a sorted let keeps its order',
    query:
      'let S = Storms | order by Damage asc; S | where Damage < 200 | extend r = row_number() | project r, Damage',
    rows: [
      [1, 0],
      [2, 100],
    ],
  },
  {
    feature: 'array functions of what is no array are null',
    query:
      'datatable (a: dynamic) [dynamic([2, 1]), dynamic(null), dynamic("s"), dynamic({"x": 1})] | project array_concat(a, a), array_sort_asc(a), set_union(a, dynamic([2])), array_split(a, 1), array_reverse(a)',
    rows: [
      [
        [2, 1, 2, 1],
        [1, 2],
        [2, 1],
        [[2], [1]],
        [1, 2],
      ],
      [null, null, null, null, null],
      [null, null, null, null, null],
      [null, null, null, null, null],
    ],
  },
  {
    feature:
      'array_sort_asc, array_sort_desc: by kinds, and strings by their text (documents: array_sort_asc)',
    query:
      'print a = dynamic(["a b", "a", 10, null, true, 9, "a!"]) | project array_sort_asc(a), d = array_sort_desc(a)',
    rows: [
      [
        [9, 10, 'a', 'a b', 'a!', true, null],
        [10, 9, 'a!', 'a b', 'a', true, null],
      ],
    ],
  },
]
