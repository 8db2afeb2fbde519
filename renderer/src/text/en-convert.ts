import type { Encoding, Reading } from '../../../electron/domain/schema/reading'
import { countOf } from './format'

/** Names of encodings, as people know them. */
export const encodingNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
  'iso-8859-1': 'Latin-1',
}

/** The question whether sources may be converted on the way. */
export const convertText = {
  title: 'Convert before sending?',
  intro: 'Kusto would not read this as it is. What is sent can be converted; the originals stay as they are.',
  what: (count: number, name: string, reading: Reading) =>
    `${count === 1 ? `${name} has` : `${countOf(count, 'file has', 'files have')}`} ${list(oddities(reading))}`,
  convert: (reading: Reading) => `Convert: ${list(repairs(reading))}`,
  asIs: 'Leave as is, and send',
  asIsRefused: (count: number) =>
    count === 1
      ? 'Leave as is: it is not sent, since Kusto refuses it'
      : 'Leave as is: they are not sent, since Kusto refuses them',
  send: 'Convert and send',
  go: 'Send',
  andMore: (names: string, count: number) => `${names} and ${countOf(count, 'more', 'more')}`,
}

/** What Kusto would not read, in a few words each. */
function oddities({ encoding, skipLines, comment, delimiter, backslashQuotes }: Reading): readonly string[] {
  return [
    ...(encoding === 'utf-8' ? [] : [`${encodingNames[encoding]} text`]),
    ...(skipLines === 0 ? [] : [`${countOf(skipLines, 'line', 'lines')} above the records`]),
    ...(comment === undefined ? [] : [`comment lines that begin with ${comment}`]),
    ...(delimiter === undefined ? [] : [`${delimiterName(delimiter)} between fields`]),
    ...(backslashQuotes === true ? ['quotes written \\"'] : []),
  ]
}

/** What a conversion does about it. */
function repairs({ encoding, skipLines, comment, delimiter, backslashQuotes }: Reading): readonly string[] {
  return [
    ...(encoding === 'utf-8' ? [] : ['to UTF-8']),
    ...(skipLines === 0 && comment === undefined ? [] : ['without those lines']),
    ...(delimiter === undefined ? [] : ['with commas']),
    ...(backslashQuotes === true ? ['with doubled quotes'] : []),
  ]
}

function delimiterName(delimiter: string): string {
  return delimiter === ' ' ? 'blanks' : `“${delimiter}”`
}

function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
