import { afterAll, beforeAll, expect, test } from 'vitest'
import { mapConcurrently } from '../../../electron/domain/concurrency/map-concurrently'
import { rounds, seedOf } from '../../support/rounds'
import { batchOf, batchSize, runBatch } from './batch'
import { WholeWayStudio } from './whole-way-studio'

const files = rounds.wholeWayFiles
const seed = seedOf('WHOLE_WAY_SEED', files === 2_000)
/** The one batch to be run again. */
const only = process.env['WHOLE_WAY_BATCH']
const batches =
  only === undefined
    ? Array.from({ length: Math.ceil(files / batchSize) }, (_, index) => index)
    : [Number(only)]

let studio: WholeWayStudio
beforeAll(async () => {
  studio = await WholeWayStudio.start()
})
afterAll(() => studio.close())

test(
  `${batches.length * batchSize} files of every kind land as a reader of their rules says, or are refused and say so`,
  { timeout: 120_000 + batches.length * 20_000 },
  async () => {
    // While one batch waits for the cluster, another is made or compared.
    const faults = await mapConcurrently(batches, 2, async (batch) => {
      const fault = await runBatch(studio, batchOf(seed, batch))
      const again = `WHOLE_WAY_SEED=${seed} WHOLE_WAY_BATCH=${batch} npx vitest run --project faults whole-way`
      return fault === undefined ? [] : [`${fault}\nAgain by ${again}`]
    })
    expect(faults.flat().join('\n\n')).toBe('')
  },
)
