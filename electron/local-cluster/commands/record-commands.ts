import type { StoredTable } from '../engine/catalog'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import { skipBlanks } from '../../domain/kql-text'
import { readStringLiteral } from '../kql/string-literal'
import { withOverflowRetry } from '../queries/overflow-retry'
import { readResult } from '../queries/run-queries'
import { ticksFromMilliseconds } from '../time/ticks'
import { runAsync } from './async-operation'
import { command } from './command'
import type { CommandContext } from './command-context'

/**
 * The column that names the row to delete: DuckDB's own number of the row. No Kusto column can have this name, and
 * the operators that a predicate may use keep it.
 */
const rowId = '$rowid'

/** `… [with (whatif=true)] <| T | where …`. */
const deleteRecords = command({
  words: ['delete table T records', 'delete async table T records'],
  read(reader, start) {
    const whatIf = reader.properties()['whatif']?.toLowerCase() === 'true'
    reader.expectMark('<|')
    return { table: start.name, whatIf, predicate: reader.rest(), async: start.has('async') }
  },
  run(context, args) {
    const table = context.state.catalog.table(context.databaseName, args.table)
    checkPredicate(args.predicate)
    if (args.whatIf) return countMatches(context, table, args.predicate)
    const work = (): Promise<ResultTable> => deleteMatches(context, table, args.predicate)
    return args.async ? runAsync(context, 'TableDataDelete', work) : work()
  },
})

/** The command that deletes rows. */
export const recordCommands = [deleteRecords]

async function deleteMatches(
  context: CommandContext,
  table: StoredTable,
  predicate: string,
): Promise<ResultTable> {
  const { extents, queries } = context.state
  const { signal } = context.limits
  const changed = await withOverflowRetry(predicate, async (wrapping) => {
    const { sql, columns } = await translate(context, table, predicate, wrapping)
    const index = columns.findIndex(({ name }) => name === rowId)
    const names = columns.map((_column, at) => `c${at}`).join(', ')
    const rowIds = `SELECT c${index} FROM (${sql}) AS q(${names})`
    return queries.run(() => extents.deleteRows(table, rowIds, signal), signal)
  })
  return resultTable(
    { OriginalExtentId: 'string', ResultExtentId: 'string', Details: 'string' },
    changed.map(({ id, newId }) => [id, newId ?? '', '']),
  )
}

async function countMatches(
  context: CommandContext,
  table: StoredTable,
  predicate: string,
): Promise<ResultTable> {
  return withOverflowRetry(predicate, async (wrapping) => {
    const { sql } = await translate(context, table, predicate, wrapping)
    const count = { sql: `SELECT count(*) FROM (${sql})`, columns: [matches] }
    return readResult(context.state, count, context.limits)
  })
}

const matches = { name: 'RecordsMatchPredicate', type: 'long' } as const

async function translate(
  context: CommandContext,
  table: StoredTable,
  predicate: string,
  wrapping: boolean,
): ReturnType<typeof context.state.translator.query> {
  const { translator, clock } = context.state
  const database = context.database()
  const numbered = {
    ...table,
    columns: [...table.columns, { name: rowId, type: 'long', physicalName: 'rowid' } as const],
  }
  // Without the other tables: a predicate cannot refer to them.
  const own = { ...database, tables: [numbered] }
  const now = ticksFromMilliseconds(clock.now())
  const query = await translator.query(predicate, own, { now, wrapping }, context.limits.signal)
  if (query.columns.some(({ name }) => name === rowId)) return query
  throw refused(`it must read table '${table.name}'`)
}

/**
 * Operators of a predicate (documents: `.delete table records`). `project` is among them, but here it would take the
 * row's number away.
 */
const operators = ['where', 'filter', 'extend']

/** @throws KustoError if the predicate has other operators, no `where`, or looks at all columns at once. */
function checkPredicate(predicate: string): void {
  let code = ''
  for (let at = 0; at < predicate.length;) {
    const literal = readStringLiteral(predicate, at)
    if (typeof literal === 'object') {
      at = literal.end
      code += '""'
      continue
    }
    const next = skipBlanks(predicate, at)
    code += next > at ? ' ' : (predicate[at] ?? '')
    at = Math.max(next, at + 1)
  }
  const used = [...code.matchAll(/\|\s*([\w-]*)/g)].map(([, operator = '']) => operator)
  const other = used.find((operator) => !operators.includes(operator))
  if (other !== undefined)
    throw refused(`'${other}' is not among its operators, which are ${operators.join(', ')}`)
  if (!used.includes('where') && !used.includes('filter')) throw refused("it needs a 'where'")
  // They would see the row's number, too.
  if (/[\s(]\*\s*(!?(has|contains|startswith|endswith|in|matches)|[=!])|pack_all/.test(code)) {
    throw refused('it must name the columns that it looks at')
  }
}

function refused(why: string): KustoError {
  return new KustoError(
    'General_BadRequest',
    `The predicate of .delete table records cannot be used: ${why}. Nothing was deleted. Write it as "T | where …".`,
  )
}
