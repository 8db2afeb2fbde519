import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeStormEventsCsv } from '../../../electron/domain/storm-events'

test('the sample file is what its generator makes', () => {
  const file = readFileSync(new URL('../../../assets/stormevents.csv', import.meta.url), 'utf8')
  expect(file === makeStormEventsCsv()).toBe(true)
})
