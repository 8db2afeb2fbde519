import type { Finding } from '../../../electron/domain/schema/inspection'
import { shapes, stormContent, type FakeColumn } from '../api/fake/fake-content'
import { fakeFile } from '../api/fake/fake-world'
import type { FakeStudio } from '../api/fake-studio'
import type { FileSource } from '../../../electron/domain/schema/file-source'
import { addStormTables, type Scene } from './scene'

/** Chooses files as the user would; the scene's driver opens the page. */
function choose(studio: FakeStudio, ...files: FileSource[]): void {
  addStormTables(studio)
  studio.world.chosen = files
}

const large: Partial<FileSource> = {
  handle: 'storms',
  records: 1_000_000,
  sizeBytes: 162_000_000,
  rawDataSizeBytes: 162_000_000,
}

const none: readonly Finding[] = []

const wideColumns: readonly FakeColumn[] = Array.from({ length: 1000 }, (_, index) =>
  index === 0
    ? {
        name: 'Time',
        inferred: 'datetime',
        value: (record) => `2026-11-${String(1 + (record % 28)).padStart(2, '0')}T08:00:00Z`,
        distribution: shapes.even,
        range: ['2026-11-01T08:00:00Z', '2026-11-28T08:00:00Z'],
      }
    : {
        name: `Sensor_${String(index).padStart(4, '0')}`,
        inferred: 'real',
        value: (record) => (((record * 37 + index * 101) % 9973) / 100).toFixed(2),
        distribution: index % 3 === 0 ? shapes.hill : index % 3 === 1 ? shapes.even : shapes.falling,
        range: ['0', String(20 + (index % 80))],
        choices: [
          { type: 'real', lost: 0 },
          { type: 'decimal', lost: 0 },
          { type: 'string', lost: 0 },
        ],
      },
)

const jsonColumns: readonly FakeColumn[] = [
  {
    name: 'id',
    path: '$.id',
    inferred: 'guid',
    value: (r) => `7f3a91c2-5d0e-4b7a-9c1f-${String(r).padStart(12, '0')}`,
    distinct: 48_000,
  },
  {
    name: 'at',
    path: '$.at',
    inferred: 'datetime',
    value: (r) => `2026-11-23T${String(r % 24).padStart(2, '0')}:15:00Z`,
    distribution: shapes.even,
    range: ['2026-11-01T00:15:00Z', '2026-11-23T23:15:00Z'],
  },
  {
    name: 'user.name',
    path: '$.user.name',
    inferred: 'string',
    value: (r) => ['ana', 'bo', 'chen', 'dara'][r % 4] ?? '',
    distribution: shapes.falling,
    distinct: 412,
  },
  {
    name: 'user.geo.lat',
    path: '$.user.geo.lat',
    inferred: 'real',
    value: (r) => (40 + (r % 900) / 100).toFixed(2),
    distribution: shapes.hill,
    range: ['40', '48.99'],
  },
  {
    name: 'user.geo.lon',
    path: '$.user.geo.lon',
    inferred: 'real',
    value: (r) => (r % 7 === 0 ? null : (2 + (r % 700) / 100).toFixed(2)),
    distribution: shapes.hill,
    range: ['2', '8.99'],
    empty: 6857,
  },
  {
    name: 'amount',
    path: '$.amount',
    inferred: 'decimal',
    value: (r) => ((r * 17) % 20_000) / 100 + '',
    distribution: shapes.falling,
    range: ['0', '199.99'],
  },
  {
    name: 'tags',
    path: '$.tags',
    inferred: 'dynamic',
    value: (r) => `["web","v${r % 5}"]`,
    distribution: shapes.falling,
    distinct: 31,
  },
]

const parquetColumns: readonly FakeColumn[] = [
  {
    name: 'trip_id',
    path: '$.trip_id',
    inferred: 'long',
    value: (r) => String(90_000_000 + r),
    distribution: shapes.even,
    range: ['90000000', '91204118'],
    distinct: 1_204_118,
  },
  {
    name: 'pickup',
    path: '$.pickup',
    inferred: 'datetime',
    value: (r) =>
      `2026-10-${String(1 + (r % 30)).padStart(2, '0')}T12:${String(r % 60).padStart(2, '0')}:00Z`,
    distribution: shapes.hill,
    range: ['2026-10-01T00:00:00Z', '2026-10-31T23:59:00Z'],
  },
  {
    name: 'distance',
    path: '$.distance',
    inferred: 'real',
    value: (r) => ((r % 240) / 10).toFixed(1),
    distribution: shapes.falling,
    range: ['0', '23.9'],
  },
  {
    name: 'fare',
    path: '$.fare',
    inferred: 'decimal',
    value: (r) => ((r * 13) % 9000) / 100 + '',
    distribution: shapes.falling,
    range: ['0', '89.99'],
  },
  {
    name: 'paid',
    path: '$.paid',
    inferred: 'bool',
    value: (r) => String(r % 9 !== 0),
    distribution: [11, 89],
    distinct: 2,
  },
  {
    name: 'note',
    path: '$.note',
    inferred: 'string',
    value: (r) => (r % 5 === 0 ? 'airport' : null),
    distribution: shapes.falling,
    empty: 963_294,
    distinct: 18,
  },
]

/** The page that looks into a source, in each of its states. */
export const prepareScenes: Readonly<Record<string, Scene>> = {
  prepare: (studio) => {
    choose(studio, fakeFile('stormevents-2025.csv', large))
    studio.world.contents.set('storms', stormContent({ checkMs: 500 }))
  },
  prepareChecking: (studio) => {
    choose(studio, fakeFile('stormevents-2025.csv', large))
    studio.world.contents.set('storms', stormContent({ checkMs: Number.POSITIVE_INFINITY }))
  },
  prepareReading: (studio) => {
    choose(studio, fakeFile('stormevents-2025.csv', large))
    studio.override('inspection/look', () => new Promise(() => undefined))
  },
  prepareGood: (studio) => {
    choose(studio, fakeFile('stormevents-2024.csv', { ...large, records: 412_306, sizeBytes: 66_800_000 }))
    studio.world.contents.set(
      'storms',
      stormContent({ records: 412_306, faults: [], findings: none, checkMs: 500 }),
    )
  },
  prepareWide: (studio) => {
    choose(studio, fakeFile('sensors.csv', { ...large, records: 20_000, sizeBytes: 121_000_000 }))
    studio.world.contents.set(
      'storms',
      stormContent({
        records: 20_000,
        columns: wideColumns,
        faults: [],
        checkMs: 500,
        sizeBytes: 121_000_000,
      }),
    )
  },
  prepareJson: (studio) => {
    choose(
      studio,
      fakeFile('events.jsonl', { ...large, format: 'json', records: 48_000, sizeBytes: 9_800_000 }),
    )
    studio.world.contents.set(
      'storms',
      stormContent({
        records: 48_000,
        columns: jsonColumns,
        faults: [],
        checkMs: 500,
        sizeBytes: 9_800_000,
        reading: { format: 'json', ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0, levels: 3 },
      }),
    )
  },
  prepareUnreadable: (studio) => {
    choose(studio, fakeFile('export.csv', { ...large, records: null, sizeBytes: 18_400 }))
    studio.world.contents.set(
      'storms',
      stormContent({
        sizeBytes: 18_400,
        columns: [],
        problem: {
          code: 'FormatMismatch',
          message: 'export.csv is a web page saved as a file, not CSV: it begins with “<!DOCTYPE html>”.',
          retryable: false,
          nextStep: 'Download the file itself; the page may have asked you to sign in.',
          line: 1,
        },
      }),
    )
  },
  prepareMany: (studio) => {
    const all: FileSource[] = Array.from({ length: 1986 }, (_, index) =>
      fakeFile(`readings-${String(index + 1).padStart(4, '0')}.csv`, {
        handle: index === 0 ? 'storms' : `r${index}`,
        records: 500 + (index % 37),
        sizeBytes: 81_000,
      }),
    )
    const header = fakeFile('x').headerColumns
    for (let index = 0; index < 9; index++) {
      all.push(
        fakeFile(`late-${index + 1}.csv`, {
          handle: `l${index}`,
          headerColumns: [...header, 'Battery'],
          records: 500,
          sizeBytes: 82_000,
        }),
      )
    }
    for (let index = 0; index < 4; index++) {
      all.push(
        fakeFile(`old-${index + 1}.csv`, {
          handle: `o${index}`,
          format: 'scsv',
          hasHeader: false,
          headerColumns: [],
          columnCount: 7,
          records: 480,
          sizeBytes: 79_000,
        }),
      )
    }
    all.push(
      fakeFile('broken.csv', {
        handle: 'b',
        problem: {
          code: 'FileNotReadable',
          message: 'broken.csv is not gzip, although its name ends in .gz.',
          retryable: false,
          nextStep: 'Download it again.',
        },
      }),
    )
    choose(studio, ...all)
    studio.world.contents.set(
      'storms',
      stormContent({ records: 500, faults: [], checkMs: 500, sizeBytes: 81_000 }),
    )
  },
  prepareBlob: (studio) => {
    addStormTables(studio)
    studio.world.contents.set(
      'blob',
      stormContent({ records: 41_200, faults: [], checkMs: Number.POSITIVE_INFINITY, sizeBytes: 6_700_000 }),
    )
  },
  prepareParquet: (studio) => {
    choose(
      studio,
      fakeFile('trips.parquet', {
        ...large,
        format: 'parquet',
        records: 1_204_118,
        sizeBytes: 41_000_000,
        hasHeader: false,
        headerColumns: [],
      }),
    )
    studio.world.contents.set(
      'storms',
      stormContent({
        records: 1_204_118,
        columns: parquetColumns,
        faults: [],
        checkMs: 500,
        sizeBytes: 41_000_000,
        reading: { format: 'parquet', ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 },
      }),
    )
  },
}
