import { expect, it } from 'vitest'
import { readCommand } from '../../../../electron/local-cluster/commands/read-command'

const id = '74be27de-1e4e-49d9-b579-fe0b331d3642'

/** A command, those of its words that it begins with, what its `run` gets, and the query after it. */
const cases: readonly (readonly [csl: string, words: string, args: unknown, pipedQuery?: string])[] = [
  [
    '.show table T extents',
    'show table T extents',
    { scopes: [{ level: 'table', table: 'T' }], ids: [], tags: [] },
  ],
  ['.show cluster extents', 'show cluster extents', { scopes: [{ level: 'cluster' }], ids: [], tags: [] }],
  ['.show database extents', 'show database extents', { scopes: [{ level: 'database' }], ids: [], tags: [] }],
  [
    `.show tables (A, B) extents (${id})`,
    'show tables (T) extents',
    {
      scopes: [
        { level: 'table', table: 'A' },
        { level: 'table', table: 'B' },
      ],
      ids: [id],
      tags: [],
    },
  ],
  [
    ".show table T extents where tags has 'drop-by:x' and tags !contains 'y' and tags has_any ('a','b') | summarize sum(RowCount)",
    'show table T extents',
    {
      scopes: [{ level: 'table', table: 'T' }],
      ids: [],
      tags: [
        { operator: 'has', values: ['drop-by:x'] },
        { operator: '!contains', values: ['y'] },
        { operator: 'has_any', values: ['a', 'b'] },
      ],
    },
    '| summarize sum(RowCount)',
  ],
  [
    ".drop extents whatif <| .show table T extents where tags has 'drop-by:x'",
    'drop extents',
    { whatIf: true, selection: { by: 'query', csl: " .show table T extents where tags has 'drop-by:x'" } },
  ],
  [
    `.drop extents (${id}) from T`,
    'drop extents',
    { whatIf: false, selection: { by: 'ids', ids: [id], scopes: [{ level: 'table', table: 'T' }] } },
  ],
  [
    '.drop extents older 2 days from all tables',
    'drop extents',
    {
      whatIf: false,
      selection: { by: 'age', olderThanTicks: 1728000000000n, scopes: [{ level: 'database' }] },
    },
  ],
  [
    '.drop extents from T',
    'drop extents',
    { whatIf: false, selection: { by: 'age', scopes: [{ level: 'table', table: 'T' }] } },
  ],
  [
    '.drop extents older 3 hours from tables (A, B)',
    'drop extents',
    {
      whatIf: false,
      selection: {
        by: 'age',
        olderThanTicks: 108000000000n,
        scopes: [
          { level: 'table', table: 'A' },
          { level: 'table', table: 'B' },
        ],
      },
    },
  ],
  [
    ".drop extent tags from table T ('a', 'b')",
    'drop extent tags from table T',
    { mode: 'drop', tags: ['a', 'b'], selection: { by: 'age', scopes: [{ level: 'table', table: 'T' }] } },
  ],
  [
    '.drop extent 74BE27DE-1E4E-49D9-B579-FE0B331D3642 from T',
    'drop extent',
    { whatIf: false, selection: { by: 'ids', ids: [id], scopes: [{ level: 'table', table: 'T' }] } },
  ],
  [
    `.move async extents from table A to table B with (setNewIngestionTime=true) (${id})`,
    'move async extents from table T to table T',
    {
      target: 'B',
      selection: { by: 'ids', ids: [id], scopes: [{ level: 'table', table: 'A' }] },
      properties: { setnewingestiontime: 'true' },
      async: true,
    },
  ],
  [
    '.replace extents in table A <| { T | where s == "}" }, { .show table B extents }',
    'replace extents in table T',
    {
      target: 'A',
      properties: {},
      dropped: ' T | where s == "}" ',
      moved: ' .show table B extents ',
      async: false,
    },
  ],
]

for (const [csl, words, args, pipedQuery] of cases) {
  it(csl, () => {
    const read = readCommand(csl)
    expect(read.command.words).toContain(words)
    expect([read.words, read.args, read.pipedQuery]).toEqual([words, args, pipedQuery])
  })
}
