import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ScalarType } from '../../../electron/domain/scalar-type'
import { profileOf } from '../../../electron/inspection/column-profile'
import { openEngine } from '../../../electron/inspection/engine'
import type { Part } from '../../../electron/inspection/part'
import { PartCheck } from '../../../electron/inspection/part-check'
import type { Probe } from '../../../electron/inspection/probe'
import type { DuckDbEngine } from '../../../electron/local-cluster/engine/duckdb-engine'
import { quoteText } from '../../../electron/local-cluster/engine/sql-text'
import { fromText } from '../../../electron/local-cluster/engine/text-conversion'

let engine: DuckDbEngine
const folder = mkdtempSync(join(tmpdir(), 'studio-plain-'))

beforeAll(async () => {
  engine = await openEngine(join(folder, 'spill'), () => undefined)
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const forms: readonly { readonly type: ScalarType; readonly plain: string[]; readonly odd: string[] }[] = [
  {
    type: 'int',
    plain: ['0', '-7', '2147483647', ''],
    odd: [' 12', '+5', '007', '0x1F', '1.5', '2147483648', 'x', ' '],
  },
  {
    type: 'long',
    plain: ['0', '-7', '9223372036854775807', ''],
    odd: ['+5', '00', '0x1F', '1e3', '-0', 'n/a'],
  },
  {
    type: 'datetime',
    plain: ['2026-01-02', '2026-01-02 03:04:05.1234567', '2026-01-02T03:04:05Z', ''],
    odd: [
      ' 2026-01-02',
      '0999-01-01',
      'Fri, 02 Jan 2026 03:04:05 GMT',
      '02/03/2026',
      '13/12/2026',
      'soon',
      '2026-13-01',
    ],
  },
]

interface Judged {
  readonly profile: unknown
  readonly findings: unknown
}

async function judge(type: ScalarType, parts: readonly (readonly string[])[]): Promise<Judged> {
  const text = 'f0'
  const probe: Probe = { name: 'a', ordinal: 0, column: 'a', type, text, value: fromText(type, text) }
  const check = new PartCheck(engine, [probe], { table: 'meta.judged', inferred: [type] })
  let before = 0
  for (const texts of parts) {
    const first = before
    const rows = texts.map((one) => `(${quoteText(one)})`)
    const part: Part = {
      relation: `(SELECT * FROM (VALUES ${rows.join(', ')}) AS v(f0))`,
      condition: 'true',
      hasLongTexts: false,
      places: (numbers) =>
        numbers.map((number) => ({
          record: first + number,
          line: first + number,
          raw: texts[number - 1] ?? null,
        })),
    }
    await check.add(part, AbortSignal.timeout(30_000))
    before += texts.length
  }
  await check.dispose()
  const [tally] = check.tallies
  if (tally === undefined) throw new Error('There is no tally.')
  // Distinct values are estimated from the first parts.
  return { profile: { ...profileOf(tally, undefined), distinct: 0 }, findings: check.findings(true) }
}

// A part after the first is at first taken for one that a program wrote, which is judged in a shorter way.
test.each(forms)(
  '$type: a part in odd forms after plain ones is judged as if it had come first',
  async ({ type, plain, odd }) => {
    const texts = fc.array(fc.constantFrom(...plain, ...odd), { minLength: 1, maxLength: 12 })
    const plains = fc.array(fc.constantFrom(...plain), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(plains, texts, plains, async (first, second, third) => {
        expect(await judge(type, [first, second, third])).toEqual(
          await judge(type, [[...first, ...second, ...third]]),
        )
      }),
      { numRuns: 25, seed: 2026 },
    )
  },
)
