import { reasonOfRecord } from '../domain/finding-words'
import type { FindingExample } from '../domain/schema/inspection'
import type { RecordFault } from './record-faults'

/** A record that is left out, and why. */
export interface Reject {
  readonly place: Pick<FindingExample, 'line' | 'record' | 'member'>
  /** Its own bytes, without its line end. */
  readonly text: Buffer
  readonly faults: readonly (Pick<RecordFault, 'kind' | 'column' | 'type' | 'value'> & {
    readonly fields?: number
  })[]
}

/** Writes the lines of a reject file. */
export interface RejectLines {
  /** @param header The source's own header, without its line end; undefined if it has none. */
  header(header: Buffer | undefined): Buffer
  line(reject: Reject): Buffer
}

/**
 * Rejects of delimited text: the source's own fields after two of ours. Without those two columns it is a source again.
 *
 * @param names The names of the fields, for a source without a header.
 */
export function delimitedRejects(delimiter: string, names: readonly string[]): RejectLines {
  const fields = (...texts: readonly string[]): Buffer =>
    Buffer.from(texts.map((text) => inQuotes(text, delimiter) + delimiter).join(''))
  return {
    header: (header) =>
      Buffer.concat([
        fields('Line', 'Reason'),
        header ?? Buffer.from(names.map((name) => inQuotes(name, delimiter)).join(delimiter)),
        lineEnd,
      ]),
    line: (reject) =>
      Buffer.concat([
        fields(String(reject.place.line ?? ''), reasonOf(reject, names.length)),
        reject.text,
        lineEnd,
      ]),
  }
}

/** Rejects of JSON Lines: each an object with the record as it is, or its text if it is no JSON. */
export const jsonRejects: RejectLines = {
  header: () => Buffer.alloc(0),
  line: (reject) => {
    const { line } = reject.place
    const own = reject.faults.some(({ kind }) => kind === 'notJson')
      ? Buffer.from(`"text":${JSON.stringify(reject.text.toString('utf8'))}`)
      : Buffer.concat([Buffer.from('"record":'), reject.text])
    return Buffer.concat([
      Buffer.from(`{"line":${line},"reason":${JSON.stringify(reasonOf(reject, 0))},`),
      own,
      Buffer.from('}\n'),
    ])
  },
}

function reasonOf({ place, faults }: Reject, expected: number): string {
  const { member, ...inFile } = place
  const reasons = faults
    .map(({ kind, column, type, value, fields }) =>
      reasonOfRecord({
        kind,
        effect: 'leftOut',
        column,
        count: 1,
        isExact: true,
        examples: [{ ...inFile, value, becomes: null }],
        facts: {
          ...(type === null ? {} : { type }),
          ...(fields === undefined ? {} : { fields, expected }),
        },
      }),
    )
    .join(' ')
  return member === undefined ? reasons : `${member}: ${reasons}`
}

function inQuotes(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]|^\s/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const lineEnd = Buffer.from('\n')
