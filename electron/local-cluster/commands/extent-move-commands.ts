import type { StoredTable } from '../engine/catalog'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import { literalBody, parseDatetimeTicks } from '../kql/scalars/literal-values'
import { ticksFromMilliseconds } from '../time/ticks'
import { runAsync } from './async-operation'
import { command } from './command'
import type { CommandContext } from './command-context'
import type { CommandProperties } from './command-reader'
import {
  checkedExtentQuery,
  queriedExtents,
  readExtentSelection,
  selectExtents,
  type ExtentSelection,
  type FoundExtent,
} from './extent-selection'

/** Extents that go into a table. */
interface MoveExtents {
  readonly target: string
  readonly selection: ExtentSelection
  readonly properties: CommandProperties
  readonly async: boolean
}

/** `… to table T [with (…)]`, then the ids if not `all`. */
const moveExtentsFrom = command({
  words: ['', 'async '].flatMap((how) => [
    `move ${how}extents from table T to table T`,
    `move ${how}extents all from table T to table T`,
  ]),
  read(reader, start): MoveExtents {
    const [source = '', target = ''] = start.names
    const properties = reader.properties()
    const scopes = [{ level: 'table', table: source }] as const
    const selection: ExtentSelection = start.has('all')
      ? { by: 'age', scopes }
      : { by: 'ids', ids: reader.list(() => reader.guid('an extent id')), scopes }
    return { target, selection, properties, async: start.has('async') }
  },
  run: runMove,
})

/** `… [with (…)] <| query`. */
const moveExtentsByQuery = command({
  words: ['move extents to table T', 'move async extents to table T'],
  read(reader, start): MoveExtents {
    const properties = reader.properties()
    if (!reader.sees('<|')) throw reader.failure("expected '<|' and a query.")
    const selection = readExtentSelection(reader)
    return { target: start.name, selection, properties, async: start.has('async') }
  },
  run: runMove,
})

async function runMove(context: CommandContext, args: MoveExtents): Promise<ResultTable> {
  const target = context.state.catalog.table(context.databaseName, args.target)
  const work = async (): Promise<ResultTable> => {
    const moved = createdWithin(args.properties, await selectExtents(context, args.selection))
    return replace(context, target, { moved, dropped: [] }, args.properties)
  }
  return args.async ? runAsync(context, 'ExtentsMove', work) : work()
}

/** `… [with (…)] <| { extents to drop }, { extents to move }`. */
const replaceExtents = command({
  words: ['replace extents in table T', 'replace async extents in table T'],
  read(reader, start) {
    const properties = reader.properties()
    const query = (what: string): string =>
      checkedExtentQuery(reader.enclosed('{}', what).slice(1, -1), reader)
    reader.expectMark('<|')
    const dropped = query('a query for the extents to drop')
    reader.expectMark(',')
    const moved = query('a query for the extents to move')
    return { target: start.name, properties, dropped, moved, async: start.has('async') }
  },
  run(context, args) {
    const target = context.state.catalog.table(context.databaseName, args.target)
    const work = async (): Promise<ResultTable> => {
      const dropped = createdWithin(args.properties, await queriedExtents(context, args.dropped))
      const moved = createdWithin(args.properties, await queriedExtents(context, args.moved))
      return replace(context, target, { moved, dropped }, args.properties)
    }
    return args.async ? runAsync(context, 'ExtentsReplace', work) : work()
  },
})

/** The commands that take extents from one table to another. */
export const extentMoveCommands = [moveExtentsFrom, moveExtentsByQuery, replaceExtents]

async function replace(
  context: CommandContext,
  target: StoredTable,
  change: { readonly moved: readonly FoundExtent[]; readonly dropped: readonly FoundExtent[] },
  properties: CommandProperties,
): Promise<ResultTable> {
  const { moved, dropped } = change
  for (const { table, extent } of dropped) {
    if (table.number !== target.number) {
      throw new KustoError(
        'General_BadRequest',
        `Extent '${extent.id}' cannot be dropped: it is in table '${table.name}', not in '${target.name}'. Nothing was changed.`,
      )
    }
  }
  for (const table of new Set(moved.map((each) => each.table))) checkColumns(table, target)
  const isNew = properties['setnewingestiontime']?.toLowerCase() === 'true'
  const ids = await context.state.extents.replace(target, {
    moved,
    dropped: dropped.map(({ extent }) => extent),
    ...(isNew ? { createdOn: ticksFromMilliseconds(context.state.clock.now()) } : {}),
  })
  return resultTable({ OriginalExtentId: 'string', ResultExtentId: 'string', Details: 'string' }, [
    ...dropped.map(({ extent }) => [extent.id, '', '']),
    ...moved.map(({ extent }, index) => [extent.id, ids[index] ?? '', '']),
  ])
}

/** The target must have all columns of a table whose rows it gets, and both must be in one database. */
function checkColumns(source: StoredTable, target: StoredTable): void {
  if (source.database !== target.database) {
    throw new KustoError(
      'General_BadRequest',
      `Extents of table '${source.name}' cannot be moved: it is in database '${source.database}', not in '${target.database}'. Nothing was changed.`,
    )
  }
  const missing = source.columns.find(
    ({ name, type }) => !target.columns.some((column) => column.name === name && column.type === type),
  )
  if (missing === undefined) return
  throw new KustoError(
    'BadRequest_SchemaMismatch',
    `Extents of table '${source.name}' cannot be moved: table '${target.name}' has no column '${missing.name}' of type ${missing.type}. Nothing was changed.`,
  )
}

/** Only the extents that were created between the properties `extentCreatedOnFrom` and `extentCreatedOnTo`. */
function createdWithin(properties: CommandProperties, found: readonly FoundExtent[]): readonly FoundExtent[] {
  const from = timeOf(properties, 'extentcreatedonfrom')
  const to = timeOf(properties, 'extentcreatedonto')
  return found.filter(
    ({ extent }) =>
      (from === undefined || extent.createdOn >= from) && (to === undefined || extent.createdOn <= to),
  )
}

function timeOf(properties: CommandProperties, name: string): bigint | undefined {
  const text = properties[name]
  if (text === undefined) return undefined
  const ticks = parseDatetimeTicks(literalBody(text))
  if (ticks !== undefined) return ticks
  throw new KustoError('General_BadRequest', `The property '${name}' is no datetime: '${text}'.`)
}
