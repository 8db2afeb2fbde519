import { text as readText } from 'node:stream/consumers'
import { delimitedLine } from '../domain/delimited-line'
import type { QueryResult } from '../domain/schema/query'
import { StudioError } from '../domain/studio-error'
import type { StudioServices } from '../services/studio-services'
import type { QueryArguments } from './studio-arguments'
import type { Outcome } from './report-run'
import type { Terminal } from './terminal'

/**
 * Runs one statement, and writes its rows: in columns, as CSV with a line of titles, or as one JSON object.
 *
 * @throws StudioError `ConfirmationNeeded` for a management command that may change something, without `--yes`.
 */
export async function query(
  args: QueryArguments,
  studio: StudioServices,
  context: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { terminal, signal } = context
  const kql = args.query === '-' ? await readText(process.stdin) : args.query
  await studio.connection.open(args.cluster, signal)
  const result = await run(studio, { database: args.database, query: kql, isConfirmed: args.yes }, signal)
  if (args.json) terminal.result(JSON.stringify({ command: 'query', ...result }))
  else for (const line of args.csv ? csvLines(result) : columnLines(result)) terminal.result(line)
  if (result.truncated) {
    const shown = result.rows.length.toLocaleString('en-US')
    terminal.note(
      `Only the first ${shown} rows are shown. Add “| take”, “| top” or “| summarize” for others.`,
    )
  }
  return () => 0
}

async function run(
  { queries }: StudioServices,
  request: { readonly database: string; readonly query: string; readonly isConfirmed: boolean },
  signal: AbortSignal,
): Promise<QueryResult> {
  try {
    return await queries.run(request, signal)
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'ConfirmationNeeded') throw error
    throw new StudioError(error.code, error.message, {
      nextStep: 'Add --yes if that is what you want. Queries and .show commands only read.',
    })
  }
}

function csvLines({ columns, rows }: QueryResult): string[] {
  return [columns.map(({ name }) => name), ...rows].map((cells) => delimitedLine(cells, ','))
}

/** A value that is wider is cut: `--csv` and `--json` have it whole. */
const widestCell = 60

/** Titles, and rows below them; numbers on the right. */
function columnLines({ columns, rows }: QueryResult): string[] {
  const cells = [columns.map(({ name }) => name), ...rows.map((row) => row.map(cellOf))]
  const widths = columns.map((_, index) =>
    cells.reduce((widest, row) => Math.max(widest, row[index]?.length ?? 0), 0),
  )
  return cells.map((row, at) =>
    row
      .map((cell, index) => {
        const width = widths[index] ?? 0
        return typeof rows[at - 1]?.[index] === 'number' ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}

function cellOf(value: QueryResult['rows'][number][number]): string {
  const line = textOf(value).replace(/\s+/g, ' ')
  return line.length > widestCell ? `${line.slice(0, widestCell - 1)}…` : line
}

function textOf(value: QueryResult['rows'][number][number]): string {
  return value === null ? '' : String(value)
}
