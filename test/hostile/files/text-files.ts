import { filesOf, records, type HostileFile } from './hostile-file'

const good = records(5)

function swapped(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

/** Encodings: right, wrong, damaged and without a name. */
export function encodingFiles(): HostileFile[] {
  const accents = '1,Zürich,1.5,2024-01-01,true\n2,Malmö,2.5,2024-01-02,false\n3,Łódź,3.5,2024-01-03,true\n'
  const json = '{"a":1,"b":"Zürich"}\n{"a":2,"b":"Malmö"}\n'
  const texts = [accents, json, 'Grüße\nService läuft\n', good]
  const extensions = ['csv', 'json', 'txt', 'tsv']
  const encode: readonly ((text: string) => Buffer)[] = [
    (text) => Buffer.from(text, 'latin1'),
    (text) => Buffer.from(text, 'utf16le'),
    (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    (text) => swapped(text),
    (text) => swapped(`\ufeff${text}`),
    (text) => Buffer.from(`\ufeff${text}`),
    (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xc3])]),
    (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0x0a])]),
    (text) => Buffer.concat([Buffer.from([0xc0, 0xaf, 0x2c]), Buffer.from(text)]),
    (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xed, 0xa0, 0x80, 0x0a])]),
    (text) => Buffer.concat([Buffer.from([0xff, 0xfe, 0x00, 0x00]), Buffer.from(text)]),
    (text) => Buffer.from(`\ufeff\ufeff${text}`),
  ]
  return filesOf(
    'encoding',
    encode.flatMap((how) => texts.map((text, index) => [extensions[index] ?? 'csv', how(text)] as const)),
  )
}

/** Line ends: of every kind, mixed, inside quotes, and missing. */
export function lineEndFiles(): HostileFile[] {
  const ends = ['\n', '\r\n', '\r', '\u0085', '\u2028', '\n\r', '\r\r\n', '\v', '\f']
  const shapes: readonly ((end: string) => string)[] = [
    (end) => records(4, end),
    (end) => records(4, end).slice(0, -end.length),
    (end) => `${records(2, end)}${records(2, '\n')}`,
    (end) => `1,"two${end}lines",1.5,2024-01-01,true\n${records(2)}`,
    (end) => `${end}${end}${records(3)}${end}`,
  ]
  return filesOf(
    'line-end',
    ends.flatMap((end) => shapes.map((shape) => ['csv', shape(end)] as const)),
  )
}

/** Quotes: open, doubled, escaped, in the wrong place. */
export function quoteFiles(): HostileFile[] {
  const fields = [
    '"open',
    'in"ner',
    '"after"x',
    '"after" ',
    ' "before"',
    '""',
    '""""',
    '"""',
    '"a""b"',
    String.raw`"a\"b"`,
    `'single, quote'`,
    '"line\nbreak"',
    '"tab\there"',
    '“curly, quotes”',
    '"trailing comma,"',
    `"${'x'.repeat(5000)}"`,
  ]
  const places: readonly ((field: string) => string)[] = [
    (field) => `1,${field},1.5,2024-01-01,true\n${good}`,
    (field) => `${good}9,${field},1.5,2024-01-01,true\n`,
    (field) => `${good}9,${field}`,
  ]
  return filesOf(
    'quote',
    fields.flatMap((field) => places.map((place) => ['csv', place(field)] as const)),
  )
}

/** Values at the edges of every type. */
export function edgeFiles(): HostileFile[] {
  const edges: Readonly<Record<string, readonly string[]>> = {
    a: [
      '9223372036854775807',
      '-9223372036854775808',
      '9223372036854775808',
      '-9223372036854775809',
      '+1',
      '007',
      '1.0',
      '1e3',
      '0x1F',
      ' 5 ',
      '1_000',
      '−1',
      '٣',
      '1,000',
    ],
    b: ['\u0000', '\u0001', '\ufffd', '🙂', 'ﬀ', '\u202e', '=1+1', '\ufeff', 'null', ' '],
    c: [
      '1.7976931348623157e308',
      '1e309',
      '-1e400',
      '5e-324',
      '1e-400',
      'NaN',
      'inf',
      '-Infinity',
      '.5',
      '5.',
      '1,5',
      '-0',
      '1e',
      '0x1p3',
    ],
    d: [
      '0001-01-01',
      '9999-12-31T23:59:59.9999999Z',
      '0000-00-00',
      '10000-01-01',
      '2024-02-30',
      '2023-02-29',
      '2024-12-31T23:59:60Z',
      '2024-01-01T24:00:00',
      '31/12/2024',
      '03/04/2024',
      '1704067200',
      'Mon, 01 Jan 2024 00:00:00 GMT',
      '2024-01-01T00:00:00.12345678Z',
      '2024-01-01T00:00:00+14:30',
      '-2024-01-01',
      'today',
    ],
    e: ['TRUE', 'False', 'yes', '0', '1', '2', '-1', 't', 'on', 'ja', '1.0', ' true'],
  }
  const usual = ['1', 'name', '1.5', '2024-01-01', 'true']
  return Object.entries(edges).flatMap(([column, values], at) =>
    filesOf(
      `edge-${column}`,
      values.map((value) => {
        const quoted = /[",]/.test(value) ? `"${value}"` : value
        const odd = usual.map((one, index) => (index === at ? quoted : one)).join(',')
        return ['csv', `${records(3)}${odd}\n${records(2)}`] as const
      }),
    ),
  )
}

/** Nothing, nearly nothing, control characters, and shapes that are no table. */
export function oddFiles(): HostileFile[] {
  const wide = Array.from({ length: 1500 }, (_, index) => index).join(',')
  const odd: readonly (readonly [string, string | Buffer])[] = [
    ['csv', ''],
    ['json', ''],
    ['parquet', ''],
    ['csv', '\ufeff'],
    ['csv', '\n'],
    ['csv', '\r\n\r\n\r\n'],
    ['csv', '   \n  \n'],
    ['csv', ','],
    ['csv', ',,,,\n,,,,\n'],
    ['csv', 'a'],
    ['csv', '"'],
    ['csv', Buffer.alloc(4096)],
    ['csv', Buffer.alloc(4096, 0x20)],
    ['csv', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
    ['csv', `${wide}\n${wide}\n`],
    ['csv', 'a,b,c,d,e\n'],
    ['csv', 'a,b,c,d,e'],
    ['csv', `sep=;\n${records(3, '\n', ';')}`],
    ['csv', `# made by hand\n# twice\na,b,c,d,e\n${good}`],
    ['csv', `Report\n\na,b,c,d,e\n${good}`],
    ['csv', `${good}1,2\n${good}`],
    ['csv', `${good}1,2,3,4,5,6,7\n${good}`],
    ['csv', `${good}Total: 5\n`],
    ['csv', records(4, '\n', '\t')],
    ['csv', records(4, '\n', '|')],
    ['csv', records(4, '\n', ';')],
    ['csv', records(4, '\n', '^')],
    ['tsv', good],
    ['txt', records(4, '\n', '\t')],
    ['csv', '<!DOCTYPE html><html><body>Sign in</body></html>'],
    ['csv', '<?xml version="1.0"?>\n<Error><Code>AuthenticationFailed</Code></Error>\n'],
    ['json', good],
    ['parquet', good],
    ['avro', good],
    ['orc', good],
    ['csv', '\u0000'.repeat(10) + good],
    ['csv', `${good}\u001a`],
    ['log', '#Fields: date time x\n2024-01-01 00:00:00 1\n'],
  ]
  const names = [
    'a b',
    '日本',
    'ümläut',
    '%41',
    '$(x)',
    "it's",
    'a;b',
    '{x}',
    '..csv',
    '-rf',
    'x'.repeat(180),
  ]
  return [
    ...filesOf('odd', odd),
    ...names.map((name) => ({ name: `${name}.csv`, content: Buffer.from(good) })),
  ]
}

/** Single records of a few megabytes. */
export function hugeFiles(): HostileFile[] {
  const long = 'x'.repeat(3_000_000)
  return filesOf('huge', [
    ['csv', `1,${long},1.5,2024-01-01,true\n${good}`],
    ['csv', `${good}1,"${long}",1.5,2024-01-01,true\n`],
    ['csv', long],
    ['csv', `"${long}`],
    ['csv', `a,b,c,d,${long}\n${good}`],
    ['json', `{"a":1,"b":"${long}"}\n{"a":2,"b":"x"}\n`],
    ['json', `[{"a":1,"b":"${long}"}]`],
    ['json', `{"a":1,"b":"${long}`],
    ['txt', `${long}\nshort\n`],
  ])
}
