import { z } from 'zod'
import { bracketEntityName, quoteString } from '../../domain/entity-name'
import { StudioError } from '../../domain/studio-error'
import type { KustoConnection } from './connection'
import type { ResultTable } from './connection'

/** An extent with one of our tags. */
interface TaggedExtent {
  readonly extentId: string
  readonly rows: number
  /** As the service writes it, ISO 8601. */
  readonly createdOn: string
  /** All its tags, including their `drop-by:`. */
  readonly tags: readonly string[]
}

const count = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])

/** The tag that a job's extents carry. */
export function dropByTag(tag: string): string {
  return `drop-by:${tag}`
}

/**
 * The extents of a table that carry one of the tags (documents: .show table extents).
 *
 * @param tags Without their `drop-by:`; one command serves them all.
 * @param sharedPrefix The prefix of all the studio's tags, without `drop-by:`.
 */
export async function taggedExtents(
  connection: KustoConnection,
  where: { readonly database: string; readonly table: string },
  tags: readonly string[],
  sharedPrefix: string,
  signal?: AbortSignal,
): Promise<TaggedExtent[]> {
  const [only] = tags
  if (only === undefined) return []
  const filter =
    tags.length === 1
      ? `has ${quoteString(dropByTag(only))}`
      : `contains ${quoteString(dropByTag(sharedPrefix))}`
  const command = `.show table ${bracketEntityName(where.table)} extents where tags ${filter}`
  const table = await connection.execute(where.database, command, { signal })
  const wanted = new Set(tags.map(dropByTag))
  return readExtents(table).filter((extent) => extent.tags.some((tag) => wanted.has(tag)))
}

/** Rows under each tag, 0 for one that no extent carries; tags without their `drop-by:`. */
export function rowsByTag(
  extents: readonly TaggedExtent[],
  tags: readonly string[],
): ReadonlyMap<string, number> {
  const rowsOf = (tag: string): number =>
    extents.reduce((sum, extent) => sum + (extent.tags.includes(dropByTag(tag)) ? extent.rows : 0), 0)
  return new Map(tags.map((tag) => [tag, rowsOf(tag)]))
}

/**
 * Drops the extents that carry the tag, and only those.
 *
 * @returns Ids of the extents that were dropped.
 */
export async function dropTaggedExtents(
  connection: KustoConnection,
  where: { readonly database: string; readonly table: string },
  tag: string,
  signal?: AbortSignal,
): Promise<void> {
  const show = `.show table ${bracketEntityName(where.table)} extents where tags has ${quoteString(dropByTag(tag))}`
  await connection.execute(where.database, `.drop extents <| ${show}`, { signal })
}

function readExtents(table: ResultTable): TaggedExtent[] {
  const index = (name: string): number => {
    const found = table.columns.findIndex((column) => column.name === name)
    if (found === -1) throw malformed(`no column ${name}`)
    return found
  }
  const [id, rows, created, tags] = [
    index('ExtentId'),
    index('RowCount'),
    table.columns.findIndex((column) => column.name === 'MinCreatedOn' || column.name === 'CreatedOn'),
    index('Tags'),
  ]
  return table.rows.map((row) => {
    const parsedRows = count.safeParse(row[rows])
    if (!parsedRows.success) throw malformed('a row count that is no number')
    return {
      extentId: String(row[id]),
      rows: parsedRows.data,
      createdOn: String(row[created] ?? ''),
      tags: splitTags(row[tags]),
    }
  })
}

/** The service writes tags one to a line, or as a JSON list. */
function splitTags(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' ? value.split(/[\r\n]+/).filter((tag) => tag !== '') : []
}

function malformed(what: string): StudioError {
  return new StudioError('ResponseMalformed', `The list of extents cannot be read (${what}).`, {
    retryable: true,
    nextStep: 'Try again.',
  })
}
