import { fakeFile, fakeTable } from '../api/fake/fake-world'
import type { Scene } from './scene'

const manyColumns = ['StartTime: datetime']
for (let index = 2; index <= 1000; index++) manyColumns.push(`Measurement_${index}: real`)

/** Scenes at the limits: counts, names and lists far longer than usual. */
export const hugeScenes: Readonly<Record<string, Scene>> = {
  huge: async (studio) => {
    const name = `Telemetry_${'with_a_very_long_name_'.repeat(9)}`.slice(0, 200)
    const table = fakeTable('Samples', name, { schema: manyColumns.join(','), rows: 123_456_789_012 })
    table.lastRow = ['2026-11-23T11:59:58.1234567Z', ...manyColumns.slice(1).map((_, index) => index / 7)]
    studio.world.tables.push(table)
    await studio.api.call('table/watch', { database: 'Samples', table: name })
    studio.clock.advance(30_000)
    const found = fakeFile('measurements.csv', { records: 900_000_000_000, sizeBytes: 9e12 })
    studio.world.files.set(found.handle, found)
    const sources = [{ kind: 'file', handle: found.handle, ignoreFirstRecord: true } as const]
    await studio.api.call('jobs/start', { database: 'Samples', table: name, sources })
    studio.clock.advance(8_000)
  },
  millionReadings: async (studio) => {
    const table = fakeTable('Samples', 'Sensors', { rows: 1_000_000 })
    studio.world.tables.push(table)
    const from = studio.clock.now() - 1_000_000 * 1000
    table.points = Array.from({ length: 1_000_000 }, (_, index) => ({
      at: from + index * 1000,
      rows: index + ((index * 7919) % 1000),
      ours: index >> 1,
    }))
    await studio.api.call('table/watch', { database: 'Samples', table: 'Sensors' })
  },
  manyFiles: (studio) => {
    studio.world.tables.push(fakeTable('Samples', 'Sensors'))
    studio.world.chosen = Array.from({ length: 10_000 }, (_, index) =>
      fakeFile(`sensor-${String(index).padStart(5, '0')}.csv`, { handle: `f${index}` }),
    )
  },
  manySources: async (studio) => {
    const table = fakeTable('Samples', 'Sensors')
    studio.world.tables.push(table)
    await studio.api.call('table/watch', { database: 'Samples', table: 'Sensors' })
    const sources = Array.from({ length: 400 }, (_, index) => {
      const found = fakeFile(`sensor-${String(index).padStart(5, '0')}.csv`, {
        handle: `f${index}`,
        sizeBytes: 2_000_000 + index * 130_000,
      })
      studio.world.files.set(found.handle, found)
      return { kind: 'file', handle: found.handle, ignoreFirstRecord: true } as const
    })
    await studio.api.call('jobs/start', { database: 'Samples', table: 'Sensors', sources })
    studio.clock.advance(700)
  },
}
