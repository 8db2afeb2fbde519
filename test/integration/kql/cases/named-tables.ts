import type { QueryCase } from '../query-case'

const views = `let View_1 = view () { print x = 1 };
  let View_2 = view () { print x = toint(2) };
  let OtherView_1 = view () { print x = 3 };`

/** Names for rows: `as`, functions without parentheses, views, and tables that do not exist. */
export const namedTableCases: readonly QueryCase[] = [
  {
    feature: 'as names the sources of a union (documents: as)',
    query:
      'range x from 1 to 2 step 1 | as T1 | union withsource=TableName (range x from 1 to 1 step 1 | as T2)',
    columns: 'TableName:string, x:long',
    anyOrder: true,
    rows: [
      ['T1', 1],
      ['T1', 2],
      ['T2', 1],
    ],
  },
  {
    feature: 'sources of a union that have no name',
    query:
      'let L = States | take 1; L | union withsource=S (States | take 1), L, States | summarize n = count() by S | order by S asc',
    rows: [
      ['States', 4],
      ['union_arg0', 1],
      ['union_arg1', 1],
      ['union_arg2', 1],
    ],
  },
  {
    feature: 'materialize, and as hint.materialized=true, compute their rows once',
    query: `let T = materialize(range i from 1 to 3 step 1 | extend r = rand());
      union T, T | summarize n = dcount(r)
      | union (range i from 1 to 3 step 1 | extend r = rand() | as hint.materialized=true M | union M | summarize n = dcount(r))`,
    rows: [[3], [3]],
  },
  {
    feature: 'a function without parentheses',
    query:
      'let f = () { States | where State == "OHIO" }; let g = (n: long = 5) { print y = n }; let c = () { 7 }; f | count | extend y = toscalar(g), z = c',
    columns: 'Count:long, y:long, z:long',
    rows: [[2, 5, 7]],
  },
  {
    feature: 'views in a union, found by a wildcard',
    query: `${views} union withsource=T View_*, OtherView* | order by T asc`,
    columns: 'T:string, x_int:int, x_long:long',
    rows: [
      ['OtherView_1', null, 3],
      ['View_1', null, 1],
      ['View_2', 2, null],
    ],
  },
  {
    feature: 'union isfuzzy=true leaves out what does not exist (documents: union)',
    query: `${views} union isfuzzy=true (View_1 | where x > 0), (View_2 | where x > 0), (View_3 | where x > 0), SomeView* | count`,
    rows: [[2]],
  },
  {
    feature: 'union of a column with two types, beside one that has its new name (documents: union)',
    query: `let View_1 = view () { print x = 1 }; let View_2 = view () { print x = toint(2) }; let View_3 = view () { print x_long = 3 };
      union withsource=TableName View_1, View_2, View_3 | order by TableName asc`,
    columns: 'TableName:string, x_long1:long, x_int:int, x_long:long',
    rows: [
      ['View_1', 1, null, null],
      ['View_2', null, 2, null],
      ['View_3', null, null, 3],
    ],
  },
  {
    feature: 'a text in a dynamic equals no number',
    query:
      'print d = dynamic({"a": "5", "b": 5, "c": true}) | project d.a == 5, d.a != 5, d.a == 5.0, d.b == 5, d.a == "5", d.c == true, d.a == true',
    rows: [[false, true, false, true, true, true, false]],
  },
  {
    feature: 'search over all tables',
    query: 'search "ohio" | project t = $table, State, Region, Damage | order by t asc, Region asc',
    columns: 't:string, State:string, Region:string, Damage:long',
    rows: [
      ['States', 'OHIO', 'Great Lakes', null],
      ['States', 'OHIO', 'Midwest', null],
      ['Storms', 'OHIO', '', 2500],
    ],
  },
  {
    feature: 'search in tables: one that lacks a column has no match',
    query:
      'search in (St*) State: "tex*" and Damage > 50 or Region: "south" | summarize n = count() by t = $table | union (search kind=case_sensitive in (Storms, States) "ohio" | project t = $table, n = 0) | order by t asc',
    rows: [
      ['States', 1],
      ['Storms', 1],
    ],
  },
  {
    feature: 'project-by-names, bag_pack_columns, pack_all without nulls',
    query:
      'print a = 1, b = "", c = long(null), d = "x" | extend p = bag_pack_columns(b, c), q = pack_all(true), r = pack_all(false) | project-by-names "q", dynamic(["p", "d*", "nope"])',
    columns: 'q:dynamic, p:dynamic, d:string',
    rows: [[{ a: 1, d: 'x' }, { b: '', c: null }, 'x']],
  },
  {
    feature: 'extract_all and extractall with chosen groups (documents: extract_all)',
    query:
      'print t = "a1b-c2d" | project extract_all(@"(\\w)(\\d)(\\w)", dynamic([1, 3]), t), extractall(@"(?P<first>\\w)\\d(?P<last>\\w)", dynamic(["last"]), t)',
    rows: [
      [
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
        ['b', 'd'],
      ],
    ],
  },
  {
    feature: 'the digest of an empty text is empty',
    query: 'print hash_md5(""), hash_sha1(""), hash_sha256(""), strlen(hash_md5("a"))',
    rows: [['', '', '', 32]],
  },
  {
    feature: 'assert of what holds (documents: assert)',
    query: `let longer = (n: long, s: string) { assert(n > 0, "Length must be greater than zero") and strlen(s) > n };
      datatable (s: string) ["123", "4567"] | where longer(n=3, s)`,
    rows: [['4567']],
  },
]
