/** A column of the table that tests conversions, with what becomes of texts in it. */
interface TypedColumn {
  readonly name: string
  readonly type: string
  /** Texts, and the values that a query answers for them. */
  readonly values: ReadonlyMap<string, unknown>
}

const column = (name: string, type: string, values: Readonly<Record<string, unknown>>): TypedColumn => ({
  name,
  type,
  values: new Map(Object.entries(values)),
})

/**
 * Kusto's conversions for some values of each type (documents: scalar data types; ingestion of invalid data: what
 * does not fit a type becomes null). Values stand as the query protocol writes them; a `long` as text, because numbers
 * of JavaScript would round it.
 */
export const typedColumns: readonly TypedColumn[] = [
  column('L', 'long', {
    '': '',
    '0': '0',
    '-17': '-17',
    '9223372036854775807': '9223372036854775807',
    '-9223372036854775808': '-9223372036854775808',
    '9223372036854775808': '',
    '1.5': '',
    '1,000': '',
    '0x1F': '31',
    x: '',
  }),
  column('R', 'real', {
    '': null,
    '0': 0,
    '1.5': 1.5,
    '-2.25e3': -2250,
    '3,14': null,
    '1e400x': null,
    $5: null,
  }),
  column('D', 'datetime', {
    '': null,
    '2024-02-29': '2024-02-29T00:00:00Z',
    '2023-02-29': null,
    '2024-01-02T03:04:05Z': '2024-01-02T03:04:05Z',
    '2024-01-02 03:04:05.1234567': '2024-01-02T03:04:05.1234567Z',
    '2024-01-02T03:04:05+02:00': '2024-01-02T01:04:05Z',
    '31/12/2024': null,
    soon: null,
  }),
  column('B', 'bool', { '': null, true: true, False: false, '1': true, '0': false, yes: null }),
  column('G', 'guid', {
    '': null,
    '0e984725-c51c-4bf4-9960-e1c80e27aba0': '0e984725-c51c-4bf4-9960-e1c80e27aba0',
    '0E984725-C51C-4BF4-9960-E1C80E27ABA0': '0e984725-c51c-4bf4-9960-e1c80e27aba0',
    '0e984725': null,
  }),
  column('T', 'timespan', {
    '': null,
    '00:00:01': '00:00:01',
    '1.02:03:04.5': '1.02:03:04.5000000',
    '-12:00:00': '-12:00:00',
    '3': '3.00:00:00',
    '25:00:00': null,
    'a while': null,
  }),
  column('M', 'decimal', {
    '': null,
    '0.1': '0.1',
    '-12345678901234567890.5': '-12345678901234567890.5',
    '12,5': null,
    many: null,
  }),
  column('Y', 'dynamic', {
    '': null,
    null: null,
    '5': 5,
    true: true,
    '{"a":[1,"x, y"]}': { a: [1, 'x, y'] },
    '[]': [],
    'plain text': 'plain text',
    '"quoted"': 'quoted',
    '{"a":': '{"a":',
  }),
]
