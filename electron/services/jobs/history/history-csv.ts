import { delimitedLine, type FieldValue } from '../../../domain/delimited-line'
import { balanceOf } from '../../../domain/row-accounting'
import type { HistoryEntry } from '../../../domain/schema/history'

/** The columns of the exported history, in order. An unknown number is an empty field. */
const columns: readonly (readonly [string, (entry: HistoryEntry) => FieldValue])[] = [
  ['Started', ({ createdAt }) => new Date(createdAt).toISOString()],
  ['Ended', ({ endedAt }) => (endedAt === null ? null : new Date(endedAt).toISOString())],
  ['Seconds', ({ createdAt, endedAt }) => (endedAt === null ? null : (endedAt - createdAt) / 1000)],
  ['Cluster', ({ clusterUri }) => clusterUri],
  ['Database', ({ database }) => database],
  ['Table', ({ table }) => table],
  ['First source', ({ first }) => first.name],
  ['Sources', ({ sourceCount }) => sourceCount],
  ['Outcome', ({ status }) => status],
  ['Expected', ({ rows }) => rows.expected],
  ['Landed', ({ rows }) => rows.landed],
  ['Refused', ({ rows }) => rows.refused],
  ['Missing', ({ rows }) => balanceOf({ rows, counts: {} }).missing],
  ['Failed sources', ({ failedCount }) => failedCount],
  ['Reason', ({ reason }) => reason],
  ['Job', ({ jobId }) => jobId],
]

/** The first line of the exported history, with its end. */
export const csvHead = lineOf(columns.map(([title]) => title))

/** A job as a line of CSV (RFC 4180), with its end. */
export function csvLine(entry: HistoryEntry): string {
  return lineOf(columns.map(([, cell]) => cell(entry)))
}

function lineOf(cells: readonly FieldValue[]): string {
  return `${delimitedLine(cells, ',')}\r\n`
}
