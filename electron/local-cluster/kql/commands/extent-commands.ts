import type {
  CommandScope,
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

/** `[(ids)] [hot] [where tags has 'a' and tags contains 'b' …] [| query]`, behind the word `extents`. */
export function readShowExtents(
  reader: CommandReader,
  scope: CommandScope,
  tables?: readonly string[],
): ShowExtents {
  const ids = reader.sees('(') ? reader.list(() => reader.guid('an extent id')) : []
  reader.accept('hot')
  const tags: ExtentTagFilter[] = []
  if (reader.accept('where')) {
    do tags.push(readTagFilter(reader))
    while (reader.accept('and'))
  }
  reader.properties()
  const ofTables = tables === undefined ? {} : { tables }
  return { kind: 'showExtents', scope, ...ofTables, ids, tags, ...readPiped(reader) }
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

/** `[whatif] <| .show … extents …`, `(ids) [from T]`, `[older N days] from T|all tables`, behind `.drop extents`. */
export function readDropExtents(reader: CommandReader): ManagementCommand {
  const whatIf = reader.accept('whatif')
  return { kind: 'dropExtents', whatIf, selection: readSelection(reader) }
}

/** `GUID [from T]`, behind `.drop extent`. */
export function readDropExtent(reader: CommandReader): ManagementCommand {
  const ids = [reader.guid('an extent id')]
  const table = reader.accept('from') ? { table: reader.name('a table name') } : {}
  return ended(reader, { kind: 'dropExtents', whatIf: false, selection: { by: 'ids', ids, ...table } })
}

/** `tags ('a', 'b') <| …`, behind `.alter[-merge] extent`; also `.drop extent tags …`. */
export function readExtentTags(reader: CommandReader, mode: 'replace' | 'merge' | 'drop'): ManagementCommand {
  reader.accept('async')
  reader.accept('from')
  reader.accept('tags')
  if (reader.accept('table')) reader.name('a table name')
  const tags = reader.list(() => reader.string('a tag'))
  return { kind: 'alterExtentTags', mode, tags, selection: readSelection(reader) }
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
    const table = reader.accept('from') ? { table: reader.name('a table name') } : {}
    reader.end()
    return { by: 'ids', ids, ...table }
  }
  const age = reader.accept('older') ? { olderThanTicks: readAge(reader) } : {}
  reader.expect('from')
  const table = reader.accept('all tables') ? {} : { table: reader.name('a table name') }
  reader.end()
  return { by: 'age', ...age, ...table }
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
    return readShowExtents(reader, { level: 'database', database: undefined }, tables)
  }
  if (reader.accept('database extents')) {
    return readShowExtents(reader, { level: 'database', database: undefined })
  }
  const scope = readScope(reader)
  reader.expect('extents')
  return readShowExtents(reader, scope)
}
