import type { QueryStatistics } from '../../../electron/domain/schema/query'
import { countOf, formatBytes, formatCount, formatDuration } from './format'

export const gridText = {
  null: 'null',
}

export const queryText = {
  title: 'Query',
  editor: 'KQL query',
  placeholder: 'MyTable | count',
  inDatabase: (database: string) => `in ${database}`,
  resize: 'Height of the query pane',
  run: 'Run',
  runHint: 'Ctrl+Enter',
  running: (time: string) => `Running for ${time}`,
  canceled: 'Canceled.',
  history: 'History',
  historyHint: 'Alt+↑ and Alt+↓ in the editor',
  historyEmpty: 'No query has been run in this database yet.',
  pastRows: (rows: number | null) => (rows === null ? 'not completed' : countOf(rows, 'row', 'rows')),
  mark: (line: number, message: string) => `Line ${formatCount(line)}: ${message}`,
  moreMarks: (count: number) => `and ${formatCount(count)} more`,
  completionKinds: {
    keyword: '',
    function: 'function',
    column: 'column',
    table: 'table',
    variable: 'variable',
    other: '',
  },
  idle: 'Results appear here. Blank lines separate statements; the one at the caret runs.',
  result: 'Result',
  noRows: 'The query returned no rows.',
  truncated: (rows: number) => `Showing the first ${countOf(rows, 'row', 'rows')}. There are more.`,
  showAs: 'Show as',
  chart: 'Chart',
  rows: 'Rows',
  filter: 'Filter rows',
  filterIn: 'Filter by column',
  anyColumn: 'Any column',
  filtered: (shown: number, all: number) => `${formatCount(shown)} of ${countOf(all, 'row', 'rows')}`,
  nothingFits: 'No row contains this text.',
  copy: 'Copy with heads',
  copied: (rows: number) => `Copied ${countOf(rows, 'row', 'rows')} with their heads.`,
  export: 'Export CSV',
  exported: (name: string) => `Written to ${name}.`,
  statistics: (rows: number, statistics: QueryStatistics) => statisticsWords(rows, statistics),
  confirmTitle: 'Run this management command?',
  confirmText: 'It may change data or settings of the database, and the studio cannot undo it.',
  confirm: 'Run command',
  chartOf: (kind: string, series: number, points: number) =>
    `${kind} with ${countOf(series, 'series', 'series')} and ${countOf(points, 'point', 'points')}. The same numbers are under Rows.`,
  kinds: {
    timechart: 'Time chart',
    linechart: 'Line chart',
    scatterchart: 'Scatter chart',
    barchart: 'Bar chart',
    columnchart: 'Column chart',
    piechart: 'Pie chart',
  },
  notDrawn: (kind: string) => `“render ${kind}” is not drawn here, so these are its rows.`,
  noNumbers: 'There is no column of numbers to draw, so these are the rows.',
  noTimes: 'A time chart needs a column of type datetime, so these are the rows.',
  noShares: 'A pie needs a number above zero, so these are the rows.',
  /** What a chart leaves out. */
  omissions: {
    series: (shown: number, all: number) =>
      `The first ${formatCount(shown)} of ${formatCount(all)} series are drawn; all are among the rows.`,
    categories: (shown: number, all: number) =>
      `The first ${formatCount(shown)} of ${formatCount(all)} categories are drawn; all are among the rows.`,
    negative: (names: readonly string[]) =>
      `Not in the pie, because below zero: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${formatCount(names.length - 5)} more` : ''}.`,
    columns: (drawn: string, left: readonly string[]) =>
      `The pie shows “${drawn}” only, and not ${left.map((name) => `“${name}”`).join(', ')}.`,
  },
  otherSlices: (count: number) => `${formatCount(count)} others`,
  emptyName: '(empty)',
}

function statisticsWords(rows: number, statistics: QueryStatistics): string {
  const { tookMs, clusterMs, cpuMs, memoryBytes, scannedRows, totalRows } = statistics
  const scanned =
    scannedRows === null
      ? undefined
      : totalRows === null
        ? `${formatCount(scannedRows)} rows read`
        : `${formatCount(scannedRows)} of ${formatCount(totalRows)} rows read`
  return [
    `${countOf(rows, 'row', 'rows')} in ${formatDuration(tookMs)}`,
    clusterMs === null ? undefined : `${formatDuration(clusterMs)} on the cluster`,
    cpuMs === null ? undefined : `CPU ${formatDuration(cpuMs)}`,
    memoryBytes === null ? undefined : `memory ${formatBytes(memoryBytes)}`,
    scanned,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
}
