import type {
  ExtentScope,
  ExtentSelection,
  ExtentTagFilter,
  ManagementCommand,
  ShowExtents,
} from '../management-command'
import type { CommandReader } from './command-reader'
import { ended, readPiped, readScope } from './command-scope'

const ticksOfUnit: Readonly<Record<string, bigint>> = {
  days: 864_000_000_000n,
  hours: 36_000_000_000n,
  minutes: 600_000_000n,
}

/** After the word `extents`: `[(ids)] [hot] [where tags has 'a' and tags contains 'b' …] [| query]`. */
export function readShowExtents(reader: CommandReader, scope: ExtentScope): ShowExtents {
  const ids = reader.sees('(') ? reader.list(() => reader.guid('an extent id')) : []
  reader.accept('hot')
  const tags: ExtentTagFilter[] = []
  if (reader.accept('where')) {
    do tags.push(readTagFilter(reader))
    while (reader.accept('and'))
  }
  reader.properties()
  return { kind: 'showExtents', scope, ids, tags, ...readPiped(reader) }
}

function readTagFilter(reader: CommandReader): ExtentTagFilter {
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

/** After `.drop extents`: `[whatif] <| .show … extents …`, `(ids) [from T]`, `[older N days] from T|all tables`. */
export function readDropExtents(reader: CommandReader): ManagementCommand {
  const whatIf = reader.accept('whatif')
  return { kind: 'dropExtents', whatIf, selection: readSelection(reader) }
}

/** After `.drop extent`: `GUID [from T]`. */
export function readDropExtent(reader: CommandReader): ManagementCommand {
  const ids = [reader.guid('an extent id')]
  const scope = reader.accept('from') ? readTarget(reader) : ownDatabase
  return ended(reader, { kind: 'dropExtents', whatIf: false, selection: { by: 'ids', ids, scope } })
}

/** After `.alter[-merge] extent`: `tags ('a', 'b') <| .show … extents`. */
export function readExtentTags(reader: CommandReader, mode: 'replace' | 'merge'): ManagementCommand {
  reader.expect('tags')
  const tags = reader.listOrNothing(() => reader.string('a tag'))
  return { kind: 'alterExtentTags', mode, tags, selection: readSelection(reader) }
}

/** After `.drop extent tags`: `from table T ('a', 'b')`, for all of the table's extents. */
export function readDropExtentTags(reader: CommandReader): ManagementCommand {
  reader.expect('from table')
  const scope: ExtentScope = { level: 'table', table: reader.name('a table name') }
  const tags = reader.list(() => reader.string('a tag'))
  return ended(reader, { kind: 'alterExtentTags', mode: 'drop', tags, selection: { by: 'age', scope } })
}

const ownDatabase: ExtentScope = { level: 'database', database: undefined }

/** After `from`: `T`, `tables (A, B)` or `all tables`. */
function readTarget(reader: CommandReader): ExtentScope {
  if (reader.accept('all tables')) return ownDatabase
  const table = reader.name('a table name')
  if (table !== 'tables' || !reader.sees('(')) return { level: 'table', table }
  return { level: 'tables', tables: reader.list(() => reader.name('a table name')) }
}

function readSelection(reader: CommandReader): ExtentSelection {
  if (reader.acceptMark('<|')) {
    if (reader.acceptMark('.')) {
      reader.expect('show')
      return { by: 'query', show: readExtentsCommand(reader) }
    }
    throw reader.failure("expected a '.show … extents' command.")
  }
  if (reader.sees('(')) {
    const ids = reader.list(() => reader.guid('an extent id'))
    const scope = reader.accept('from') ? readTarget(reader) : ownDatabase
    reader.end()
    return { by: 'ids', ids, scope }
  }
  const age = reader.accept('older') ? { olderThanTicks: readAge(reader) } : {}
  reader.expect('from')
  const scope = readTarget(reader)
  reader.end()
  return { by: 'age', ...age, scope }
}

function readAge(reader: CommandReader): bigint {
  const count = reader.number('a number')
  const unit = reader.acceptOne('days', 'hours', 'minutes')
  if (unit === undefined) throw reader.failure("expected 'days' or 'hours'.")
  return BigInt(count) * (ticksOfUnit[unit] ?? 0n)
}

function readExtentsCommand(reader: CommandReader): ShowExtents {
  if (reader.accept('tables')) {
    const tables = reader.list(() => reader.name('a table name'))
    reader.expect('extents')
    return readShowExtents(reader, { level: 'tables', tables })
  }
  if (reader.accept('database extents')) return readShowExtents(reader, ownDatabase)
  const scope = readScope(reader)
  reader.expect('extents')
  return readShowExtents(reader, scope)
}
