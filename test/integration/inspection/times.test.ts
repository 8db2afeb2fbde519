import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Target } from '../../../electron/domain/schema/inspection'
import { InspectionUnderTest } from '../../support/inspection-under-test'

let inspection: InspectionUnderTest
const folder = mkdtempSync(join(tmpdir(), 'studio-times-'))

beforeAll(async () => {
  inspection = await InspectionUnderTest.start()
})
afterAll(async () => {
  await inspection.service.end()
  rmSync(folder, { recursive: true, force: true })
})

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const units = [
  ['Seconds', 1],
  ['Milliseconds', 1000],
  ['Microseconds', 1_000_000],
  ['Nanoseconds', 1_000_000_000],
] as const
const base = [1_735_689_600, 1_740_000_123, 1_750_000_456]

test.each(units)(
  '%s since 1970 are suggested as times, with what turns them into one',
  async (unit, factor) => {
    const times = base.map((seconds) => String(BigInt(seconds) * BigInt(factor)))
    const json = file(`${unit}.json`, times.map((time) => `{"created_at":${time}}\n`).join(''))
    const [ofJson] = (await inspection.look(json)).columns
    expect(ofJson?.inferred).toBe('long')
    expect(ofJson?.choices).toContainEqual({
      type: 'datetime',
      lost: 0,
      transform: `DateTimeFromUnix${unit}`,
    })

    const csv = file(
      `${unit}.csv`,
      `id,created_at\n${times.map((time, index) => `${index},${time}\n`).join('')}`,
    )
    const ofCsv = (await inspection.look(csv)).columns[1]
    expect(ofCsv?.choices).toContainEqual({ type: 'datetime', lost: 0, conversion: `unix${unit}` })

    const target: Target = {
      columns: [{ name: 'created_at', type: 'datetime' }],
      mapping: [
        {
          column: 'created_at',
          type: 'datetime',
          path: '$.created_at',
          transform: `DateTimeFromUnix${unit}`,
        },
      ],
    }
    const look = await inspection.look(json, target)
    const check = await inspection.check(look.lookId)
    expect(check.findings.filter(({ effect }) => effect !== 'none')).toEqual([])
    expect(check.columns[0]).toMatchObject({
      becomeNull: 0,
      minimum: '2025-01-01T00:00:00Z',
      maximum: '2025-06-15T15:14:16Z',
    })
  },
)

test('small whole numbers are long; int is there for whoever asks for it', async () => {
  const path = file('small.csv', 'n,code\n1,01\n-20,02\n300,03\n')
  const [small, code] = (await inspection.look(path)).columns
  expect(small?.inferred).toBe('long')
  expect(small?.choices.map(({ type }) => type)).toContain('int')
  expect(code?.inferred).toBe('string')
  const asked = await inspection.look(path, {
    columns: [
      { name: 'n', type: 'int' },
      { name: 'code', type: 'string' },
    ],
    mapping: null,
  })
  expect(asked.columns[0]).toMatchObject({ type: 'int', becomeNull: 0 })
})
