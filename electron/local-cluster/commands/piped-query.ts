import { duckDbTypes } from '../engine/catalog-entry'
import type { ColumnEntry } from '../engine/catalog-entry'
import type { PipedInput } from '../kql/translated-query'
import { quoteText } from '../engine/sql-text'
import { withOverflowRetry } from '../queries/overflow-retry'
import { beginResultTable, type Cell, type ResultTable } from '../answers/result-table'
import { readResult, translateQueries } from '../queries/run-queries'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandContext } from './command-context'

/**
 * Runs `| where …` over the table that a command answered with, and any further queries after `;`. Each tabular
 * expression gives one result.
 */
export async function runPipedQuery(
  context: CommandContext,
  table: ResultTable,
  pipedQuery: string,
): Promise<ResultTable[]> {
  const { state, limits } = context
  const database = state.catalog.databases().find(({ name }) => name === context.databaseName)
  return withOverflowRetry(pipedQuery, async (wrapping) => {
    const queries = await translateQueries(state, pipedQuery, {
      database: database ?? { name: context.databaseName, tables: [] },
      context: { now: ticksFromMilliseconds(state.clock.now()), input: asRelation(table), wrapping },
      signal: limits.signal,
    })
    const tables: ResultTable[] = []
    for (const query of queries) tables.push(await readResult(state, query, limits, beginResultTable))
    return tables
  })
}

/** Writes a table as a relation that SQL can read. */
function asRelation(table: ResultTable): PipedInput {
  const columns = table.columns.map(({ name, type }, index): ColumnEntry => ({
    name,
    type,
    physicalName: `c${index}`,
  }))
  const cast = (cell: Cell, column: ColumnEntry): string =>
    `CAST(${literal(cell, column)} AS ${duckDbTypes[column.type]})`
  const names = columns.map((column) => column.physicalName).join(', ')
  const empty = `(${columns.map((column) => cast(null, column)).join(', ')})`
  const rows = table.rows.map(
    (row) => `(${columns.map((column, index) => cast(row[index] ?? null, column)).join(', ')})`,
  )
  const values = rows.length === 0 ? empty : rows.join(', ')
  const where = rows.length === 0 ? ' WHERE false' : ''
  return { relation: `(SELECT * FROM (VALUES ${values}) AS v(${names})${where})`, columns }
}

function literal(cell: Cell, column: ColumnEntry): string {
  if (cell === null) return column.type === 'string' ? "''" : 'NULL'
  return typeof cell === 'string' ? quoteText(cell) : typeof cell === 'number' ? `'${cell}'` : String(cell)
}
