import { countOf, formatChange, formatCount } from './format'

/** Sentences for the page that compares two moments of a table. */
export const compareText = {
  compare: 'Compare',
  page: (table: string) => `${table} before and after`,
  title: 'Before and after',
  back: (table: string) => `Back to ${table}`,
  looking: 'Looking at the table…',
  twoMoments: 'two moments',
  from: 'From',
  to: 'To',
  moments: {
    before: (name: string) => `Before ${name}`,
    after: (name: string) => `After ${name}`,
    byHand: 'By hand',
    ofIngestion: 'an ingestion',
  },
  moment: (what: string, when: string, rows: number) => `${countOf(rows, 'row', 'rows')} · ${when} · ${what}`,
  snapshot: 'Snapshot now',
  taken: 'Snapshot kept',
  report: 'Report',
  reportAs: { html: 'Page (HTML)', png: 'Chart (PNG)', csv: 'Chart’s numbers (CSV)' },
  saved: (path: string) => `Saved to ${path}`,
  undo: 'Undo this ingestion',
  again: 'Try again',
  numbers: 'Numbers',
  rows: 'Rows',
  size: 'Size',
  extents: 'Extents',
  time: 'Time covered',
  from_: (before: string) => `from ${before}`,
  newTable: 'was empty',
  unknown: 'not known',
  same: 'unchanged',
  othersRows: (others: number) =>
    others > 0
      ? `${formatChange(others)} by other writers`
      : `${formatCount(-others)} taken away by other writers`,
  noBefore: 'No snapshot was kept before: “before” is what the table holds besides this ingestion.',
  sampled: (oneOf: number) =>
    `Spreads and distinct values: sampled 1 of ${formatCount(oneOf)} rows. Rows are counted.`,
  lines: {
    queued: (at: string) => `Queued ${at}`,
    landed: (at: string) => `landed ${at}`,
    looked: (before: string, after: string) => `Looked at ${before} and ${after}`,
  },
  whereInTime: 'Where in time the rows fall',
  noTime: 'This table has no datetime column to draw.',
  nothingInTime: (column: string) => `${column} has no values yet.`,
  by: 'by',
  timeColumn: 'Time column of the chart',
  legend: { before: 'before', ours: 'this ingestion', since: 'since then', others: 'other writers' },
  tallest: (rows: number) => `highest bar: ${countOf(Math.round(rows), 'row', 'rows')}`,
  bar: (place: string, before: string, added: string, others: string) =>
    [place, before, added, others].filter((part) => part !== '').join('\n'),
  barRows: (label: string, rows: number) => `${label}: ${countOf(Math.round(rows), 'row', 'rows')}`,
  chart: (added: number, span: string) =>
    added === 0 ? 'No rows came in.' : `${countOf(added, 'row', 'rows')} came in, ${span}.`,
  between: (from: string, to: string) => `between ${from} and ${to}`,
  columns: 'Columns',
  newRows: 'Rows that came in',
  show: 'What is shown',
  head: {
    column: 'Column',
    nulls: 'Nulls',
    distinct: 'Distinct, about',
    range: 'Range',
    spread: 'Distribution',
    change: 'What changed',
  },
  sides: 'upper line after, lower line before',
  nothing: 'same',
  newValues: (count: number, values: string) => `${countOf(count, 'new value', 'new values')}: ${values}`,
  least: (count: string) => `over ${count}`,
  many: 'many different values',
  noDistribution: 'not compared',
  furtherColumns: (count: number) =>
    `${countOf(count, 'more column', 'more columns')} not looked at: a snapshot looks at the first 300.`,
  changed: (count: number, all: number) =>
    count === 0
      ? 'No column changed'
      : `${formatCount(count)} of ${countOf(all, 'column', 'columns')} changed`,
  kql: (what: string) => `KQL of ${what}`,
  kqlAsOf: 'Run it now and it answers with what the table holds now.',
  copy: 'Copy',
  copied: 'KQL copied',
  openInQuery: 'Open in query',
} as const
