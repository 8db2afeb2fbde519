import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import { command } from './command'
import type { CommandContext } from './command-context'
import {
  findExtents,
  ownExtents,
  readExtentSelection,
  readExtentTagFilter,
  readExtentTarget,
  selectExtents,
  type ExtentSearch,
  type ExtentSelection,
  type ExtentTagFilter,
  type FoundExtent,
} from './extent-selection'

const owners = ['cluster', 'database', 'database N', 'table T', 'tables (T)']

/** `… [(ids)] [hot] [where tags has 'a' and tags contains 'b' …]`. */
const showExtents = command({
  words: owners.map((owner) => `show ${owner} extents`),
  read(reader, start): ExtentSearch {
    const ids = reader.sees('(') ? reader.list(() => reader.guid('an extent id')) : []
    reader.accept('hot')
    const tags: ExtentTagFilter[] = []
    if (reader.accept('where')) {
      do tags.push(readExtentTagFilter(reader))
      while (reader.accept('and'))
    }
    reader.properties()
    return { scopes: start.scopes, ids, tags }
  },
  run: async (context, args) => extentTable(await findExtents(context, args)),
})

interface DropExtents {
  readonly whatIf: boolean
  readonly selection: ExtentSelection
}

/** `[whatif] <| .show … extents …`, `(ids) [from T]`, `[older N days] from T|all tables`. */
const dropExtents = command({
  words: ['drop extents'],
  read: (reader): DropExtents => ({
    whatIf: reader.accept('whatif'),
    selection: readExtentSelection(reader),
  }),
  run: runDrop,
})

/** `GUID [from T]`. */
const dropExtent = command({
  words: ['drop extent'],
  read(reader): DropExtents {
    const ids = [reader.guid('an extent id')]
    const scopes = reader.accept('from') ? readExtentTarget(reader) : ownExtents
    return { whatIf: false, selection: { by: 'ids', ids, scopes } }
  },
  run: runDrop,
})

/** With `whatif`, answers with what it would drop. */
async function runDrop(context: CommandContext, args: DropExtents): Promise<ResultTable> {
  const found = await selectExtents(context, args.selection)
  if (!args.whatIf) {
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

interface AlterExtentTags {
  readonly mode: 'alter' | 'alter-merge' | 'drop'
  readonly tags: readonly string[]
  readonly selection: ExtentSelection
}

/** `… ('a', 'b') <| .show … extents`. The table, if one is named, is where the extents are anyway. */
const alterExtentTags = command({
  words: ['alter', 'alter-merge'].flatMap((verb) => [`${verb} extent tags`, `${verb} table T extent tags`]),
  read: (reader, start): AlterExtentTags => ({
    mode: start.verb('alter', 'alter-merge'),
    tags: reader.listOrNothing(() => reader.string('a tag')),
    selection: readExtentSelection(reader),
  }),
  run: runTags,
})

/** `… ('a', 'b')`, for all of the table's extents. */
const dropExtentTags = command({
  words: ['drop extent tags from table T'],
  read: (reader, start): AlterExtentTags => ({
    mode: 'drop',
    tags: reader.list(() => reader.string('a tag')),
    selection: { by: 'age', scopes: start.scopes },
  }),
  run: runTags,
})

async function runTags(context: CommandContext, args: AlterExtentTags): Promise<ResultTable> {
  const found = await selectExtents(context, args.selection)
  const changes = found.map(({ extent }) => ({ number: extent.number, tags: newTags(extent.tags, args) }))
  await context.state.extents.setTags(changes)
  return resultTable(
    { OriginalExtentId: 'string', ResultExtentId: 'string', ResultExtentTags: 'string', Details: 'string' },
    found.map(({ extent }, index) => [extent.id, extent.id, (changes[index]?.tags ?? []).join('\n'), '']),
  )
}

function newTags(tags: readonly string[], args: AlterExtentTags): readonly string[] {
  if (args.mode === 'alter') return args.tags
  if (args.mode === 'alter-merge') return [...new Set([...tags, ...args.tags])]
  return tags.filter((tag) => !args.tags.includes(tag))
}

/** The commands of extents. */
export const extentCommands = [showExtents, dropExtents, dropExtent, alterExtentTags, dropExtentTags]

function extentTable(found: readonly FoundExtent[]): ResultTable {
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
