import { delimitedLine, type FieldValue } from '../../../domain/delimited-line'
import { outcomeWords } from '../../../domain/outcome-words'
import { balanceOf } from '../../../domain/row-accounting'
import type { HistoryEntry } from '../../../domain/schema/history'

/** The columns of the exported history, in order. An unknown number is an empty field. */
const columns: readonly (readonly [string, (entry: HistoryEntry, names: readonly string[]) => FieldValue])[] =
  [
    ['Started', ({ createdAt }) => new Date(createdAt).toISOString()],
    ['Ended', ({ endedAt }) => (endedAt === null ? null : new Date(endedAt).toISOString())],
    ['Seconds', ({ createdAt, endedAt }) => (endedAt === null ? null : (endedAt - createdAt) / 1000)],
    ['Cluster', ({ clusterUri }) => clusterUri],
    ['Database', ({ database }) => database],
    ['Table', ({ table }) => table],
    ['Sources', (_, names) => names.join('; ')],
    ['Number of sources', ({ sourceCount }) => sourceCount],
    ['Bytes', ({ rawDataSizeBytes }) => rawDataSizeBytes],
    ['Outcome', ({ outcome }) => outcome],
    ['In words', (entry) => outcomeWords(entry).words],
    ['Expected', ({ rows }) => rows.expected],
    ['Landed', ({ rows }) => rows.landed],
    ['Refused', ({ rows }) => rows.refused],
    ['Missing', ({ rows }) => balanceOf({ rows, counts: {} }).missing],
    ['Undone', ({ undoneRows, undoneAt }) => (undoneAt === null ? 0 : undoneRows)],
    ['Values', ({ values }) => values],
    ['Failed sources', ({ failedCount }) => failedCount],
    ['Reason', ({ reason }) => reason],
    ['Tag', ({ tag }) => tag],
    ['Job', ({ jobId }) => jobId],
  ]

/** The first line of the exported history, with its end. */
export const csvHead = lineOf(columns.map(([title]) => title))

/** A job as a line of CSV (RFC 4180), with its end. @param names The names of its sources. */
export function csvLine(entry: HistoryEntry, names: readonly string[]): string {
  return lineOf(columns.map(([, cell]) => cell(entry, names)))
}

function lineOf(cells: readonly FieldValue[]): string {
  return `${delimitedLine(cells, ',')}\r\n`
}
