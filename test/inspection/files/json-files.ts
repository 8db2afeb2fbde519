import { file, lines, type LabelledFile } from './labelled-file'

const plain = { header: false }
const pretty = (value: unknown, indent: number | string = 2): string =>
  `${JSON.stringify(value, null, indent)}\n`

/** JSON Lines, arrays, objects over several lines, and what is only called JSON. */
export const jsonFiles: readonly LabelledFile[] = [
  file(
    'events.json',
    'json',
    'guid datetime string dynamic',
    lines(6, (index) =>
      JSON.stringify({
        id: `6ab09bec-e68e-48d9-a5f8-97e6fb4c9b4${index}`,
        at: `2024-05-01T10:00:0${index}Z`,
        kind: 'click',
        where: { x: index, y: 2 },
      }),
    ),
    plain,
  ),
  file(
    'array.json',
    'multijson',
    'long string',
    '[{"id":1,"city":"Oslo"},\n{"id":2,"city":"Rome"}]\n',
    plain,
  ),
  file('array in one line.json', 'multijson', 'long bool', '[{"n":1,"ok":true},{"n":2,"ok":false}]', plain),
  file(
    'pretty.json',
    'multijson',
    'long dynamic',
    pretty([
      { id: 1, tags: ['a'] },
      { id: 2, tags: [] },
    ]),
    plain,
  ),
  file(
    'pretty objects.json',
    'multijson',
    'long real',
    `${pretty({ id: 1, t: 1.5 })}${pretty({ id: 2, t: 2.5 })}`,
    plain,
  ),
  file(
    'one pretty object.json',
    'multijson',
    'string dynamic',
    pretty({ name: 'set', items: [{ a: 1 }, { a: 2 }] }, '\t'),
    plain,
  ),
  file('one line.json', 'json', 'long string', '{"a":1,"b":"x"}', plain),
  file('envelope.json', 'json', 'dynamic string', '{"value":[{"id":1},{"id":2}],"next":null}\n', plain),
  file(
    'graph.json',
    'multijson',
    'string dynamic',
    pretty({ '@odata.context': 'x', value: [{ id: 'a' }] }),
    plain,
  ),
  file(
    'broken line.json',
    'json',
    'string real',
    [
      '{"device":"a","temp":1.5}',
      '{"device":"b","temp":',
      '{"device":"c","temp":3.5}',
      '{"device":"d","temp":4}',
    ],
    plain,
  ),
  file(
    'broken first line.jsonl',
    'json',
    'string real',
    ['{"device":"a","temp":1.5', '{"device":"b","temp":2.5}', '{"device":"c","temp":3.5}'],
    plain,
  ),
  file(
    'note among lines.ndjson',
    'json',
    'long',
    ['{"n":1}', '-- restarted --', '{"n":2}', '{"n":3}', '{"n":4}'],
    plain,
  ),
  file(
    'strings.jsonl',
    'json',
    'string string datetime',
    ['{"zip":"02139","n":"5","at":"2024-05-01"}', '{"zip":"10001","n":"6","at":"2024-05-02"}'],
    plain,
  ),
  file(
    'epochs.jsonl',
    'json',
    'long real string',
    [
      '{"ts":1714521600000,"v":1.5,"d":"/Date(1714521600000)/"}',
      '{"ts":1714521660000,"v":2,"d":"/Date(1714521660000)/"}',
    ],
    plain,
  ),
  file(
    'nulls.jsonl',
    'json',
    'long string real',
    ['{"a":1,"b":null,"c":null}', '{"a":null,"b":"x","c":2.5}'],
    plain,
  ),
  file('other keys.jsonl', 'json', 'long string bool', ['{"a":1}', '{"a":2,"b":"x"}', '{"c":true}'], plain),
  file('crlf.jsonl', 'json', 'long string', '{"a":1,"b":"x"}\r\n{"a":2,"b":"y"}\r\n', plain),
  file('json named.csv', 'json', 'long string', ['{"a":1,"b":"x, y"}', '{"a":2,"b":"z"}'], plain),
  file('json named.txt', 'json', 'long string', ['{"a":1,"b":"x, y"}', '{"a":2,"b":"z"}'], plain),
  file('array named.log', 'multijson', 'long', '[\n  {"a": 1},\n  {"a": 2}\n]\n', plain),
  file('joined.json', 'multijson', 'long', '{"a":1}{"a":2}{"a":3}', plain),
  file(
    'geo.json',
    'multijson',
    'string dynamic',
    pretty({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: null }] }),
    plain,
  ),
  file(
    'cloudtrail.json',
    'json',
    'dynamic',
    '{"Records":[{"eventVersion":"1.08","eventTime":"2024-05-01T10:00:00Z"}]}',
    plain,
  ),
  file('empty objects.json', 'json', null, '{}\n{}\n', plain),
  file('nested.multijson', 'multijson', 'dynamic', '{"a":{"b":[1,2,{"c":"}"}]}}\n', plain),
  file('bom.json', 'json', 'long', Buffer.from('\ufeff{"a":1}\n{"a":2}\n'), plain),
  file(
    'sensor.json',
    'json',
    'string real dynamic datetime',
    lines(
      5,
      (index) =>
        `{ "device": "d${index}", "t": ${index}.5, "pos": [1, 2], "time": "2024-05-01T00:00:0${index}.1234567Z" }`,
    ),
    plain,
  ),
  file('scopes.json', 'multijson', 'string long', ['{', '"a": "x",', '"b": 1', '}'], plain),
  file('unquoted keys.json', 'json', null, ['{a: 1, b: 2}'], plain),
  file(
    'four spaces.json',
    'multijson',
    'string string',
    pretty(
      [
        { first: 'Ann', last: 'Lee' },
        { first: 'Bob', last: 'Ray' },
      ],
      4,
    ),
    plain,
  ),
]
