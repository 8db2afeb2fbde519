import type { Compression } from '../../../../electron/domain/data-format'
import type { ColumnProfile, Effect, Finding, Look } from '../../../../electron/domain/schema/inspection'
import type { Reading } from '../../../../electron/domain/schema/reading'
import type { ScalarType } from '../../../../electron/domain/scalar-type'
import type { WireError } from '../../../../electron/domain/schema/wire-error'

/** One field of a made-up source. */
export interface FakeColumn {
  readonly name: string
  readonly inferred: ScalarType
  readonly path?: string
  /** The text in a record, counted from 1; null: nothing there. */
  readonly value: (record: number) => string | null
  readonly empty?: number
  readonly distinct?: number
  readonly range?: readonly [string, string]
  readonly distribution?: readonly number[]
  readonly choices?: ColumnProfile['choices']
}

/** One value that does not fit every type. */
export interface FakeFault {
  readonly record: number
  /** Index of the field. */
  readonly field: number
  readonly value: string
  readonly kind: Finding['kind']
  readonly effect: Effect
  readonly becomes: string | null
  /** Types that take the value as it is. */
  readonly fits: readonly ScalarType[]
}

/** What a made-up source holds. */
export interface FakeContent {
  readonly reading: Reading
  readonly records: number
  readonly sizeBytes: number
  readonly compression: Compression
  readonly columns: readonly FakeColumn[]
  readonly faults: readonly FakeFault[]
  /** Findings about the whole source. */
  readonly findings: readonly Finding[]
  readonly problem: WireError | null
  /** Paths of JSON records. */
  readonly tree?: Look['tree']
  /** How many milliseconds the whole check takes; infinite: it stays where it is at 40 %. */
  readonly checkMs: number
}

/** How values of a kind are usually spread, in 20 bins. */
export const shapes = {
  hill: [3, 4, 6, 9, 13, 17, 21, 24, 26, 27, 26, 24, 22, 19, 16, 12, 9, 7, 5, 4],
  falling: [30, 22, 17, 14, 11, 9, 8, 7, 6, 5, 5, 4, 4, 3, 3, 3, 2, 2, 2, 2],
  spike: [40, 3, 2, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
  even: [10, 11, 10, 9, 10, 11, 12, 10, 9, 10, 10, 11, 10, 9, 11, 10, 10, 9, 10, 10],
} as const satisfies Record<string, readonly number[]>

const states = ['TEXAS', 'OHIO', 'KANSAS', 'FLORIDA', 'TEXAS', 'IOWA', 'NEBRASKA', 'MAINE', 'GEORGIA']
const reporters = [
  'Trained Spotter',
  'Law Enforcement',
  'Public',
  'Emergency Manager',
  'Mesonet',
  'COOP Observer',
  'Newspaper',
]
const damages = ['0', '25000', '0', '120000', '0', '0', '4000', '0']

const pad = (value: number): string => String(value).padStart(2, '0')
const day = (record: number, hour: number): string => {
  const month = Math.min(12, 1 + Math.floor(record / 83_400))
  return `2025-${pad(month)}-${pad(1 + (record % 28))}T${pad((hour + record) % 24)}:${pad((record * 7) % 60)}:00Z`
}
const pick = (from: readonly string[], record: number): string =>
  from[(record * 7 + (record >> 3)) % from.length] ?? ''

const stormColumns: readonly FakeColumn[] = [
  {
    name: 'StartTime',
    inferred: 'datetime',
    value: (record) => day(record, 3),
    distribution: shapes.hill,
    range: ['2025-01-01T00:00:00Z', '2025-12-31T23:00:00Z'],
    distinct: 341_202,
    choices: [
      { type: 'datetime', lost: 0 },
      { type: 'string', lost: 0 },
      { type: 'long', lost: 1_000_000 },
    ],
  },
  {
    name: 'EndTime',
    inferred: 'datetime',
    value: (record) => day(record, 6),
    distribution: shapes.hill,
    range: ['2025-01-01T02:00:00Z', '2025-12-31T23:59:00Z'],
    distinct: 352_807,
    choices: [
      { type: 'datetime', lost: 3 },
      { type: 'string', lost: 0 },
      { type: 'long', lost: 1_000_000 },
    ],
  },
  {
    name: 'State',
    inferred: 'string',
    value: (record) => pick(states, record),
    distribution: shapes.falling,
    distinct: 67,
    choices: [{ type: 'string', lost: 0 }],
  },
  {
    name: 'DamageProperty',
    inferred: 'long',
    value: (record) => pick(damages, record),
    distribution: shapes.spike,
    range: ['0', '3100000000'],
    distinct: 812,
    choices: [
      { type: 'long', lost: 0 },
      { type: 'int', lost: 1 },
      { type: 'real', lost: 0 },
      { type: 'decimal', lost: 0 },
      { type: 'string', lost: 0 },
    ],
  },
  {
    name: 'DamageCrops',
    inferred: 'long',
    value: (record) => (record % 11 === 0 ? null : record % 3 === 0 ? '1500' : '0'),
    distribution: shapes.spike,
    range: ['0', '80000000'],
    empty: 60_412,
    distinct: 402,
    choices: [
      { type: 'long', lost: 0 },
      { type: 'int', lost: 0 },
      { type: 'real', lost: 0 },
      { type: 'string', lost: 0 },
    ],
  },
  {
    name: 'Source',
    inferred: 'string',
    value: (record) => pick(reporters, record),
    distribution: shapes.falling,
    distinct: 31,
    choices: [{ type: 'string', lost: 0 }],
  },
  {
    name: 'StormSummary',
    inferred: 'dynamic',
    value: (record) =>
      `{"TotalDamages":${pick(damages, record)},"Details":{"Location":"${pick(states, record)}"}}`,
    distinct: 998_120,
    choices: [
      { type: 'dynamic', lost: 0 },
      { type: 'string', lost: 0 },
    ],
  },
]

/** Storm events with three faults that a glance does not show, and one that only an `int` column has. */
const stormFaults: readonly FakeFault[] = [
  {
    record: 17_431,
    field: 1,
    value: 'n/a',
    kind: 'nullWord',
    effect: 'null',
    becomes: null,
    fits: ['string'],
  },
  {
    record: 311_907,
    field: 3,
    value: '3100000000',
    kind: 'outOfRange',
    effect: 'null',
    becomes: null,
    fits: ['long', 'real', 'decimal', 'string'],
  },
  {
    record: 640_020,
    field: 1,
    value: 'unknown',
    kind: 'nullWord',
    effect: 'null',
    becomes: null,
    fits: ['string'],
  },
  {
    record: 640_021,
    field: 1,
    value: 'unknown',
    kind: 'nullWord',
    effect: 'null',
    becomes: null,
    fits: ['string'],
  },
]

/** Storm events, as a file of this many records holds them. */
export function stormContent(change: Partial<FakeContent> = {}): FakeContent {
  const records = change.records ?? 1_000_000
  return {
    reading: { format: 'csv', ignoreFirstRecord: true, encoding: 'utf-8', skipLines: 0 },
    records,
    sizeBytes: records * 162,
    compression: 'none',
    columns: stormColumns,
    faults: records > 700_000 ? stormFaults : [],
    findings: [],
    problem: null,
    checkMs: 2500,
    ...change,
  }
}
