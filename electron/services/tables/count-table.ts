import type { Clock } from '../../domain/concurrency/clock'
import { tagPrefix } from '../jobs/start/job-tag'
import { createCatalogReader } from '../kusto/catalog-reader'
import type { KustoConnection } from '../kusto/connection'
import { rowsByTag, taggedExtents } from '../kusto/extents'
import { readTable, taggedOf, type TableReading } from './table-reading'

/**
 * Counts a table once, and the rows under some tags at the same moment.
 *
 * @param tags Without their `drop-by:`.
 * @throws StudioError as `readTable`.
 */
export async function countTable(
  connection: KustoConnection,
  where: { readonly database: string; readonly table: string },
  tags: readonly string[],
  options: { readonly clock: Clock; readonly signal?: AbortSignal | undefined },
): Promise<Pick<TableReading, 'rows'> & { readonly rowsUnder: ReadonlyMap<string, number> }> {
  const { clock, signal } = options
  const ask = {
    rows: () => createCatalogReader(connection).rowCount(where.database, where.table, { signal }),
    tagged: async () => {
      const askedAt = clock.elapsed()
      return {
        askedAt,
        rows: rowsByTag(await taggedExtents(connection, where, tags, tagPrefix, signal), tags),
      }
    },
  }
  const reading = await readTable(ask, undefined, { rows: true, tags, freshTags: true }, clock)
  return { rows: reading.rows, rowsUnder: taggedOf(reading)?.rows ?? new Map() }
}
