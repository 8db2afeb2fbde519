import { StudioError } from '../../domain/studio-error'
import { tagPrefix } from '../jobs/start/job-tag'
import type { ExecuteOptions, KustoConnection } from '../kusto/connection'
import { createCatalogReader } from '../kusto/catalog-reader'
import { rowsByTag, taggedExtents } from '../kusto/extents'
import type { WatchedTable } from './jobs-for-chart'

/** A count of a table, and of the rows in it that carry tags, of one moment. */
export interface AttributedCount {
  readonly rows: number
  /** Rows by tag; null when the account may not see extents. */
  readonly tagged: ReadonlyMap<string, number> | null
}

/** Readings until the count held still while the tags were counted. */
const maximumReadings = 4

/**
 * Counts a table together with what landed under tags. The service has no one command for both, so the table is
 * counted before and after: where the two agree, the tags were counted at that moment.
 *
 * @param rows The count that was just read.
 * @throws StudioError as the counting of rows does.
 */
export async function countAttributed(
  connection: KustoConnection,
  table: WatchedTable,
  tags: readonly string[],
  rows: number,
  options: ExecuteOptions,
): Promise<AttributedCount> {
  const reader = createCatalogReader(connection)
  let before = rows
  for (let reading = 1; ; reading++) {
    const tagged = await countTags(connection, table, tags, options)
    if (tagged === null) return { rows: before, tagged }
    const after = await reader.rowCount(table.database, table.table, options)
    if (after === before || reading === maximumReadings) return { rows: after, tagged }
    before = after
  }
}

async function countTags(
  connection: KustoConnection,
  table: WatchedTable,
  tags: readonly string[],
  options: ExecuteOptions,
): Promise<ReadonlyMap<string, number> | null> {
  try {
    return rowsByTag(await taggedExtents(connection, table, tags, tagPrefix, options.signal), tags)
  } catch (error) {
    // Whoever may query need not be allowed to see extents; the jobs then say what they know.
    if (error instanceof StudioError && error.code === 'AccessDenied') return null
    throw error
  }
}
