import { formatFromName, type DataFormat } from '../domain/data-format'
import { mappingKindOf, mappingNamed } from '../domain/mapping-kind'
import type { Target } from '../domain/schema/inspection'
import { StudioError } from '../domain/studio-error'
import type { CatalogService } from '../services/studio-services'

/**
 * What records have to fit: a table's columns and, if one is named, its mapping.
 *
 * @param mapping.format The format of what is sent, as far as it is known: a name may stand for a mapping of each kind.
 * @throws StudioError `TableNotFound`, or `RequestInvalid` for a mapping that the table does not have.
 */
export async function targetOfTable(
  catalog: CatalogService,
  table: { readonly database: string; readonly table: string },
  mapping: { readonly name: string | undefined; readonly format: DataFormat | undefined },
  signal: AbortSignal,
): Promise<Target> {
  const ref = { database: table.database, table: table.table }
  const { columns } = await catalog.table(ref, signal)
  const { name, format } = mapping
  if (name === undefined) return { table: ref, columns, mapping: null }
  const kind = format === undefined ? undefined : mappingKindOf(format)
  const found = mappingNamed(await catalog.mappings(ref, signal), name, kind)
  if (found !== undefined) return { table: ref, columns, mapping: found.columns }
  throw new StudioError('RequestInvalid', `The table ${table.table} has no ingestion mapping “${name}”.`, {
    subject: name,
    nextStep: 'Name one of its mappings with --mapping, or create it first.',
  })
}

/** The format of what is sent, before anything of it is read: the one that was said, else that of the first name with one. */
export function formatForMapping({
  format,
  paths,
}: {
  readonly format?: DataFormat | undefined
  readonly paths: readonly string[]
}): DataFormat | undefined {
  if (format !== undefined) return format
  return paths
    .map((path) => formatFromName(path.replace(/[?#].*$/, '')).format)
    .find((known) => known !== undefined)
}
