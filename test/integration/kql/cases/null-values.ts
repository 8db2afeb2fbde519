import type { QueryCase } from '../query-case'

/** Documents: null values, logical operators. */
export const nullCases: readonly QueryCase[] = [
  {
    feature: 'comparison with null',
    query: `datatable(val:int)[5, int(null)]
      | extend IsBiggerThan3 = val > 3, IsBiggerThan3OrNull = val > 3 or isnull(val),
        IsEqualToNull = val == int(null), IsNotEqualToNull = val != int(null)`,
    columns:
      'val:int, IsBiggerThan3:bool, IsBiggerThan3OrNull:bool, IsEqualToNull:bool, IsNotEqualToNull:bool',
    rows: [
      [5, true, true, false, true],
      [null, null, true, null, null],
    ],
  },
  {
    feature: 'comparison with null',
    query: 'datatable(ival:int, sval:string)[5, "a", int(null), "b"] | where ival != 5',
    rows: [[null, 'b']],
  },
  {
    feature: 'arithmetic with null',
    query: 'datatable(val:int)[5, int(null)] | extend Add = val + 10, Multiply = val * 10',
    columns: 'val:int, Add:long, Multiply:long',
    rows: [
      [5, 15, 50],
      [null, null, null],
    ],
  },
  {
    feature: 'logic with null',
    query: `print a = bool(null) and true, b = bool(null) and false, c = bool(null) or true, d = bool(null) or false,
      e = not(bool(null)), f = iff(bool(null) and true, true, false)`,
    rows: [[null, false, true, null, null, false]],
  },
  {
    feature: 'null literals',
    query:
      'print bool(null), datetime(null), dynamic(null), guid(null), int(null), long(null), real(null), double(null), time(null)',
    rows: [[null, null, null, null, null, null, null, null, null]],
  },
  {
    feature: 'strings are never null',
    query: `datatable(a:string, b:int)["", int(null), " ", int(null), "a", 1]
      | project a, b, isnull(a), isempty(a), strlen(a), isnull(b)`,
    rows: [
      ['', null, false, true, 0, true],
      [' ', null, false, false, 1, true],
      ['a', 1, false, false, 1, false],
    ],
  },
  {
    feature: 'in with null',
    query: 'datatable(v:long)[1, long(null)] | extend a = v in (1, 2), b = v !in (1, 2)',
    rows: [
      [1, true, false],
      [null, false, true],
    ],
  },
  {
    feature: 'in with null',
    query: 'print v = 1 | where v !in (datatable(x:long)[2, long(null)]) | count',
    rows: [[1]],
  },
  {
    feature: 'isnull, isnotnull, isempty, isnotempty',
    query:
      'print isnull(long(null)), isnotnull(1), isempty(""), isempty(long(null)), isnotempty("a"), isempty(dynamic(null))',
    rows: [[true, true, true, true, true, true]],
  },
]
