import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SourceRequest } from '../../../../electron/domain/schema/source'
import { eventually } from '../../../support/eventually'
import { JobsUnderTest } from './jobs-under-test'

const megabyte = 1_048_576
const reading = { format: 'csv', ignoreFirstRecord: false, encoding: 'windows-1252', skipLines: 0 } as const
const rows = 400_000

let studio: JobsUnderTest
let free: number
/** What is free when it is asked for the first time, where that is something else. */
let freeAtFirst: number | undefined

beforeAll(async () => {
  studio = await JobsUnderTest.start()
  await studio.open({
    spaceAt() {
      const found = freeAtFirst ?? free
      freeAtFirst = undefined
      return Promise.resolve({ free: found, total: 1024 * megabyte })
    },
  })
})
afterAll(() => studio.close())

/** A file of 20 MB that has to be converted. */
function source(name: string): SourceRequest {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${row},M\xfcller und noch mehr Text, der Platz braucht\n`,
  )
  return { kind: 'file', handle: studio.file(name, Buffer.from(lines.join(''), 'latin1')), reading }
}

const converted = (): string[] => {
  const folder = join(studio.home, 'converted')
  return existsSync(folder) ? readdirSync(folder) : []
}

test('a job that there is no room to convert for is not begun', async () => {
  free = 50 * megabyte
  await studio.createTable('Refused')
  await expect(studio.start({ table: 'Refused', sources: [source('refused.csv')] })).rejects.toMatchObject({
    code: 'DiskFull',
    message: expect.stringMatching(
      /^Converting these sources needs about 8\d MB on the disk with the home folder, and 50 MB are free\.$/,
    ) as string,
  })
})

test('a conversion whose room is gone since waits, says so, and goes on once there is room', async () => {
  freeAtFirst = 1000 * megabyte
  free = 50 * megabyte
  await studio.createTable('Waits')
  const { jobId } = await studio.start({ table: 'Waits', sources: [source('waits.csv')] })
  const waiting = await eventually(
    () => studio.job(jobId),
    ({ trouble }) => trouble !== null,
  )
  expect(waiting.trouble?.message).toMatch(/^Converting “waits\.csv” needs about 8\d MB .* 50 MB are free\.$/)
  expect(waiting.trouble?.nextStep).toContain('Make room there')
  expect(converted()).toEqual([])
  free = 1000 * megabyte
  expect(await studio.settled(jobId)).toMatchObject({
    status: 'succeeded',
    rows: { expected: rows, landed: rows },
  })
})
