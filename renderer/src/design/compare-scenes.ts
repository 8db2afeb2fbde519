import type { FakeFacts } from '../api/fake/fake-snapshots'
import { fakeSnapshot } from '../api/fake/fake-snapshots'
import type { FakeStudio } from '../api/fake-studio'
import type { Snapshot } from '../../../electron/domain/schema/snapshot'
import { addStormTables, file, ingest, watch, type Scene } from './scene'

const day = 86_400
const width = 128 * day
const bin = (date: string): number => Math.floor(Date.parse(date) / 1000 / width)

/** Rows in waves over some years. */
function waves(from: string, to: string, height: number): FakeFacts['bins'] & object {
  const first = bin(from)
  return Array.from({ length: bin(to) - first + 1 }, (_, index) => ({
    bin: first + index,
    rows: Math.round(height * (1.2 + Math.sin(index / 3.1)) * (1 + index / 60)),
  }))
}

const falling = (rows: number, count: number, step = 1): FakeFacts['bins'] & object =>
  Array.from({ length: count }, (_, index) => ({
    bin: index * step,
    rows: Math.round(rows / (index + 1) ** 1.4),
  }))

const listed = (rows: number, names: readonly string[]): FakeFacts['values'] & object =>
  names.map((value, index) => ({ value, rows: Math.round(rows / (index + 1)) }))

const sources = [
  'Trained Spotter',
  'Law Enforcement',
  'Public',
  'Emergency Manager',
  'COOP Observer',
  'Newspaper',
]
const states = ['TEXAS', 'KANSAS', 'IOWA', 'ILLINOIS', 'MISSOURI', 'GEORGIA', 'OHIO', 'NEBRASKA', 'INDIANA']
const time = (from: string, to: string): FakeFacts => ({ min: `${from}T00:00:00Z`, max: `${to}T00:00:00Z` })

/** The tutorial's table before and after a file with a year more. */
export function stormSnapshots(studio: FakeStudio, jobId: string): readonly [Snapshot, Snapshot] {
  const columns = studio.world.tables[0]?.columns ?? []
  const old: Record<string, FakeFacts> = {
    StartTime: {
      ...time('2007-01-01', '2024-12-31'),
      distinct: 298_771,
      bins: waves('2007-01-01', '2024-12-31', 900),
    },
    EndTime: {
      ...time('2007-01-01', '2024-12-31'),
      distinct: 312_004,
      bins: waves('2007-01-01', '2024-12-31', 900),
    },
    State: { distinct: 67, values: listed(9000, states) },
    DamageProperty: { distinct: 1204, min: '0', max: '1200000000', bins: falling(30_000, 9) },
    DamageCrops: { nulls: 651, distinct: 311, min: '0', max: '80000000', bins: falling(40_000, 12) },
    Source: { distinct: 6, values: listed(20_000, sources) },
    StormSummary: { distinct: null },
  }
  const came: Record<string, FakeFacts> = {
    StartTime: {
      ...time('2023-03-02', '2025-12-31'),
      distinct: 280_000,
      bins: waves('2023-03-02', '2025-12-31', 14_000),
    },
    EndTime: {
      ...time('2023-03-02', '2025-12-31'),
      nulls: 2,
      distinct: 290_000,
      bins: waves('2023-03-02', '2025-12-31', 14_000),
    },
    State: { distinct: 67, values: listed(11_000, states) },
    DamageProperty: { distinct: 3988, min: '0', max: '3100000000', bins: falling(24_000, 24) },
    DamageCrops: { nulls: 11_000, distinct: 402, min: '0', max: '79000000', bins: falling(30_000, 12) },
    Source: { distinct: 9, values: listed(22_000, [...sources, 'Drone', 'App', 'Buoy']) },
    StormSummary: { distinct: null },
  }
  const widths = { StartTime: width, EndTime: width, DamageProperty: 134_217_728, DamageCrops: 8_388_608 }
  const at = studio.clock.now()
  const moment = { database: 'Samples', table: 'MyStormEvents', jobId } as const
  const before = fakeSnapshot('snapshot-1', columns, {
    others: { rows: 59_212, facts: old },
    widths,
    change: {
      ...moment,
      at: at - 70_000,
      moment: 'before',
      sizeBytes: 18_000_000,
      extents: 3,
      tag: 'studio-1',
    },
  })
  const after = fakeSnapshot('snapshot-2', columns, {
    others: { rows: 59_212, facts: old },
    ours: { rows: 1_000_000, facts: came },
    widths,
    distinct: {
      StartTime: 577_914,
      EndTime: 601_233,
      State: 67,
      DamageProperty: 3988,
      DamageCrops: 402,
      Source: 9,
    },
    change: {
      ...moment,
      at,
      sizeBytes: 181_000_000,
      extents: 7,
      ownSizes: { sizeBytes: 161_000_000, originalBytes: 900_000_000, extents: 5 },
    },
  })
  for (const snapshot of [before, after]) studio.world.snapshots.set(snapshot.snapshotId, snapshot)
  return [before, after]
}

/** A file with a year more has landed, and is compared with what was there. */
const compare: Scene = async (studio) => {
  const storms = addStormTables(studio)
  storms.rows = 59_212
  await watch(studio, storms)
  await ingest(studio, storms, file(studio, 'stormevents-2025.csv', { records: 1_000_000 }))
  studio.clock.advance(40_000)
  const [job] = [...studio.world.jobs.jobs.values()]
  stormSnapshots(studio, job?.jobId ?? '')
}

export const compareScenes = { compare } as const
