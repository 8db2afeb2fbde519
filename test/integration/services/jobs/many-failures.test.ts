import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sharedJobs } from './jobs-under-test'

const studio = await sharedJobs()
const count = 1000

test(
  'of 1,000 sources that fail each says why, and the one among them lands',
  { timeout: 120_000 },
  async () => {
    await studio.createTable('Failing')
    const files = Array.from({ length: count }, (_, index) => studio.file(`failing-${index}.csv`, '1,a\n'))
    for (const [index, file] of files.entries()) if (index !== count / 2) rmSync(file)
    const sources = files.map((handle) => ({ kind: 'file' as const, handle, format: 'csv' as const }))
    const { jobId } = await studio.start({ table: 'Failing', sources })
    const failed = await studio.settled(jobId, 60_000)
    expect(failed).toMatchObject({
      status: 'partiallySucceeded',
      counts: { failed: count - 1, succeeded: 1 },
      rows: { landed: 1 },
    })
    // What the window gets with each change stays small.
    expect(JSON.stringify(failed).length).toBeLessThan(200_000)
    const listed = studio.jobs.sources({ jobId, offset: 0, limit: count })
    const reasons = listed.flatMap(({ state }) => (state.kind === 'failed' ? [state.error.message] : []))
    expect(new Set(reasons).size).toBe(count - 1)
    for (const reason of reasons) expect(reason).toMatch(/^“failing-\d+\.csv” is not there\.$/)
    expect(await studio.client.count('Failing')).toBe(1)
  },
)
