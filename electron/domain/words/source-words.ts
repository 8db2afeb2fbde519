import { formatFacts, type DataFormat } from '../data-format'
import type { Finding, FindingKind } from '../schema/inspection'
import type { Encoding } from '../schema/reading'
import { amount, countOf, fact, numberFact, ofMember, sentences, wholeNumber, type WordsOf } from './phrases'

/** Kinds of findings about a whole source. */
export type SourceKind = Extract<
  FindingKind,
  | 'headerSeen'
  | 'maybeHeader'
  | 'notReadHere'
  | 'formatNotTaken'
  | 'fieldsChanged'
  | 'noHeader'
  | 'onlyHeader'
  | 'preamble'
  | 'commentLines'
  | 'separatorLine'
  | 'encoding'
  | 'webPage'
  | 'otherDelimiter'
  | 'otherFormatThanNamed'
  | 'otherCompressionThanNamed'
  | 'duplicateNames'
  | 'headerRepeated'
  | 'mappingKind'
  | 'mappingMissing'
  | 'ingestedBefore'
  | 'listedTwice'
  | 'sameContent'
  | 'archiveEntries'
  | 'unlikeMembers'
  | 'unreadable'
>

const encodingNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252',
  'iso-8859-1': 'Latin-1',
}

/** What people call an encoding. */
export function encodingName(encoding: Encoding): string {
  return encodingNames[encoding]
}

const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'pipes',
  ' ': 'blanks',
  ':': 'colons',
  '^': 'carets',
  '~': 'tildes',
  '\u0001': 'SOH characters',
  '\u0002': 'STX characters',
  '\u001e': 'record separators',
  '\u001f': 'unit separators',
}

/** What people call a delimiter, in the plural. */
export function delimiterName(delimiter: string): string {
  return delimiterNames[delimiter] ?? `“${delimiter}”`
}

const shortNames: Readonly<Record<DataFormat, string>> = {
  csv: 'CSV',
  tsv: 'TSV',
  psv: 'PSV',
  scsv: 'SCsv',
  sohsv: 'SOHsv',
  tsve: 'TSVe',
  txt: 'text',
  raw: 'raw',
  json: 'JSON Lines',
  multijson: 'multijson',
  parquet: 'Parquet',
  avro: 'Avro',
  apacheavro: 'Apache Avro',
  orc: 'ORC',
  w3clogfile: 'W3C log',
}

const asItIs = 'Kusto takes no such lines: the file is refused, or they land as records.'
const onTheWay = 'They are left out on the way.'

/** Facts are named where they are used. */
export const sourceWords: Readonly<Record<SourceKind, WordsOf>> = {
  headerSeen: ({ effect }) => ({
    label: 'Header seen',
    text:
      effect === 'none'
        ? 'The first record is a header: it repeats the table’s columns. It is left out.'
        : 'The first record looks like a header, and would land as a row.',
    nextStep: effect === 'none' ? 'Nothing, unless it is data.' : 'Leave the first record out.',
  }),
  // Facts: `format`; `place`: `blob`, where it is if only that keeps it from being read; `fields`, if those are seen.
  notReadHere: (finding) => ({
    ...notReadWords(finding),
    nextStep: 'Send it, and compare the rows that landed with the source.',
  }),
  // Facts: `format`.
  formatNotTaken: (finding) => ({
    label: 'Not taken here',
    text: `The local cluster does not load the format “${formatFacts[formatFact(finding, 'format')].label}”, and refuses the whole file. A cluster in Azure takes it.`,
    nextStep: 'Send it to a cluster in Azure, or convert it to CSV or Parquet first.',
  }),
  // Facts: `added` and `gone`, names of fields at the first change; both empty where only their order differs.
  fieldsChanged: (finding) => ({
    label: 'Fields change',
    text: sentences(
      `The #Fields line changes${finding.count === 1 ? '' : ` ${amount(finding.count, 'time')}`}${linesOf(finding)}: ${fieldsWords(finding)}.`,
      'Values below it may arrive in the columns of other fields.',
    ),
    nextStep: 'Cut the log before each change, and send the parts one by one.',
  }),
  headerRepeated: (finding) => ({
    label: 'Header repeated',
    text: `${countOf(finding, 'record')} ${finding.count === 1 ? 'repeats' : 'repeat'} the header among the records${lineOf(finding)}, and ${finding.count === 1 ? 'lands as a row' : 'land as rows'}.`,
    nextStep: 'Take these lines out of the file, unless they are data.',
  }),
  maybeHeader: () => ({
    label: 'A header?',
    text: 'The first record could be a header: it is made of words that appear in no other record. It is sent as data.',
    nextStep: 'Say whether it is a header or data.',
  }),
  noHeader: () => ({
    label: 'No header seen',
    text: 'The first record looks like data, and would be left out as a header.',
    nextStep: 'Keep the first record.',
  }),
  onlyHeader: () => ({
    label: 'A header, no records?',
    text: 'The only record looks like a header: then the file has no records, and its names would land as a row.',
    nextStep: 'Leave the file out, unless that record is data.',
  }),
  preamble: (finding) => ({
    label: 'Lines above the table',
    text: sentences(
      `${amount(finding.count, 'line')} above the table ${finding.count === 1 ? 'is' : 'are'} no part of it (“${fact(finding, 'text')}”); the table begins on line ${(numberFact(finding, 'lines') ?? 0) + 1}.`,
      finding.effect === 'none' ? onTheWay : asItIs,
    ),
    nextStep: mended(finding, 'Leave these lines out on the way.'),
  }),
  commentLines: (finding) => ({
    label: 'Comment lines',
    text: sentences(
      `${amount(finding.count, 'line')} ${finding.count === 1 ? 'is a comment' : 'are comments'}${finding.facts?.['mark'] ? `, also among the records, and ${finding.count === 1 ? 'begins' : 'begin'} with “${fact(finding, 'mark')}”` : ' above the table'}.`,
      finding.effect === 'none' ? onTheWay : asItIs,
    ),
    nextStep: mended(finding, 'Leave these lines out on the way.'),
  }),
  separatorLine: (finding) => ({
    label: 'sep= line',
    text: sentences(
      `The first line tells Excel that ${delimiterName(fact(finding, 'delimiter'))} separate the fields; to Kusto it is a record.`,
      finding.effect === 'none' ? 'It is left out on the way.' : '',
    ),
    nextStep: mended(finding, 'Leave that line out on the way.'),
  }),
  encoding: encodingWords,
  webPage: () => ({
    label: 'Web page',
    text: 'This is a web page, not a file of records; it may be a sign-in or error page that was saved under the name of the file.',
    nextStep: 'Download the file again.',
  }),
  otherDelimiter: (finding) => ({
    label: 'Other delimiter',
    text: sentences(
      `The fields are separated by ${delimiterName(fact(finding, 'delimiter'))}, which Kusto has no format for.`,
      finding.effect === 'none'
        ? 'They are written as CSV on the way.'
        : 'As it is, each record lands in the first column.',
    ),
    nextStep: mended(finding, 'Convert the file to CSV on the way.'),
  }),
  otherFormatThanNamed: (finding) => {
    const [format, named] = [formatFact(finding, 'format'), formatFact(finding, 'named')]
    return {
      label: `${shortNames[format]}, not ${shortNames[named]}`,
      text: `The name stands for ${formatFacts[named].label}, and the content is ${formatFacts[format].label}. It is sent as what it is.`,
      nextStep: 'Choose another format if that is wrong.',
    }
  },
  otherCompressionThanNamed: (finding) => {
    const isPacked = fact(finding, 'compression') !== 'none'
    const packing = fact(finding, isPacked ? 'compression' : 'named')
    if (finding.effect === 'none')
      return {
        label: isPacked ? `${packing}, not named so` : `Named ${packing}, is plain`,
        text: isPacked
          ? `The file is packed with ${packing}, and its name does not say so. It is sent as what it is.`
          : `The file is called ${packing}, and is not packed. It is sent as what it is.`,
        nextStep: 'Nothing; rename the file if other programs have to read it.',
      }
    return {
      label: isPacked ? `${packing}, not named so` : `Named ${packing}, is plain`,
      text: isPacked
        ? `The blob is packed with ${packing}, and its name does not say so. The service goes by the name and reads the packed bytes as text.`
        : `The blob is called ${packing}, and is not packed. The service goes by the name and fails to unpack it.`,
      nextStep: isPacked
        ? `Copy the blob to a name that ends in .${packing === 'gzip' ? 'gz' : 'zip'}, and queue that.`
        : `Copy the blob to a name without .${packing === 'gzip' ? 'gz' : 'zip'}, and queue that.`,
    }
  },
  duplicateNames: (finding) => ({
    label: 'Names used twice',
    text: `The header has ${fact(finding, 'names', 'a name')} more than once; the later ones got a number.`,
    nextStep: 'Rename the columns in their heads if you like.',
  }),
  mappingKind: (finding) => ({
    label: 'Mapping of other kind',
    text: `“${fact(finding, 'mapping', 'The mapping')}” is a mapping for ${fact(finding, 'kind', 'another format')}, and the source is ${fact(finding, 'format', 'another')}. Kusto refuses the whole file.`,
    nextStep: 'Choose a mapping of the kind of the source, or none.',
  }),
  mappingMissing: (finding) => ({
    label: 'Mapping missing',
    text: `The table has no mapping called “${fact(finding, 'mapping', '?')}”. Kusto refuses the whole file.`,
    nextStep: 'Choose one that is there, or make it first.',
  }),
  ingestedBefore: (finding) => ({
    label: 'Ingested before',
    text: `The same content went into “${fact(finding, 'table')}” before${finding.facts?.['when'] ? `, ${fact(finding, 'when')}` : ''}. Its rows would be there twice.`,
    nextStep: 'Take it off the list, unless you want the rows again.',
  }),
  listedTwice: () => ({
    label: 'Listed twice',
    text: 'This file is in the list more than once. It is sent once.',
    nextStep: 'Nothing, unless you meant another file.',
  }),
  // Facts: `name`, the other file's.
  sameContent: (finding) => ({
    label: 'Same content',
    text: `“${fact(finding, 'name', 'Another file')}” in the list has the same content under another name. Its rows would be there twice.`,
    nextStep: 'Take one of them off the list, unless you want the rows twice.',
  }),
  archiveEntries: (finding) => ({
    label: 'Files passed over',
    text: `${amount(finding.count, 'file')} in the archive ${finding.count === 1 ? 'is' : 'are'} no data and passed over: ${fact(finding, 'names', 'hidden or system files')}.`,
    nextStep: 'Unpack the archive if one of them is data.',
  }),
  unlikeMembers: (finding) => ({
    label: 'Unlike files',
    text: unlikeMembersText('the archive', finding),
    nextStep: 'Unpack it, and add the files: each is then read by its own header.',
  }),
  unreadable: (finding) => ({
    label: 'Cannot be read',
    text: fact(finding, 'reason', 'The source cannot be read.'),
    nextStep: fact(finding, 'nextStep', 'Check the file, then add it again.'),
  }),
}

/**
 * Why the files of an archive cannot be read alike.
 *
 * @param archive What it is called. Facts: `how`; `first` and `other`, names of two files; `firstBegins` and
 *   `otherBegins`, their first records.
 */
export function unlikeMembersText(archive: string, finding: Finding): string {
  const begins = (which: 'first' | 'other'): string =>
    `“${fact(finding, which, 'one file')}” begins with “${fact(finding, `${which}Begins`, '…')}”`
  const both = `${begins('first')} and ${begins('other')}`
  const ways: Readonly<Record<string, string>> = {
    order: `The files in ${archive} have their columns in different orders: ${both}.`,
    header: `In ${archive} one file has a header and another has none: ${both}.`,
  }
  const how = ways[fact(finding, 'how')] ?? `The files in ${archive} have different headers: ${both}.`
  return `${how} Kusto would read all of them alike.`
}

function notReadWords(finding: Finding): { readonly label: string; readonly text: string } {
  const format = shortNames[fact(finding, 'format') as DataFormat] ?? 'this format'
  const rows = 'That all of its rows land is checked after sending.'
  if (finding.facts?.['place'] === 'fields') {
    const text = `The fields of this ${format} are shown. In which columns Kusto puts them, and what becomes of their values there, is not known before they land.`
    return { label: 'Fields only', text: sentences(text, rows) }
  }
  const why =
    finding.facts?.['place'] === 'blob'
      ? 'The studio does not read Parquet where a blob lies.'
      : `The studio cannot look into ${format}.`
  const unknown =
    'Its records cannot be shown, and what becomes of their values is not known before they land.'
  return { label: 'Not looked into', text: sentences(why, unknown, rows) }
}

/** A byte of a text and where it is: `byte 0xE9 at offset 17 (bad.csv, line 3)`. */
export function byteWords({
  byte,
  offset,
  line,
  member,
}: {
  readonly byte?: number | undefined
  /** Bytes before it. */
  readonly offset: number
  /** From 1. */
  readonly line: number
  /** The file of an archive that it is in. */
  readonly member?: string | undefined
}): string {
  const value = byte === undefined ? 'the byte' : `byte 0x${byte.toString(16).toUpperCase().padStart(2, '0')}`
  const where = `${member === undefined ? '' : `${member}, `}line ${wholeNumber(line)}`
  return `${value} at offset ${wholeNumber(offset)} (${where})`
}

/** Facts: `encoding`; `byte`, its value; `offset`, bytes before it; `line`; `damaged` is 1 where most of it is UTF-8, `mixed` where some of it is. */
function encodingWords(finding: Finding): ReturnType<WordsOf> {
  const encoding = fact(finding, 'encoding', 'utf-8') as Encoding
  const byte = numberFact(finding, 'byte')
  const offset = numberFact(finding, 'offset')
  const line = numberFact(finding, 'line')
  const member = fact(finding, 'member') || undefined
  const place = offset === undefined || line === undefined ? '' : byteWords({ byte, offset, line, member })
  if (encoding === 'utf-8' && finding.facts?.['mixed'] === 1) {
    return {
      label: 'Mixed encodings',
      text: `Some of the text is UTF-8 and some is not: ${place} fits no UTF-8 character${inWindows1252(byte)}. Kusto refuses the whole file, and converting all of it would ruin the lines that are UTF-8.`,
      nextStep: 'Write the lines that come from another program as UTF-8, then add the file again.',
    }
  }
  if (encoding === 'utf-8') {
    return {
      label: 'Damaged UTF-8',
      text: `The text is UTF-8, except for ${place === '' ? 'some bytes' : place}, which fits no character. Kusto refuses the whole file.`,
      nextStep: 'Mend the file, or make it again.',
    }
  }
  const name = encodingName(encoding)
  return {
    label: name.slice(0, 24),
    text: sentences(
      place === '' ? `The text is ${name}.` : `The text is not UTF-8: ${place} is ${name}.`,
      finding.effect === 'none'
        ? 'It is converted on the way.'
        : 'Kusto reads UTF-8 and refuses the whole file.',
    ),
    nextStep: mended(finding, 'Convert it to UTF-8 on the way.'),
  }
}

/** `, and is “á” in Windows-1252`: what whoever wrote the byte probably meant. */
function inWindows1252(byte: number | undefined): string {
  if (byte === undefined || byte < 0xa0 || byte > 0xff) return ''
  return `, and is “${String.fromCharCode(byte)}” in Windows-1252`
}

/** `, on lines 4, 9 and 2 more`, of the first examples; nothing without any. */
function linesOf({ examples, count }: Finding): string {
  const shown = examples.slice(0, 3).map(({ line }) => wholeNumber(line ?? 0))
  if (shown.length === 0) return ''
  const more = count - shown.length
  const list =
    more > 0
      ? `${shown.join(', ')} and ${wholeNumber(more)} more`
      : shown.join(', ').replace(/, ([^,]*)$/, ' and $1')
  return count === 1 ? ` on line ${list}` : `, on lines ${list}`
}

function fieldsWords(finding: Finding): string {
  const added = fact(finding, 'added')
  const gone = fact(finding, 'gone')
  const words = [...(added === '' ? [] : [`it adds ${added}`]), ...(gone === '' ? [] : [`it lacks ${gone}`])]
  return words.length === 0 ? 'the fields are in another order' : words.join(', and ')
}

/** ` (line 4)`, of the first example. */
function lineOf({ examples: [first] }: Finding): string {
  const line = first?.line ?? null
  return line === null ? '' : ` (first in line ${line.toLocaleString('en-US')}${ofMember(first)})`
}

/** What to do: nothing more if the reading mends it already. */
function mended({ effect }: Finding, nextStep: string): string {
  return effect === 'none' ? 'The file itself stays as it is.' : nextStep
}

function formatFact(finding: Finding, key: string): DataFormat {
  const name = fact(finding, key)
  return name in formatFacts ? (name as DataFormat) : 'csv'
}
