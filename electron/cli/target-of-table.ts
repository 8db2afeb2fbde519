import { formatFromName, type DataFormat } from '../domain/data-format'
import { parseMapping } from '../domain/ingestion-mapping'
import { mappingKindOf, mappingNamed } from '../domain/mapping-kind'
import type { Target } from '../domain/schema/inspection'
import { StudioError } from '../domain/studio-error'
import type { CatalogService } from '../services/studio-services'

/**
 * What records have to fit: a table's columns and, if one is given, a mapping.
 *
 * @param given.mapping The name of one of the table's mappings, and the format of what is sent, as far as it is known: a
 *   name may stand for a mapping of each kind.
 * @param given.mappingText A mapping as JSON.
 * @throws StudioError `TableNotFound`, or `RequestInvalid` for a mapping that the table does not have.
 */
export async function targetOfTable(
  catalog: CatalogService,
  table: { readonly database: string; readonly table: string },
  given: {
    readonly mapping: { readonly name: string | undefined; readonly format: DataFormat | undefined }
    readonly mappingText: string | undefined
  },
  signal: AbortSignal,
): Promise<Target> {
  const ref = { database: table.database, table: table.table }
  const { mapping, mappingText } = given
  const { columns } = await catalog.table(ref, signal)
  // What is wrong with a text is said by whoever sends it, who knows the formats.
  if (mappingText !== undefined) return { table: ref, columns, mapping: parseMapping(mappingText) }
  const { name, format } = mapping
  if (name === undefined) return { table: ref, columns, mapping: null }
  const kind = format === undefined ? undefined : mappingKindOf(format)
  const all = await catalog.mappings(ref, signal)
  const found = mappingNamed(all, name, kind)
  if (found !== undefined) return { table: ref, columns, mapping: found.columns }
  const names = [...new Set(all.map((one) => `“${one.name}”`))]
  const has = names.length === 0 ? 'It has none.' : `It has ${names.slice(0, 5).join(', ')}.`
  throw new StudioError(
    'RequestInvalid',
    `The table ${table.table} has no ingestion mapping “${name}”. ${has}`,
    {
      subject: name,
      nextStep: 'Name one of its mappings with --mapping, or create it first.',
    },
  )
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
