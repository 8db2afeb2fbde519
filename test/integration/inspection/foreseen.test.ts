import fc from 'fast-check'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DataFormat } from '../../../electron/domain/data-format'
import { formatFacts } from '../../../electron/domain/data-format'
import { scalarTypes, type ScalarType } from '../../../electron/domain/scalar-type'
import { arrivalOf } from '../../../electron/domain/recognition/value-arrival'
import { valueAccount } from '../../../electron/domain/value-accounting'
import { foreseenBy } from '../../../electron/services/inspection/foresight'
import { landedValues } from '../../../electron/services/jobs/values/landed-values'
import type { KustoConnection } from '../../../electron/services/kusto/connection'
import { rounds } from '../../support/rounds'
import { InspectionUnderTest } from '../../support/inspection-under-test'
import { sharedCluster } from '../../support/shared-cluster'

let inspection: InspectionUnderTest
const folder = mkdtempSync(join(tmpdir(), 'studio-foreseen-'))

beforeAll(async () => {
  inspection = await InspectionUnderTest.start()
})
afterAll(async () => {
  await inspection.service.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Texts that some type takes, and others that look as if it did. */
const texts = [
  ...['', ' ', '0', '1', '-1', '007', '+5', '1.5', '1.0', '1e3', '1_000', '0x1F', ' 42 ', '1,234.50', '3,14'],
  ...[
    '9223372036854775807',
    '9223372036854775808',
    '2147483648',
    '1e999',
    'NaN',
    '-inf',
    '12345678901234567890.5',
    '3.14159265358979323846',
    '0.30000000000000004',
    '9007199254740993',
    '1e-999',
    '0.12345678901234567899',
    '-1.7976931348623157e308',
    '0.10000000000000000000',
  ],
  ...['true', 'FALSE', 'yes', 'null', 'NULL', '\\N', 'N/A', 'epoch', 'infinity'],
  ...['2024-01-02', '2024-01-02T03:04:05.1234567Z', '2024-01-02 03:04:05+02:00', '13/01/2024', '05/04/2024'],
  ...['31.12.2023', '1700000000', '/Date(1700000000000)/', 'Tue, 02 Jan 2024 03:04:05 GMT', '10000-01-01'],
  ...['1.02:03:04', '25:00:00', '00:00:01.5', '-1:00', '{"a": 1}', '[1, 2', '"text"', 'NaN,', '{"a": NaN}'],
  ...[
    '74be27de-1e4e-49d9-b579-fe0b331d3642',
    '{74be27de-1e4e-49d9-b579-fe0b331d3642}',
    'F4BE27DE-1E4E-49D9-B579-FE0B331D364A',
    '{"a":0.10,"a":[1e400]}',
    'x"y',
    'a\nb',
    'ä;ö\t|',
  ],
]

interface Generated {
  readonly format: DataFormat
  readonly types: readonly ScalarType[]
  readonly rows: readonly (readonly string[])[]
  /** Fields that one record lacks or has too many. */
  readonly odd: number
  readonly lineEnd: string
}

const generated: fc.Arbitrary<Generated> = fc
  .record({
    format: fc.constantFrom<DataFormat>('csv', 'tsv', 'psv', 'scsv', 'json'),
    types: fc.array(fc.constantFrom(...scalarTypes), { minLength: 1, maxLength: 6 }),
    odd: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-1, 1) }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  })
  .chain((shape) =>
    fc.record({
      ...Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, fc.constant(value)])),
      rows: fc.array(
        fc.array(fc.constantFrom(...texts), {
          minLength: shape.types.length,
          maxLength: shape.types.length,
        }),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  ) as unknown as fc.Arbitrary<Generated>

function textOf({ format, rows, types, odd, lineEnd }: Generated): string {
  if (format === 'json') {
    return rows
      .map((row) => `${JSON.stringify(Object.fromEntries(row.map((cell, index) => [`c${index}`, cell])))}\n`)
      .join('')
  }
  const delimiter = formatFacts[format].delimiter ?? ','
  const quoted = (cell: string): string =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) || cell === '' ? `"${cell.replace(/"/g, '""')}"` : cell
  return rows
    .map((row, index) => {
      const cells = row.map(quoted)
      if (index === rows.length - 1 && index > 0 && odd > 0) cells.push('more')
      if (index === rows.length - 1 && index > 0 && odd < 0 && types.length > 1) cells.pop()
      return cells.join(delimiter) + lineEnd
    })
    .join('')
}

const { cluster, client } = await sharedCluster()
await client.rows(`.alter database ${cluster.database} policy streamingingestion enable`)

/** Sends bytes by streaming ingestion; true if they landed. */
async function land(table: string, format: DataFormat, body: string): Promise<boolean> {
  const url = `${cluster.clusterUri}/v1/rest/ingest/${cluster.database}/${table}?streamFormat=${format}`
  const response = await fetch(url, { method: 'POST', body })
  await response.arrayBuffer()
  return response.ok
}

/** What is streamed has no tag. */
const untagged = {
  execute: async (_database: string, query: string) => ({
    rows: (await client.rows(query.replace(/\| where extent_tags\(\) has \S+ /, ''))).map((row) =>
      Object.values(row),
    ),
  }),
} as unknown as KustoConnection

test(
  'what the check foresees of rows, nulls and values is what the local cluster lands',
  { timeout: 240_000 },
  async () => {
    let number = 0
    await fc.assert(
      fc.asyncProperty(generated, async (file) => {
        const table = `T${++number}`
        const body = textOf(file)
        const path = join(folder, `${table}.${file.format}`)
        writeFileSync(path, body)
        const columns = file.types.map((type, index) => ({ name: `c${index}`, type }))
        const look = await inspection.look(
          path,
          { columns, mapping: null },
          {
            format: file.format,
            ignoreFirstRecord: false,
            encoding: 'utf-8',
            skipLines: 0,
          },
        )
        expect(look.problem).toBeNull()
        const check = await inspection.check(look.lookId)
        inspection.service.close(look.lookId)
        expect(check.status).toBe('done')

        await client.rows(
          `.create table ${table} (${columns.map(({ name, type }) => `${name}:${type}`).join(', ')})`,
        )
        const landed = await land(table, file.format, body)
        expect(check.findings.some(({ effect }) => effect === 'refused')).toBe(!landed)
        if (!landed) return
        const where = { database: cluster.database, table, tag: 'none' }
        const values = await landedValues(untagged, where, columns)
        expect(check.read.records).toBe(values.rows)
        const foreseen = foreseenBy({ ...check, ...check.read }, { columns, mapping: null }, true)
        const account = valueAccount(foreseen, values)
        expect(account?.basis).toBe('whole')
        const others = account?.columns.filter((one) => one.unforeseen !== 0 || one.differs !== undefined)
        expect(others, body).toEqual([])
        const arrived = await client.rows(
          `${table} | project ${columns.map(({ name }) => `tostring(${name})`).join(', ')}`,
        )
        for (const [index, { name, type }] of columns.entries()) {
          if (!['real', 'int', 'long', 'timespan'].includes(type)) continue
          const isChanged = (cell: string): boolean =>
            // A number that is written otherwise is the same number.
            !cell.startsWith('0x') &&
            ((cell !== '' && arrivalOf(type, cell) === 'changed') ||
              (type === 'real' && /^[+-]?1e999$/.test(cell)))
          const told = check.findings.filter((one) => one.effect === 'changed' && one.column === name)
          const count = told.reduce((sum, one) => sum + one.count, 0)
          expect(count, body).toBe(file.rows.filter((row) => isChanged(row[index] ?? '')).length)
          const found = told.find(({ kind }) => kind === 'digitsLost')
          const landedTexts = new Set(arrived.map((row) => Object.values(row)[index]))
          for (const { becomes } of found?.examples ?? [])
            expect([...landedTexts].map(Number)).toContain(Number(becomes?.replace('inf', 'Infinity')))
        }
      }),
      { numRuns: rounds.foreseenFiles, timeout: 20_000, interruptAfterTimeLimit: 300_000 },
    )
  },
)
