import type { ScalarType } from '../../../../electron/domain/scalar-type'
import type { Column } from '../../../../electron/domain/schema/table'
import type { ColumnFacts, Snapshot, SnapshotPart } from '../../../../electron/domain/schema/snapshot'

/** What a part of a fake table holds in a column; the rest is nothing. */
export type FakeFacts = Partial<ColumnFacts>

/** How a fake table is at one moment. */
interface FakeMoment {
  readonly others: { readonly rows: number; readonly facts?: Readonly<Record<string, FakeFacts>> }
  readonly ours?: { readonly rows: number; readonly facts?: Readonly<Record<string, FakeFacts>> }
  readonly distinct?: Readonly<Record<string, number>>
  readonly widths?: Readonly<Record<string, number>>
  readonly change?: Partial<Snapshot>
}

const nothing: ColumnFacts = { nulls: 0, distinct: 0, min: null, max: null, bins: [], values: null }

/** Makes a snapshot from what its columns hold. */
export function fakeSnapshot(snapshotId: string, columns: readonly Column[], moment: FakeMoment): Snapshot {
  const partOf = (part: NonNullable<FakeMoment['ours']>): SnapshotPart => ({
    rows: part.rows,
    counted: part.rows,
    spread: part.rows,
    columns: columns.map(({ name }) => ({ ...nothing, ...part.facts?.[name] })),
  })
  const { others, ours, distinct = {}, widths = {}, change = {} } = moment
  return {
    snapshotId,
    clusterUri: 'http://127.0.0.1:40123',
    isLocalCluster: true,
    database: 'Samples',
    table: 'MyStormEvents',
    at: Date.parse('2026-11-23T12:01:04Z'),
    moment: 'after',
    jobId: null,
    rows: others.rows + (ours?.rows ?? 0),
    sizeBytes: null,
    originalBytes: null,
    extents: null,
    ownSizes: null,
    columns: columns.map(({ name, type }) => ({
      name,
      type,
      width: widths[name] ?? (isScaled(type) ? 1 : null),
      distinct: distinct[name] ?? others.facts?.[name]?.distinct ?? null,
    })),
    furtherColumns: 0,
    others: partOf(others),
    ours: ours === undefined ? null : partOf(ours),
    tag: ours === undefined ? null : 'studio-1',
    otherIngestions: 0,
    ...change,
  }
}

function isScaled(type: ScalarType): boolean {
  return ['datetime', 'decimal', 'int', 'long', 'real', 'timespan'].includes(type)
}
