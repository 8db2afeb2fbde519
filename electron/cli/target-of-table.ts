import type { Target } from '../domain/schema/inspection'
import { StudioError } from '../domain/studio-error'
import type { CatalogService } from '../services/studio-services'

/**
 * What records have to fit: a table's columns and, if one is named, its mapping.
 *
 * @throws StudioError `TableNotFound`, or `RequestInvalid` for a mapping that the table does not have.
 */
export async function targetOfTable(
  catalog: CatalogService,
  table: { readonly database: string; readonly table: string },
  mapping: string | undefined,
  signal: AbortSignal,
): Promise<Target> {
  const ref = { database: table.database, table: table.table }
  const { columns } = await catalog.table(ref, signal)
  if (mapping === undefined) return { table: ref, columns, mapping: null }
  const found = (await catalog.mappings(ref, signal)).find(({ name }) => name === mapping)
  if (found !== undefined) return { table: ref, columns, mapping: found.columns }
  throw new StudioError('RequestInvalid', `The table ${table.table} has no ingestion mapping “${mapping}”.`, {
    subject: mapping,
    nextStep: 'Name one of its mappings with --mapping, or create it first.',
  })
}
