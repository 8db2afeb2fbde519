import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Check } from '../../../electron/domain/schema/inspection'
import { InspectionUnderTest, targetOf } from '../../support/inspection-under-test'

let inspection: InspectionUnderTest
const folder = mkdtempSync(join(tmpdir(), 'studio-inspection-'))
const large = join(folder, 'large.csv')

beforeAll(async () => {
  inspection = await InspectionUnderTest.start()
  const record = '1,2024-01-02T03:04:05Z,some text that takes room,3.14159\n'
  writeFileSync(large, record.repeat(3_000_000))
})
afterAll(async () => {
  await inspection.service.end()
  rmSync(folder, { recursive: true, force: true })
})

const target = targetOf('id:long, at:datetime, note:string, value:real')

/** The first change of a check that is as wanted. */
function nextCheck(isWanted: (check: Check) => boolean): Promise<Check> {
  return new Promise((resolve) => {
    const forget = inspection.service.onChange((check) => {
      if (!isWanted(check)) return
      forget()
      resolve(check)
    })
  })
}

test('a check tells its progress, grows its revision, and stops in the middle', async () => {
  const { lookId } = await inspection.look(large, target)
  const revisions: number[] = []
  const forget = inspection.service.onChange(({ revision }) => revisions.push(revision))
  const begun = nextCheck(
    ({ read, status }) => status === 'running' && read.isWhole === false && read.records > 100_000,
  )
  expect(inspection.service.check(lookId).status).toBe('running')
  await begun
  expect(inspection.service.stop(lookId).status).toBe('stopped')
  const last = await nextCheck(({ status }) => status === 'stopped')
  expect(last.read.records).toBeLessThan(3_000_000)
  expect(last.read.isWhole).toBe(false)
  expect(revisions).toEqual([...revisions].sort((left, right) => left - right))
  expect(new Set(revisions).size).toBe(revisions.length)
  forget()
})

test('when the process dies, the running check fails with a retryable error and the next call works', async () => {
  const { lookId } = await inspection.look(large, target)
  const failed = nextCheck(({ status }) => status === 'failed')
  const begun = nextCheck(({ read, status }) => status === 'running' && read.records > 100_000)
  inspection.service.check(lookId)
  await begun
  const starts = inspection.starts
  await inspection.kill()
  expect((await failed).error).toMatchObject({ retryable: true })
  const rows = await inspection.service.rows({ lookId, which: 'first', offset: 0, limit: 1 })
  expect(rows[0]?.cells[0]).toBe('1')
  expect(inspection.starts).toBe(starts + 1)
})

test('a look that is closed is not known any more', async () => {
  const { lookId } = await inspection.lookAt({ kind: 'paste', text: 'a,b\n1,2\n', name: 'rows' }, null)
  inspection.service.close(lookId)
  await expect(
    inspection.service.rows({ lookId, which: 'first', offset: 0, limit: 1 }),
  ).rejects.toMatchObject({ code: 'RequestInvalid' })
})

test('who waits for a check does not wait for ever when another look takes its place', async () => {
  const { lookId } = await inspection.look(large, target)
  const never = new AbortController()
  const waiting = expect(inspection.service.whole(lookId, never.signal)).rejects.toThrow(
    'This look is not known any more.',
  )
  const source = { kind: 'paste', text: '1,2024-01-02,some text,1.5\n', name: 'rows' } as const
  await inspection.service.look({ source, lookId, target })
  await waiting
  expect((await inspection.service.whole(lookId, never.signal)).read.records).toBe(1)
  inspection.service.close(lookId)
})
