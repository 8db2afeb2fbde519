import type { ComparedColumn, Comparison } from '../../../domain/schema/comparison'
import { momentWords } from '../../../domain/snapshot/range-words'
import { othersName } from '../../../domain/whose-rows'
import type { ReportSubject } from './report-subject'

/** The numbers of the chart: one line for each bin, times in UTC, and one without times for rows without a value. RFC 4180. */
export function reportCsv({ comparison, timeColumn }: ReportSubject): string {
  const column = chartColumn(comparison, timeColumn)
  const added = comparison.tag === null ? 'since_then' : 'this_ingestion'
  const lines = (column?.bins ?? []).map(({ at, before, added: came, others }) => {
    const seconds = column?.width ?? 1
    const moment = (index: number): string => momentWords(index * seconds * 1000, Math.min(1, seconds))
    return [moment(at), moment(at + 1), before, came, others].map((cell) =>
      typeof cell === 'number' ? String(Math.round(cell)) : cell,
    )
  })
  const { before = 0, added: came = 0, others = 0 } = column?.withoutValue ?? {}
  if (before + came + others > 0) lines.push(['', '', ...[before, came, others].map(String)])
  const head = ['from', 'to', 'before', added, othersName(comparison.rows).replaceAll(' ', '_')]
  return [head, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('')
}

/** The datetime column that the chart is about, or the first. */
export function chartColumn({ columns }: Comparison, name?: string): ComparedColumn | undefined {
  const times = columns.filter(({ type, bins }) => type === 'datetime' && bins.length > 0)
  return times.find((column) => column.name === name) ?? times[0]
}
