import type { QueryCase } from '../query-case'

// Documents: join operator, the tables in its examples.
const tables = `let X = datatable(Key:string, Value1:long)['a',1, 'b',2, 'b',3, 'c',4];
  let Y = datatable(Key:string, Value2:long)['b',10, 'c',20, 'c',30, 'd',40];
  `

/** join, lookup, union and let. */
export const joinCases: readonly QueryCase[] = [
  {
    feature: 'join kind=inner',
    query: `${tables} X | join kind=inner Y on Key`,
    columns: 'Key:string, Value1:long, Key1:string, Value2:long',
    anyOrder: true,
    rows: [
      ['b', 3, 'b', 10],
      ['b', 2, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
    ],
  },
  {
    feature: 'join (innerunique)',
    query: `${tables} X | join Y on Key | summarize count() by Key | sort by Key asc`,
    rows: [
      ['b', 1],
      ['c', 2],
    ],
  },
  {
    feature: 'join kind=leftouter',
    query: `${tables} X | join kind=leftouter Y on Key`,
    anyOrder: true,
    rows: [
      ['a', 1, '', null],
      ['b', 2, 'b', 10],
      ['b', 3, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
    ],
  },
  {
    feature: 'join kind=rightouter',
    query: `${tables} X | join kind=rightouter Y on Key`,
    anyOrder: true,
    rows: [
      ['b', 2, 'b', 10],
      ['b', 3, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
      ['', null, 'd', 40],
    ],
  },
  {
    feature: 'join kind=fullouter',
    query: `${tables} X | join kind=fullouter Y on Key | summarize count(), countif(isempty(Key)), countif(isempty(Key1))`,
    rows: [[6, 1, 1]],
  },
  {
    feature: 'join kind=leftanti',
    query: `${tables} X | join kind=leftanti Y on Key`,
    columns: 'Key:string, Value1:long',
    rows: [['a', 1]],
  },
  {
    feature: 'join kind=rightanti',
    query: `${tables} X | join kind=rightanti Y on Key`,
    columns: 'Key:string, Value2:long',
    rows: [['d', 40]],
  },
  {
    feature: 'join kind=leftsemi',
    query: `${tables} X | join kind=leftsemi Y on Key | summarize sum(Value1)`,
    rows: [[9]],
  },
  {
    feature: 'join kind=rightsemi',
    query: `${tables} X | join kind=rightsemi Y on Key | summarize sum(Value2)`,
    rows: [[60]],
  },
  {
    feature: 'join on $left and $right',
    query: `${tables} X | join kind=inner (Y | project-rename K = Key) on $left.Key == $right.K, $left.Value1 == $right.Value2 | count`,
    rows: [[0]],
  },
  {
    feature: 'join of a table with itself',
    query: 'States | join kind=inner (States) on State | count',
    rows: [[6]],
  },
  {
    feature: 'join on null keys',
    query:
      'datatable(k:long)[1, long(null)] | join kind=inner (datatable(k:long, v:string)[long(null), "n"]) on k | project v',
    rows: [['n']],
  },
  {
    feature: 'join hints',
    query: `${tables} X | join hint.strategy=broadcast kind=inner Y on Key | count`,
    rows: [[4]],
  },
  {
    feature: 'lookup',
    query:
      'Storms | project State, Kind | lookup (States | where Population != 12) on State | sort by State asc, Kind asc | take 3',
    columns: 'State:string, Kind:string, Population:long, Region:string',
    rows: [
      ['', 'Thunderstorm Wind', null, ''],
      ['KANSAS', 'Tornado', null, ''],
      ['OHIO', 'Flood', 11, 'Midwest'],
    ],
  },
  { feature: 'lookup kind=inner', query: 'Storms | lookup kind=inner States on State | count', rows: [[4]] },
  {
    feature: 'union',
    query: 'union (print a = 1, b = "x"), (print b = "y", c = 2.5)',
    columns: 'a:long, b:string, c:real',
    anyOrder: true,
    rows: [
      [1, 'x', null],
      [null, 'y', 2.5],
    ],
  },
  { feature: 'union', query: 'States | union States | count', rows: [[8]] },
  {
    feature: 'union of two types',
    query: 'union (print a = 1), (print a = "x")',
    columns: 'a_long:long, a_string:string',
    anyOrder: true,
    rows: [
      [1, ''],
      [null, 'x'],
    ],
  },
  {
    feature: 'union withsource',
    query: 'union withsource=T Storms, States | summarize count() by T | sort by T asc',
    rows: [
      ['States', 4],
      ['Storms', 5],
    ],
  },
  { feature: 'union kind=inner', query: 'union kind=inner Storms, States | count', rows: [[9]] },
  {
    feature: 'union kind=inner',
    query: 'union kind=inner Storms, States | take 0',
    columns: 'State:string',
    rows: [],
  },
  { feature: 'union of a pattern of names', query: 'union St* | count', rows: [[9]] },
  {
    feature: 'let (scalar)',
    query: 'let limit1 = 2; let name = "TEXAS"; Storms | where State == name and Damage > limit1 | count',
    rows: [[1]],
  },
  {
    feature: 'let (tabular)',
    query: 'let Texas = Storms | where State == "TEXAS"; Texas | join kind=inner Texas on Kind | count',
    rows: [[2]],
  },
  {
    feature: 'let (function)',
    query:
      'let twice = (x: long) { x * 2 }; let add = (a: long, b: long = 10) { let c = a + b; c }; print twice(4), add(1), add(1, 2), add(b = 1, a = 5)',
    rows: [[8, 11, 3, 6]],
  },
  {
    feature: 'let (tabular function)',
    query:
      'let big = (T: (Damage: long), least: long) { T | where Damage > least }; big(Storms, 1000) | count',
    rows: [[2]],
  },
  {
    feature: 'let (tabular function without arguments)',
    query: 'let texas = () { Storms | where State == "TEXAS" }; texas() | count',
    rows: [[2]],
  },
  {
    feature: 'toscalar',
    query:
      'let most = toscalar(Storms | summarize max(Damage)); Storms | where Damage == most | extend m = most | summarize count(), max(m)',
    rows: [[2, 2500]],
  },
  {
    feature: 'materialize',
    query:
      'let some = materialize(range x from 1 to 100 step 1 | where rand() < 0.5); some | join kind=leftanti some on x | count',
    rows: [[0]],
  },
  { feature: 'several results', query: 'Storms | count; States | count', rows: [[5]] },
  { feature: 'database()', query: 'database("db").States | count', rows: [[4]] },
  { feature: 'table()', query: 'table("States") | count', rows: [[4]] },
  { feature: 'union isfuzzy', query: 'union isfuzzy=true States, Nowhere | count', rows: [[4]] },
]
