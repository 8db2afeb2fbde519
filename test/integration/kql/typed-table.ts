/** A column of each type, with ordinary values, nulls and odd ones. */
export const typedTable = `datatable (s: string, l: long, i: int, r: real, e: decimal, d: datetime, t: timespan, b: bool, g: guid, y: dynamic) [
  "abc", 5, 2, 1.5, decimal(2.5), datetime(2020-01-02 03:04:05), 2h, true, guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic({"a": [1, 2]}),
  "", long(null), int(null), real(null), decimal(null), datetime(null), time(null), bool(null), guid(null), dynamic(null),
  " 7", -3, -1, -0.5, decimal(-1), datetime(0001-01-01), -1d, false, guid(00000000-0000-0000-0000-000000000000), dynamic([3, 1, "z", null])
]`

/** Its column names. */
export const typedColumns: readonly string[] = ['s', 'l', 'i', 'r', 'e', 'd', 't', 'b', 'g', 'y']
