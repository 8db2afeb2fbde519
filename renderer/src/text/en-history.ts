import type { CopyTool } from '../../../electron/domain/copy-as/copy-as'
import type { JobOutcome } from '../../../electron/domain/job-outcome'
import type { PhaseKind } from '../../../electron/domain/phase-kinds'
import type { Seal } from '../../../electron/domain/schema/job'
import type { HistoryRange } from '../state/history'
import { countOf, formatBytes, formatCount, formatDuration } from './format'

const phaseWords = {
  checked: { going: 'checking', over: 'checked' },
  uploaded: { going: 'uploading', over: 'uploaded' },
  queued: { going: 'queuing', over: 'queued' },
  waited: { going: 'batch waits', over: 'batch waited' },
  landed: { going: 'landing', over: 'landed' },
} satisfies Record<PhaseKind, unknown>

/** Sentences of the page of all ingestions. */
export const historyText = {
  page: 'All ingestions',
  title: 'Ingestions',
  everyCluster: 'Every cluster',
  back: (place: string) => `Back to ${place}`,
  home: 'the start page',
  open: 'All ingestions',
  search: 'Find a file, a table, an error, a tag',
  clear: 'Clear the search',
  range: 'Time',
  ranges: {
    any: 'Any time',
    today: 'Today',
    week: 'Last 7 days',
    month: 'Last 30 days',
    year: 'Last 365 days',
  } satisfies Record<HistoryRange, string>,
  outcome: 'Outcome',
  all: 'All',
  outcomes: {
    open: 'In progress',
    landed: 'Landed',
    failed: 'Failed',
    differs: 'Landed, not as expected',
    notKnown: 'Not known',
    skipped: 'Skipped',
    undone: 'Undone',
    canceled: 'Canceled',
  } satisfies Record<JobOutcome, string>,
  export: 'Export CSV',
  exported: (path: string) => `Written to ${path}.`,
  list: 'Ingestions, newest first',
  columns: {
    source: 'Source',
    table: 'Table',
    records: 'Records',
    outcome: 'Outcome',
    began: 'Began',
    took: 'Took',
  },
  unknown: '–',
  valuesDiffer: 'Landed, values differ',
  localCluster: 'Local cluster',
  today: 'today',
  yesterday: 'yesterday',
  details: 'What became of it',
  found: 'The ingestion',
  copyAsMore: 'Copy as…',
  inFolder: (folder: string, files: string) => `${folder}/ (${files})`,
  someFailed: (failed: number, all: number) => `${formatCount(failed)} of ${formatCount(all)} failed`,
  none: 'Nothing has been ingested yet. Every ingestion into any cluster will be listed here.',
  noMatch: 'No ingestion fits.',
  showAll: 'Show all',
  loading: 'Reading the journal…',
  choose: 'Choose an ingestion to see what became of it.',
  into: (table: string, place: string) => `into ${table}, ${place}`,
  numbers: {
    records: 'Records',
    landed: 'Landed',
    undone: 'Undone',
    refused: 'Refused',
    leftOut: 'Left out',
    missing: 'Missing',
    surplus: 'Too many',
    notKnown: 'Not known',
  },
  whereTime: (time: string, isRetried: boolean, isGoing: boolean) => {
    const ofTry = isRetried ? ' of the last try' : ''
    return isGoing ? `So far ${time}${ofTry}` : `Where the ${time}${ofTry} went`
  },
  phase: (kind: PhaseKind, isGoing: boolean) => phaseWords[kind][isGoing ? 'going' : 'over'],
  sealedBy: {
    time: 'its time was up',
    items: 'it had all its blobs',
    size: 'it was full',
    alone: 'taken by itself',
    others: 'others filled it',
  } satisfies Record<Seal['reason'], string>,
  seal: ({ reason, items, rawDataSizeBytes }: Seal, timeSpanMs: number | null) => {
    const batch = `${countOf(items, 'blob', 'blobs')}, ${formatBytes(rawDataSizeBytes)}`
    switch (reason) {
      case 'time':
        return `The batch waited for more until its ${timeSpanMs === null ? 'time' : formatDuration(timeSpanMs)} were over, as the table’s batching policy says (${batch}).`
      case 'items':
        return `The batch was sealed when it had all the blobs that the table’s batching policy allows (${batch}).`
      case 'size':
        return `The batch was sealed when it was as large as the table’s batching policy allows (${batch}).`
      case 'alone':
        return 'The service takes such blobs one by one, so there was no wait.'
      case 'others':
        return `The batch was sealed before its ${timeSpanMs === null ? 'time' : formatDuration(timeSpanMs)} were over: data from others filled it.`
    }
  },
  failedFiles: (failed: number, all: number) =>
    failed === all && all === 1
      ? 'Failed'
      : `${formatCount(failed)} of ${countOf(all, 'source', 'sources')} failed`,
  moreFailed: (more: number) => `and ${formatCount(more)} more`,
  place: {
    line: (line: number) => `line ${formatCount(line)}`,
    record: (record: number) => `record ${formatCount(record)}`,
  },
  failures: 'What failed',
  retry: (count: number, all: number) =>
    count === all
      ? count === 1
        ? 'Retry'
        : `Retry all ${formatCount(count)}`
      : `Retry the ${formatCount(count)} that can be`,
  noRetry: 'Sending them again unchanged would fail again.',
  runAgain: 'Run again',
  runAgainTitle: (title: string) => `Run ${title} again?`,
  runAgainLanded: (rows: string) =>
    `${rows} of this ingestion are in the table. They stay, and the same records are added once more.`,
  runAgainPlain: 'The same sources are sent once more, as they are now, with the same properties.',
  undo: 'Undo',
  openTable: 'Open table',
  tag: 'Extent tag',
  tags: 'Tags',
  copyAs: 'Copy as',
  copy: 'Copy',
  copied: (tool: string) => `Copied as ${tool}.`,
  copyTitle: 'Copy what is about to be sent',
  copyIntro: 'The same ingestion for another tool. Secrets are not in it: words stand where one belongs.',
  tools: { kql: 'KQL', lightIngest: 'LightIngest', node: 'Node', python: 'Python' } satisfies Record<
    CopyTool,
    string
  >,
  cut: (lines: number) => `and ${countOf(lines, 'more line', 'more lines')}: Copy takes all of them`,
  writing: 'Writing…',
}
