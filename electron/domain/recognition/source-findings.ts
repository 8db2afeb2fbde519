import { formatFacts, type DataFormat } from '../data-format'
import type { Finding } from '../schema/inspection'
import type { Reading } from '../schema/reading'
import { canHaveHeader } from '../source-treatment'
import type { DecodedSample } from './decode-sample'
import { couldBeHeader } from './detect-header'
import { makeExample, makeFinding } from './make-finding'
import type { Dialect } from './detect-dialect'

/** What is to be said about the format and the encoding of a source. */
export function formatFindings(about: {
  /** Null for a binary format. */
  readonly decoded: DecodedSample | null
  readonly named: DataFormat | undefined
  readonly reading: Reading
  readonly isPage: boolean
  /** Whether the user chose the reading, and so agreed to its conversions. */
  readonly isChosen: boolean
  readonly name: string
}): Finding[] {
  const { decoded, named, reading, isPage, isChosen } = about
  const findings: Finding[] = []
  if (isPage) findings.push(makeFinding('webPage', 'changed', { count: 1 }))
  if (decoded !== null) findings.push(...encodingFindings(decoded, reading, isChosen))
  const { format } = reading
  if (!isChosen && named !== undefined && named !== format && !areAlike(named, format)) {
    findings.push(makeFinding('otherFormatThanNamed', 'none', { count: 1, facts: { named, format } }))
  }
  return findings
}

/** A .json file may hold either kind of JSON, a .avro file either kind of Avro: its name does not mislead anyone. */
function areAlike(named: DataFormat, format: DataFormat): boolean {
  const families: readonly (readonly DataFormat[])[] = [
    ['json', 'multijson'],
    ['avro', 'apacheavro'],
    ['txt', 'w3clogfile'],
    ['tsv', 'tsve'],
  ]
  return families.some((family) => family.includes(named) && family.includes(format))
}

function encodingFindings(decoded: DecodedSample, reading: Reading, isChosen: boolean): Finding[] {
  const { oddByte, hasMark, isDamaged, isMixed = false } = decoded
  const { encoding } = reading
  if (encoding === 'utf-8' && oddByte === null) return []
  const effect = isChosen && encoding !== 'utf-8' ? 'none' : 'refused'
  const examples = oddByte === null ? [] : [makeExample({ line: oddByte.line })]
  const facts = {
    encoding,
    mark: hasMark ? 1 : 0,
    damaged: isDamaged ? 1 : 0,
    ...(isMixed ? { mixed: 1 } : {}),
    ...(oddByte === null ? {} : { byte: oddByte.value, offset: oddByte.offset, line: oddByte.line }),
  }
  return [makeFinding('encoding', effect, { count: 1, examples, facts })]
}

/** What is to be said about how a delimited text is written, and about its header. */
export function readingFindings(about: {
  readonly text: string
  readonly guess: { readonly dialect: Dialect | undefined; readonly reading: Reading }
  readonly reading: Reading
  readonly hasHeader: boolean
  /** The target's column names, if known. */
  readonly columns: readonly string[] | undefined
  readonly isChosen: boolean
  readonly isWhole: boolean
  readonly name: string
}): Finding[] {
  const { guess, reading, isChosen, hasHeader, text, columns } = about
  const findings: Finding[] = []
  const { dialect } = guess
  const first = dialect?.records[0]
  const isUndecided = couldBeHeader(dialect?.records.map(({ cells }) => cells) ?? [], columns)
  if (isChosen && canHaveHeader(reading.format) && hasHeader !== reading.ignoreFirstRecord && !isUndecided) {
    findings.push(
      makeFinding(hasHeader ? 'headerSeen' : 'noHeader', hasHeader ? 'changed' : 'leftOut', { count: 1 }),
    )
  }
  if (!isChosen && !hasHeader && isUndecided) {
    const examples = [makeExample({ line: first?.line ?? 1, record: 1 })]
    findings.push(makeFinding('maybeHeader', 'none', { count: 1, examples }))
  }
  if (dialect === undefined || formatFacts[reading.format].delimiter === undefined) return findings
  const add = (kind: Finding['kind'], isMended: boolean, facts: Finding['facts'], count: number): void => {
    findings.push(
      makeFinding(kind, isMended ? 'none' : 'refused', { count, ...(facts === undefined ? {} : { facts }) }),
    )
  }
  const skips = isChosen && reading.skipLines >= dialect.skipLines
  const { delimiter } = dialect
  if (dialect.hasSeparatorLine) add('separatorLine', skips, { delimiter }, 1)
  if (dialect.preambleLines > 0) {
    const first = text.split(/\r\n|\r|\n/, dialect.skipLines).find((line) => line.trim() !== '') ?? ''
    add('preamble', skips, { lines: dialect.skipLines, text: first.slice(0, 80) }, dialect.preambleLines)
  }
  if (dialect.commentLines > 0 || dialect.comment !== undefined) {
    const isMended = isChosen && (reading.comment !== undefined || (skips && dialect.comment === undefined))
    const facts = dialect.comment === undefined ? undefined : { mark: dialect.comment }
    add('commentLines', isMended, facts, Math.max(dialect.commentLines, 1))
  }
  if (guess.reading.delimiter !== undefined) {
    const isMended = isChosen && reading.delimiter !== undefined
    findings.push(
      makeFinding('otherDelimiter', isMended ? 'none' : 'changed', { count: 1, facts: { delimiter } }),
    )
  }
  if (dialect.backslashQuotes)
    add('backslashQuotes', isChosen && reading.backslashQuotes === true, undefined, 1)
  return findings
}
