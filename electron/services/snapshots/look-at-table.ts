import { z } from 'zod'
import type { Snapshot, SnapshotPart } from '../../domain/schema/snapshot'
import type { Column } from '../../domain/schema/table'
import {
  columnsAtOnce,
  extentsCommand,
  mostColumns,
  partScope,
  snapshotQuery,
} from '../../domain/snapshot/snapshot-query'
import { StudioError } from '../../domain/studio-error'
import { createCatalogReader } from '../kusto/catalog-reader'
import type { KustoConnection } from '../kusto/connection'
import { readSnapshotAnswer, type SnapshotAnswer } from './snapshot-answer'

/** What a look at a table finds: a snapshot without when and why. */
type TableLook = Omit<
  Snapshot,
  | 'snapshotId'
  | 'clusterUri'
  | 'isLocalCluster'
  | 'database'
  | 'table'
  | 'at'
  | 'moment'
  | 'jobId'
  | 'otherIngestions'
>

/** Of all extents, or of those with a tag; null is not known. */
interface Sizes {
  readonly rows: number
  readonly extents: number | null
  readonly sizeBytes: number | null
  readonly originalBytes: number | null
}

/** Longer than this, and a look would be a load on the cluster. */
const timeoutMs = 60_000
const number = z.coerce.number().nonnegative()

/**
 * Looks at a table: its size, and what each column holds. Of a large table, a sample is read.
 *
 * @param where The tag of an ingestion, without `drop-by:`, tells its rows apart, or leaves them out: a table as it was
 *   before an ingestion can be looked at even if some of its rows are there already.
 * @throws StudioError `TableNotFound`, `TimedOut`, or as the query fails.
 */
export async function lookAtTable(
  connection: KustoConnection,
  where: {
    readonly database: string
    readonly table: string
    readonly tag: string | null
    readonly withoutOurs: boolean
  },
  signal?: AbortSignal,
): Promise<TableLook> {
  const { database, table, tag, withoutOurs } = where
  const options = { signal, timeoutMs, isReadOnly: true }
  const [allColumns, { all, tagged }] = await Promise.all([
    createCatalogReader(connection).columns(database, table, { signal }),
    sizesOf(connection, where, signal),
  ])
  const columns = allColumns.slice(0, mostColumns)
  const rowsOfOthers = Math.max(0, all.rows - tagged.rows)
  const others = partScope(rowsOfOthers, columns.length)
  const ours = tag === null || withoutOurs ? null : partScope(tagged.rows, columns.length)
  const found: SnapshotAnswer[] = []
  for (let first = 0; first < columns.length; first += columnsAtOnce) {
    const some = columns.slice(first, first + columnsAtOnce)
    const query = snapshotQuery({ table, tag, ours, others }, some, first)
    found.push(readSnapshotAnswer(await connection.execute(database, query, options), some, first))
  }
  const otherPart = partOf(found, 'others', others.countsAll ? null : rowsOfOthers)
  const ownPart = ours === null ? null : partOf(found, 'ours', ours.countsAll ? null : tagged.rows)
  const shown = withoutOurs ? less(all, tagged) : all
  const { sizeBytes, originalBytes, extents } = tagged
  return {
    rows: otherPart.rows + (ownPart?.rows ?? 0),
    sizeBytes: shown.sizeBytes,
    originalBytes: shown.originalBytes,
    extents: shown.extents,
    ownSizes: ours === null ? null : { sizeBytes, originalBytes, extents },
    columns: found.flatMap((one) => one.columns),
    furtherColumns: allColumns.length - columns.length,
    others: otherPart,
    ours: ownPart,
    tag,
  }
}

/** @param rows How many it has, if not all of them were counted. */
function partOf(
  found: readonly SnapshotAnswer[],
  which: 'ours' | 'others',
  rows: number | null,
): SnapshotPart {
  const parts = found.map(({ columns, parts: of }) => of.get(which) ?? emptyPart(columns))
  const [first] = parts
  const counted = first?.counted ?? 0
  return {
    rows: Math.max(rows ?? 0, counted),
    counted,
    spread: first?.spread ?? 0,
    columns: parts.flatMap(({ columns }) => columns),
  }
}

/** Rows, extents and size by the list of extents; only the rows where the account may not see it. */
async function sizesOf(
  connection: KustoConnection,
  {
    database,
    table,
    tag,
  }: { readonly database: string; readonly table: string; readonly tag: string | null },
  signal?: AbortSignal,
): Promise<{ readonly all: Sizes; readonly tagged: Sizes }> {
  try {
    const answer = await connection.execute(database, extentsCommand(table, tag), { signal })
    const of = (name: string): number => {
      const index = answer.columns.findIndex((column) => column.name === name)
      const parsed = number.safeParse(answer.rows[0]?.[index] ?? 0)
      return parsed.success && Number.isFinite(parsed.data) ? Math.round(parsed.data) : 0
    }
    const sizes = (prefix: '' | 'Our'): Sizes => ({
      rows: of(`${prefix}Rows`),
      extents: of(`${prefix}Extents`),
      sizeBytes: of(`${prefix}Size`),
      originalBytes: of(`${prefix}Original`),
    })
    return { all: sizes(''), tagged: sizes('Our') }
  } catch (error) {
    if (!(error instanceof StudioError) || !['AccessDenied', 'CommandFailed'].includes(error.code))
      throw error
    const rows = await createCatalogReader(connection).rowCount(database, table, { signal })
    const unknown = { extents: null, sizeBytes: null, originalBytes: null }
    return { all: { rows, ...unknown }, tagged: { rows: 0, ...unknown } }
  }
}

function less(all: Sizes, tagged: Sizes): Sizes {
  const minus = (from: number | null, taken: number | null): number | null =>
    from === null || taken === null ? null : Math.max(0, from - taken)
  return {
    rows: Math.max(0, all.rows - tagged.rows),
    extents: minus(all.extents, tagged.extents),
    sizeBytes: minus(all.sizeBytes, tagged.sizeBytes),
    originalBytes: minus(all.originalBytes, tagged.originalBytes),
  }
}

function emptyPart(columns: readonly Column[]): SnapshotPart {
  const nothing = { nulls: 0, distinct: 0, min: null, max: null, bins: [], values: null }
  return { rows: 0, counted: 0, spread: 0, columns: columns.map(() => nothing) }
}
