import type { Finding } from '../../../electron/domain/schema/inspection'
import { encodingNames } from './en-convert'
import { countOf, formatCount } from './format'

/** Sentences of the page that looks into a source before it is sent. */
export const prepareText = {
  look: 'Look',
  lookAt: (name: string) => `Look into ${name}`,
  page: (name: string) => `Prepare ${name}`,
  back: (place: string) => `Back to ${place}`,
  noTable: 'the workspace',
  how: 'How it is read',
  modes: { parsed: 'Parsed', both: 'Side by side', raw: 'Raw' },
  view: 'Rows as',
  commands: 'Commands',
  ingest: (records: number | null) =>
    records === null ? 'Ingest' : `Ingest ${countOf(records, 'record', 'records')}`,
  ingestFiles: (files: number) => `Ingest ${countOf(files, 'file', 'files')}`,
  create: (records: number | null) =>
    records === null
      ? 'Create table and ingest'
      : `Create table, ingest ${countOf(records, 'record', 'records')}`,
  header: 'header row',
  noHeader: 'no header',
  encodings: encodingNames,
  gzip: 'gzip',
  zip: 'zip',
  records: (count: number) => countOf(count, 'record', 'records'),
  allChecked: 'all checked',
  side: 'Target and findings',
  reading: 'Reading the first records…',
  looking: 'Looking again…',
  checked: (percent: string) => `checked ${percent}`,
  checkedRecords: (count: number) => `checked ${countOf(count, 'record', 'records')}`,
  firstOnly: (count: number) => `first ${countOf(count, 'record', 'records')}`,
  upToFault: 'checked up to the fault',
  stopped: (percent: string) => `check stopped at ${percent}`,
  checkFailed: 'The check ended early.',
  stop: 'Stop checking',
  checkAll: 'Check all',
}

/** The form that says how a source is read. */
export const readingText = {
  title: 'How it is read',
  intro: 'Recognised from the bytes. Change what is wrong; the rows follow at once.',
  format: 'Format',
  header: 'First record is a header',
  encoding: 'Encoding',
  encodingHint: 'Kusto takes UTF-8. Anything else is converted on the way.',
  delimiter: 'Delimiter',
  delimiterHint: 'Empty: the format’s own. Anything else is sent as commas.',
  skip: 'Lines to skip',
  comment: 'Comment mark',
  quotes: 'Quotes inside are written \\"',
  levels: 'Nested levels',
  levelsHint:
    'Down to this level, nested records become columns. 1: they stay dynamic. 0: one column for all.',
  asRecognised: 'As recognised',
  done: 'Done',
}

/** The grid of rows. */
export const gridText = {
  grid: (name: string) => `Rows of ${name}`,
  line: 'Line',
  record: 'Record',
  first: 'First rows',
  findings: 'Rows with findings',
  findingsOf: (count: number) => `Rows with findings (${formatCount(count)})`,
  random: 'Random rows',
  which: 'Which rows',
  search: 'Find a column',
  columnsFound: (found: number, all: number) => `${formatCount(found)} of ${formatCount(all)}`,
  place: (line: number, byte: number | null) =>
    byte === null ? `Line ${formatCount(line)}` : `Line ${formatCount(line)}, byte ${formatCount(byte)}`,
  recordPlace: (record: number) => `Record ${formatCount(record)}`,
  becomes: (value: string, becomes: string) => `“${value}” arrives as ${becomes}`,
  becomesNull: (value: string) => `“${value}” arrives as null`,
  recordOut: 'This record does not arrive',
  null: 'null',
  noRows: 'There are no records to show.',
  byte: 'Byte',
  asItStands: 'As it stands in the source',
  noFindings: 'No record has a finding.',
  noFindingsYet: 'No record has a finding so far.',
  loading: 'Reading rows…',
  noRaw: 'This format has no lines of text to show.',
  name: (column: string) => `Name of column ${column}`,
  type: (column: string, type: string) => `Type of ${column}: ${type}`,
  fits: ({ fits, lost, changed, empty }: Readonly<Record<'fits' | 'lost' | 'changed' | 'empty', number>>) =>
    [
      `${formatCount(fits)} fit`,
      ...(changed > 0 ? [`${formatCount(changed)} would change`] : []),
      `${formatCount(lost)} would become null`,
      `${formatCount(empty)} empty`,
    ].join(', '),
  suggested: 'suggested',
  keepsAll: 'keeps every value',
  loses: (count: number) => `${countOf(count, 'value', 'values')} lost`,
  unknownCost: 'not tried',
  leaveOut: 'Leave this column out',
  takeIn: 'Take this column in',
  suggestion: (type: string) => `${type}?`,
  distinct: (count: number) => `${formatCount(count)} distinct`,
  allDistinct: 'all distinct',
  oneValue: 'one value',
  allEmpty: 'all empty',
  notSent: 'goes nowhere',
  goesInto: (column: string) => `into ${column}`,
  range: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
  /** `count` in words may be a minimum, as `3+`. */
  effects: {
    null: (count, words) =>
      count === 1 && !words.endsWith('+') ? `${words} becomes null` : `${words} become null`,
    changed: (count, words) => (count === 1 && !words.endsWith('+') ? `${words} changes` : `${words} change`),
    cut: (_count, words) => `${words} cut short`,
    leftOut: (_count, words) => `${words} left out`,
    refused: () => 'refused',
    unread: (count, words) =>
      count === 0
        ? 'goes nowhere'
        : count === 1 && !words.endsWith('+')
          ? `${words} goes nowhere`
          : `${words} go nowhere`,
    none: (_count, words) => `${words} in doubt`,
  } satisfies Record<Finding['effect'], (count: number, words: string) => string>,
}

/** Where the records go. */
export const intoText = {
  title: 'Target',
  into: 'Into',
  existing: 'Existing table',
  newTable: 'New table',
  newName: 'Name of the new table',
  which: 'Table',
  matched: (found: number, all: number, how: string) =>
    `${formatCount(found)} of ${countOf(all, 'column matches', 'columns match')} by ${how}`,
  byName: 'name',
  byPosition: 'position',
  matchInstead: (how: string) => `Match by ${how}`,
  reordered: 'Fields are in another order: a mapping will be sent along.',
  mappingGoes: 'A mapping will be sent along.',
  storedMapping: (name: string) => `By the stored mapping ${name}.`,
  otherCase: (pairs: string) => `In other case: ${pairs}.`,
  columns: (count: number) => countOf(count, 'column', 'columns'),
  newColumns: (count: number) => `${countOf(count, 'column', 'columns')}, named and typed in the heads.`,
  editMapping: 'Edit mapping',
  missing: 'Table only',
  extra: 'File only',
  missingNull: 'stays null',
  addColumn: (name: string) => `Add the column ${name}`,
  addShort: 'Add',
  added: 'will be added',
  undoAdd: 'Do not add',
  more: (count: number) => `and ${formatCount(count)} more`,
}

/** The tree of the paths of JSON records. */
export const pathText = {
  open: 'Choose paths',
  title: (name: string) => `Paths of ${name}`,
  intro:
    'A path that is ticked becomes a column; with paths below it, it becomes one dynamic column. With none ticked, the whole record does.',
  tree: 'Paths',
  share: (share: number) =>
    share >= 1 ? 'in all' : share < 0.01 ? 'in under 1 %' : `in ${Math.floor(share * 100)} %`,
  label: (name: string, type: string, share: string, example: string | null) =>
    `${name}: ${type}, ${share}${example === null ? ', no value' : `, for example ${example}`}`,
  noValue: 'no value',
  more: (count: number) =>
    `${countOf(count, 'deeper path is', 'deeper paths are')} not listed; what lies there stays in the dynamic column above.`,
  use: (count: number) => (count === 0 ? 'Use one column' : `Use ${countOf(count, 'column', 'columns')}`),
}

/** The editor of the mapping. */
export const mappingText = {
  title: (table: string) => `Mapping into ${table}`,
  intro: 'Where each column’s values come from.',
  column: 'Column',
  source: 'From',
  constant: 'Constant',
  transform: 'Transform',
  none: 'None',
  stored: 'Stored mapping',
  generated: 'Made from the columns',
  name: 'Name',
  nameHint: 'It is stored with the table, and the ingestion refers to it.',
  namePlaceholder: 'Named by its content',
  use: 'Use this mapping',
  back: 'Back to the generated one',
  ordinal: (column: string) => `Position for ${column}`,
  path: (column: string) => `Path for ${column}`,
  constantOf: (column: string) => `Constant for ${column}`,
  transformOf: (column: string) => `Transform for ${column}`,
  noneOfKind: (kind: string) => `The table has no ${kind} mapping.`,
  fieldOf: (ordinal: number, name: string) => `${ordinal} · ${name}`,
}

/** What was found, and what to do about it. */
export const findingsText = {
  title: 'Findings',
  allGood: (records: number): string =>
    records === 1 ? 'The record fits its columns.' : `All ${formatCount(records)} records fit their columns.`,
  goodButEmpty: (records: number, names: readonly string[]): string => {
    const more = names.length - 3
    const listed = names.slice(0, 3).join(', ') + (more > 0 ? ` and ${formatCount(more)} more` : '')
    return `${findingsText.allGood(records)} ${listed} ${names.length === 1 ? 'stays' : 'stay'} empty.`
  },
  converted: (column: string) => `${column} is converted on the way`,
  convertedPill: 'Converted',
  conversion: (what: string) => `${what} are converted on the way; the file itself stays as it is.`,
  doNotConvert: 'Do not convert',
  allGoodSoFar: (records: number) =>
    `${countOf(records, 'record', 'records')} checked so far, and nothing to tell.`,
  allGoodSample: (records: number) =>
    `Nothing to tell in the first ${countOf(records, 'record', 'records')}.`,
  fields: (records: number, fields: number) =>
    `${countOf(records, 'record has', 'records have')} ${countOf(fields, 'field', 'fields')}.`,
  choice: (what: string) => `What to do: ${what}`,
  choices: {
    send: {
      null: 'Send as null',
      cut: 'Send cut short',
      changed: 'Send as it arrives',
      leftOut: 'Send',
      refused: 'Send anyway',
      unread: 'Leave unread',
      none: 'Send as it is',
    } satisfies Record<Finding['effect'], string>,
  },
  isHeader: 'Leave the header out',
  isData: 'Ingest the first record',
  skip: (lines: number) => `Skip the first ${countOf(lines, 'line', 'lines')}`,
  dropComments: (mark: string) => `Leave out lines beginning with ${mark}`,
  readAs: (format: string) => `Read as ${format}`,
  convertFrom: (encoding: string) => `Convert from ${encoding}`,
  sendWithCommas: 'Send with commas',
  readLines: 'Take each line as one text',
  backslashQuotes: 'Quotes inside are written \\"',
  addColumn: (name: string) => `Add the column ${name}`,
  atLeast: (count: string) => `${count}+`,
  moreExamples: (count: number) => `and ${formatCount(count)} more`,
  byName: 'Match columns by name',
  reject: (file: string) => `Records left out go to ${file} beside the file, each with its line and reason.`,
  rejectElsewhere: (file: string) => `Records left out go to ${file}, each with its line and reason.`,
}

/** The management commands that will run. */
export const commandsText = {
  title: 'Commands',
  intro: 'These run before the records are queued, in this order.',
  none: 'No management command is needed: the table is there, and the fields fit it.',
  copy: 'Copy all',
  copied: 'Copied.',
}

/** Several files on the page. */
export const manyText = {
  title: 'Files',
  alike: (count: number) => `${countOf(count, 'file', 'files')} alike`,
  first: 'like the first',
  unreadable: 'cannot be read',
  otherFormat: (format: string) => format,
  otherColumns: (count: number) => countOf(count, 'column', 'columns'),
  more: (names: string) => `also ${names}`,
  fewer: (names: string) => `no ${names}`,
  otherNames: 'other columns',
  otherOrder: 'other order',
  noHeader: 'no header',
  withHeader: 'with a header',
  compressed: (how: string) => how,
  one: (name: string) => name,
}

/** When nothing can be shown. */
export const problemText = {
  title: (name: string) => `${name} cannot be read`,
  change: 'Read it in another way',
}
