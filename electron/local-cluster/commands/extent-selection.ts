import { commandVerb } from '../../domain/kql-text'
import type { StoredTable } from '../engine/catalog'
import type { Extent } from '../engine/extents'
import { KustoError } from '../answers/kusto-error'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandContext } from './command-context'
import type { CommandReader } from './command-reader'
import type { CommandScope } from './command-words'

/** The `tags` conditions of `.show … extents where tags …`; all must hold. */
export interface ExtentTagFilter {
  readonly operator: 'has' | '!has' | 'contains' | '!contains' | 'has_any'
  readonly values: readonly string[]
}

/** Where to look for extents, and which; without `ids`, all that the tags let through. */
export interface ExtentSearch {
  readonly scopes: readonly CommandScope[]
  readonly ids: readonly string[]
  readonly tags: readonly ExtentTagFilter[]
}

/** The extents that a command acts on: named, by age, or those that a `.show … extents` command returns. */
export type ExtentSelection =
  | { readonly by: 'ids'; readonly ids: readonly string[]; readonly scopes: readonly CommandScope[] }
  | { readonly by: 'query'; readonly csl: string }
  /** Without `olderThanTicks`: any age. */
  | { readonly by: 'age'; readonly olderThanTicks?: bigint; readonly scopes: readonly CommandScope[] }

/** An extent and its table. */
export interface FoundExtent {
  readonly table: StoredTable
  readonly extent: Extent
}

const ticksOfUnit: Readonly<Record<string, bigint>> = {
  days: 864_000_000_000n,
  hours: 36_000_000_000n,
  minutes: 600_000_000n,
}

/** `tags has 'a'`. */
export function readExtentTagFilter(reader: CommandReader): ExtentTagFilter {
  reader.expect('tags')
  const negated = reader.acceptMark('!')
  const operator = reader.acceptOne('has', 'contains', 'has_any')
  if (operator === 'has_any' && !negated) {
    return { operator, values: reader.list(() => reader.string('a tag')) }
  }
  if (operator === undefined || operator === 'has_any') {
    throw reader.failure("expected 'has', '!has', 'contains', '!contains' or 'has_any'.")
  }
  return { operator: negated ? `!${operator}` : operator, values: [reader.string('a tag')] }
}

/** All extents of the request's database. */
export const ownExtents: readonly CommandScope[] = [{ level: 'database', database: undefined }]

/** After `from`: `T`, `tables (A, B)` or `all tables`. */
export function readExtentTarget(reader: CommandReader): readonly CommandScope[] {
  if (reader.accept('all tables')) return ownExtents
  const table = reader.table()
  const tables = table === 'tables' && reader.sees('(') ? reader.tables() : [table]
  return tables.map((each) => ({ level: 'table', table: each }))
}

/** The extents that the rest of a command names. */
export function readExtentSelection(reader: CommandReader): ExtentSelection {
  if (reader.acceptMark('<|')) return { by: 'query', csl: checkedExtentQuery(reader.rest(), reader) }
  if (reader.sees('(')) {
    const ids = reader.list(() => reader.guid('an extent id'))
    return { by: 'ids', ids, scopes: reader.accept('from') ? readExtentTarget(reader) : ownExtents }
  }
  const age = reader.accept('older') ? { olderThanTicks: readAge(reader) } : {}
  reader.expect('from')
  return { by: 'age', ...age, scopes: readExtentTarget(reader) }
}

function readAge(reader: CommandReader): bigint {
  const count = reader.number('a number')
  const unit = reader.acceptOne('days', 'hours', 'minutes')
  if (unit === undefined) throw reader.failure("expected 'days' or 'hours'.")
  return BigInt(count) * (ticksOfUnit[unit] ?? 0n)
}

/** @throws KustoError when a scope is not there. */
export async function findExtents(context: CommandContext, search: ExtentSearch): Promise<FoundExtent[]> {
  const { extents } = context.state
  const tables = search.scopes.flatMap((scope) => tablesIn(context, scope))
  const byNumber = new Map(tables.map((table) => [table.number, table]))
  const ids = search.ids.map((id) => id.toLowerCase())
  const one = tables.length === 1 ? tables[0]?.number : undefined
  return (await extents.list(one)).flatMap((extent) => {
    const table = byNumber.get(extent.tableNumber)
    const wanted =
      (ids.length === 0 || ids.includes(extent.id)) && search.tags.every((filter) => holds(extent, filter))
    return table !== undefined && wanted ? [{ table, extent }] : []
  })
}

function tablesIn(context: CommandContext, scope: CommandScope): readonly StoredTable[] {
  const { catalog } = context.state
  switch (scope.level) {
    case 'cluster':
      return catalog.databases().flatMap((database) => database.tables)
    case 'database':
      return catalog.database(scope.database ?? context.databaseName).tables
    case 'table':
      return [catalog.table(context.databaseName, scope.table)]
  }
}

/** @throws KustoError when one of the extents, or a scope, is not there. */
export async function selectExtents(
  context: CommandContext,
  selection: ExtentSelection,
): Promise<FoundExtent[]> {
  if (selection.by === 'query') return queriedExtents(context, selection.csl)
  const found = await findExtents(context, { scopes: selection.scopes, ids: [], tags: [] })
  if (selection.by === 'age') {
    const now = ticksFromMilliseconds(context.state.clock.now())
    const age = selection.olderThanTicks
    return found.filter(({ extent }) => age === undefined || extent.createdOn < now - age)
  }
  const ids = selection.ids.map((id) => id.toLowerCase())
  for (const id of ids) {
    if (!found.some(({ extent }) => extent.id === id)) {
      throw new KustoError('BadRequest_EntityNotFound', `Extent '${id}' was not found.`)
    }
  }
  return found.filter(({ extent }) => ids.includes(extent.id))
}

/**
 * The text of a query for extents, or of a `.show` command.
 *
 * @throws KustoError: a syntax error for any other command.
 */
export function checkedExtentQuery(csl: string, reader: CommandReader): string {
  const verb = commandVerb(csl)
  if (verb === undefined || verb === 'show') return csl
  throw reader.failure("expected a query or a '.show … extents' command.")
}

/**
 * The extents that a `.show … extents | …` command or a query returns, in its column ExtentId.
 *
 * @throws KustoError if there is no such column.
 */
export async function queriedExtents(context: CommandContext, csl: string): Promise<FoundExtent[]> {
  const [table] = await context.runNested(csl)
  const column = table?.columns.findIndex(({ name }) => name === 'ExtentId') ?? -1
  if (table === undefined || column < 0)
    throw new KustoError('General_BadRequest', 'The query does not return the column ExtentId.')
  const ids = table.rows.map((row) => String(row[column]))
  // findExtents takes an empty list as "all extents".
  return ids.length === 0 ? [] : findExtents(context, { scopes: [{ level: 'cluster' }], ids, tags: [] })
}

/** Tags compare without regard to case: `has` takes the whole tag, `contains` any part of it. */
function holds(extent: Extent, filter: ExtentTagFilter): boolean {
  const tags = extent.tags.map((tag) => tag.toLowerCase())
  const values = filter.values.map((value) => value.toLowerCase())
  const has = values.some((value) => tags.includes(value))
  const contains = values.some((value) => tags.some((tag) => tag.includes(value)))
  switch (filter.operator) {
    case 'has':
    case 'has_any':
      return has
    case '!has':
      return !has
    case 'contains':
      return contains
    case '!contains':
      return !contains
  }
}
