import { parseMapping } from '../domain/ingestion-mapping'
import type { Target } from '../domain/schema/inspection'
import { StudioError } from '../domain/studio-error'
import type { CatalogService } from '../services/studio-services'

/**
 * What records have to fit: a table's columns and, if one is given, a mapping.
 *
 * @param given.mapping The name of one of the table's mappings.
 * @param given.mappingText A mapping as JSON.
 * @throws StudioError `TableNotFound`, or `RequestInvalid` for a mapping that the table does not have.
 */
export async function targetOfTable(
  catalog: CatalogService,
  table: { readonly database: string; readonly table: string },
  given: { readonly mapping: string | undefined; readonly mappingText: string | undefined },
  signal: AbortSignal,
): Promise<Target> {
  const ref = { database: table.database, table: table.table }
  const { mapping, mappingText } = given
  const { columns } = await catalog.table(ref, signal)
  // What is wrong with a text is said by whoever sends it, who knows the formats.
  if (mappingText !== undefined) return { table: ref, columns, mapping: parseMapping(mappingText) }
  if (mapping === undefined) return { table: ref, columns, mapping: null }
  const all = await catalog.mappings(ref, signal)
  const found = all.find(({ name }) => name === mapping)
  if (found !== undefined) return { table: ref, columns, mapping: found.columns }
  const names = all.map(({ name }) => `“${name}”`)
  const has = names.length === 0 ? 'It has none.' : `It has ${[...new Set(names)].slice(0, 5).join(', ')}.`
  throw new StudioError(
    'RequestInvalid',
    `The table ${table.table} has no ingestion mapping “${mapping}”. ${has}`,
    {
      subject: mapping,
      nextStep: 'Name one of its mappings with --mapping, or create it first.',
    },
  )
}
