import { expect, it } from 'vitest'
import type { ManagementCommand } from '../../../../electron/local-cluster/kql/management-command'
import { parseManagementCommand } from '../../../../electron/local-cluster/kql/parse-management-command'

const id = '74be27de-1e4e-49d9-b579-fe0b331d3642'

const cases: readonly (readonly [string, ManagementCommand])[] = [
  [
    '.show table T extents',
    { kind: 'showExtents', scope: { level: 'table', table: 'T' }, ids: [], tags: [] },
  ],
  ['.show cluster extents', { kind: 'showExtents', scope: { level: 'cluster' }, ids: [], tags: [] }],
  [
    '.show database extents',
    { kind: 'showExtents', scope: { level: 'database', database: undefined }, ids: [], tags: [] },
  ],
  [
    `.show tables (A, B) extents (${id})`,
    {
      kind: 'showExtents',
      scope: { level: 'tables', tables: ['A', 'B'] },
      ids: [id],
      tags: [],
    },
  ],
  [
    ".show table T extents where tags has 'drop-by:x' and tags !contains 'y' and tags has_any ('a','b') | summarize sum(RowCount)",
    {
      kind: 'showExtents',
      scope: { level: 'table', table: 'T' },
      ids: [],
      tags: [
        { operator: 'has', values: ['drop-by:x'] },
        { operator: '!contains', values: ['y'] },
        { operator: 'has_any', values: ['a', 'b'] },
      ],
      pipedQuery: '| summarize sum(RowCount)',
    },
  ],
  [
    ".drop extents whatif <| .show table T extents where tags has 'drop-by:x'",
    {
      kind: 'dropExtents',
      whatIf: true,
      selection: {
        by: 'query',
        show: {
          kind: 'showExtents',
          scope: { level: 'table', table: 'T' },
          ids: [],
          tags: [{ operator: 'has', values: ['drop-by:x'] }],
        },
      },
    },
  ],
  [
    `.drop extents (${id}) from T`,
    {
      kind: 'dropExtents',
      whatIf: false,
      selection: { by: 'ids', ids: [id], scope: { level: 'table', table: 'T' } },
    },
  ],
  [
    '.drop extents older 2 days from all tables',
    {
      kind: 'dropExtents',
      whatIf: false,
      selection: {
        by: 'age',
        olderThanTicks: 1_728_000_000_000n,
        scope: { level: 'database', database: undefined },
      },
    },
  ],
  [
    '.drop extents from T',
    { kind: 'dropExtents', whatIf: false, selection: { by: 'age', scope: { level: 'table', table: 'T' } } },
  ],
  [
    '.drop extents older 3 hours from tables (A, B)',
    {
      kind: 'dropExtents',
      whatIf: false,
      selection: {
        by: 'age',
        olderThanTicks: 108_000_000_000n,
        scope: { level: 'tables', tables: ['A', 'B'] },
      },
    },
  ],
  [
    ".drop extent tags from table T ('a', 'b')",
    {
      kind: 'alterExtentTags',
      mode: 'drop',
      tags: ['a', 'b'],
      selection: { by: 'age', scope: { level: 'table', table: 'T' } },
    },
  ],
  [
    `.drop extent ${id.toUpperCase()} from T`,
    {
      kind: 'dropExtents',
      whatIf: false,
      selection: { by: 'ids', ids: [id], scope: { level: 'table', table: 'T' } },
    },
  ],
]

it.each(cases)('%s', (csl, command) => {
  expect(parseManagementCommand(csl)).toEqual(command)
})
