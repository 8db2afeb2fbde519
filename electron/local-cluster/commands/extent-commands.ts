import type { StoredTable } from '../engine/catalog'
import type { Extent } from '../engine/extents'
import type { ExtentScope, ExtentSelection, ExtentTagFilter, ShowExtents } from '../kql/management-command'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandContext } from './command-context'

/** An extent and its table. */
interface Found {
  readonly table: StoredTable
  readonly extent: Extent
}

/** `.show extents` of the cluster, a database or tables, filtered by tags. */
export async function showExtents(context: CommandContext, command: ShowExtents): Promise<ResultTable> {
  return extentTable(await findExtents(context, command))
}

/** `.drop extents` and `.drop extent`; with `whatif`, what they would drop. */
export async function dropExtents(
  context: CommandContext,
  command: { readonly whatIf: boolean; readonly selection: ExtentSelection },
  selectByQuery: (show: ShowExtents) => Promise<readonly string[]>,
): Promise<ResultTable> {
  const found = await selectExtents(context, command.selection, selectByQuery)
  if (!command.whatIf) {
    for (const table of new Set(found.map((entry) => entry.table))) {
      const own = found.filter((entry) => entry.table === table)
      await context.state.extents.drop(
        table,
        own.map(({ extent }) => extent),
      )
    }
  }
  return resultTable(
    { ExtentId: 'guid', TableName: 'string', CreatedOn: 'datetime' },
    found.map(({ extent, table }) => [extent.id, table.name, extent.createdOn]),
  )
}

/** `.alter`, `.alter-merge` and `.drop extent tags`. */
export async function alterExtentTags(
  context: CommandContext,
  command: {
    readonly mode: 'replace' | 'merge' | 'drop'
    readonly tags: readonly string[]
    readonly selection: ExtentSelection
  },
  selectByQuery: (show: ShowExtents) => Promise<readonly string[]>,
): Promise<ResultTable> {
  const found = await selectExtents(context, command.selection, selectByQuery)
  const changes = found.map(({ extent }) => ({ number: extent.number, tags: newTags(extent.tags, command) }))
  await context.state.extents.setTags(changes)
  return resultTable(
    { OriginalExtentId: 'string', ResultExtentId: 'string', ResultExtentTags: 'string', Details: 'string' },
    found.map(({ extent }, index) => [extent.id, extent.id, (changes[index]?.tags ?? []).join('\n'), '']),
  )
}

function newTags(
  tags: readonly string[],
  command: { readonly mode: 'replace' | 'merge' | 'drop'; readonly tags: readonly string[] },
): readonly string[] {
  if (command.mode === 'replace') return command.tags
  if (command.mode === 'merge') return [...new Set([...tags, ...command.tags])]
  return tags.filter((tag) => !command.tags.includes(tag))
}

async function findExtents(
  context: CommandContext,
  command: Pick<ShowExtents, 'scope' | 'ids' | 'tags'>,
): Promise<Found[]> {
  const { extents } = context.state
  const tables = tablesIn(context, command.scope)
  const byNumber = new Map(tables.map((table) => [table.number, table]))
  const ids = command.ids.map((id) => id.toLowerCase())
  const one = tables.length === 1 ? tables[0]?.number : undefined
  return (await extents.list(one)).flatMap((extent) => {
    const table = byNumber.get(extent.tableNumber)
    const wanted =
      (ids.length === 0 || ids.includes(extent.id)) && command.tags.every((filter) => holds(extent, filter))
    return table !== undefined && wanted ? [{ table, extent }] : []
  })
}

function tablesIn(context: CommandContext, scope: ExtentScope): readonly StoredTable[] {
  const { catalog } = context.state
  switch (scope.level) {
    case 'cluster':
      return catalog.databases().flatMap((database) => database.tables)
    case 'database':
      return catalog.database(scope.database ?? context.databaseName).tables
    case 'table':
      return [catalog.table(context.databaseName, scope.table)]
    case 'tables':
      return scope.tables.map((name) => catalog.table(context.databaseName, name))
  }
}

async function selectExtents(
  context: CommandContext,
  selection: ExtentSelection,
  selectByQuery: (show: ShowExtents) => Promise<readonly string[]>,
): Promise<Found[]> {
  if (selection.by === 'query') {
    const ids = await selectByQuery(selection.show)
    // findExtents takes an empty list as "all extents".
    if (ids.length === 0) return []
    return findExtents(context, { scope: selection.show.scope, ids, tags: [] })
  }
  const found = await findExtents(context, { scope: selection.scope, ids: [], tags: [] })
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

function extentTable(found: readonly Found[]): ResultTable {
  return resultTable(
    {
      ExtentId: 'guid',
      DatabaseName: 'string',
      TableName: 'string',
      MaxCreatedOn: 'datetime',
      OriginalSize: 'real',
      ExtentSize: 'real',
      CompressedSize: 'real',
      IndexSize: 'real',
      Blocks: 'long',
      Segments: 'long',
      ExtentContainerId: 'string',
      RowCount: 'long',
      MinCreatedOn: 'datetime',
      Tags: 'string',
      Kind: 'string',
      DeletedRowCount: 'long',
    },
    found.map(({ table, extent }): Cell[] => [
      extent.id,
      table.database,
      table.name,
      extent.createdOn,
      Number(extent.rawSize),
      Number(extent.rawSize),
      Number(extent.rawSize),
      0,
      1,
      1,
      '',
      extent.rows,
      extent.createdOn,
      extent.tags.join('\n'),
      'Default',
      0,
    ]),
  )
}
