import { formatFacts } from '../data-format'
import type { Finding } from '../schema/inspection'
import type { Reading } from '../schema/reading'
import { decodeSample } from './decode-sample'
import { detectHeader } from './detect-header'
import { makeFinding } from './make-finding'
import { readSampleRecords } from './sample-records'

/** Bytes at the start of each file that are compared. */
export const memberHeadBytes = 16_384

/** A file of an archive and the fields of its first record. */
interface Member {
  readonly name: string
  readonly fields: readonly string[]
}

/** Two files of an archive whose columns cannot be read alike. */
export interface UnlikeMembers {
  /** `order`: the same names in another order; `names`: other names; `header`: only one of them has a header. */
  readonly how: 'order' | 'names' | 'header'
  readonly first: Member
  readonly other: Member
}

/** That the files of an archive cannot be read alike, as a finding. */
export function unlikeFinding({ how, first, other }: UnlikeMembers): Finding {
  const begins = ({ fields }: Member): string => fields.join(',').slice(0, 80)
  return makeFinding('unlikeMembers', 'refused', {
    count: 1,
    facts: {
      how,
      first: first.name,
      firstBegins: begins(first),
      other: other.name,
      otherBegins: begins(other),
    },
  })
}

/**
 * Compares the files of an archive by their first records. The service reads all of them with one mapping and leaves the
 * first record out of all or none, so a file with another header would land in the wrong columns.
 */
export class MemberHeaders {
  readonly #reading: Reading
  readonly #columns: readonly string[]
  #first: (Member & { readonly isHeader: boolean }) | undefined

  /**
   * @param reading Of the whole archive.
   * @param columns The target's column names, if known; a header may repeat them.
   */
  constructor(reading: Reading, columns: readonly string[]) {
    this.#reading = reading
    this.#columns = columns
  }

  /**
   * Takes the next file.
   *
   * @param head Its first {@link memberHeadBytes} at most.
   * @returns How it differs from the first file with records; null if both can be read alike.
   */
  add(name: string, head: Uint8Array, isWhole: boolean): UnlikeMembers | null {
    const records = this.#recordsOf(head, isWhole)
    const [fields] = records
    if (fields === undefined) return null
    const other = { name, fields }
    // An archive is refused for what is sure: names, not just texts that differ from those below.
    const isHeader = areNames(fields.map(plain)) && detectHeader(records, this.#columns)
    const first = this.#first
    if (first === undefined) {
      this.#first = { ...other, isHeader }
      return null
    }
    const [one, two] = [first.fields.map(plain), fields.map(plain)]
    if (sameList(one, two)) return null
    if (areNames(one) && sameList([...one].sort(), [...two].sort())) return { how: 'order', first, other }
    if (first.isHeader) return { how: isHeader ? 'names' : 'header', first, other }
    return isHeader ? { how: 'header', first: other, other: first } : null
  }

  #recordsOf(head: Uint8Array, isWhole: boolean): (readonly string[])[] {
    const { format, encoding, backslashQuotes, comment, skipLines } = this.#reading
    const delimiter = this.#reading.delimiter ?? formatFacts[format].delimiter
    if (delimiter === undefined) return []
    const { text } = decodeSample(head, isWhole, encoding)
    const options = { delimiter, limit: 21, isWhole, backslashQuotes, comment, skipLines }
    return readSampleRecords(text, options).records.map(({ cells }) => cells)
  }
}

function plain(cell: string): string {
  return cell.trim().toLowerCase()
}

/** Values can be the same in another order, too, but only numbers and such; words that stand once each are names. */
function areNames(cells: readonly string[]): boolean {
  return cells.every((cell) => /^\p{L}/u.test(cell)) && new Set(cells).size === cells.length
}

function sameList(one: readonly string[], two: readonly string[]): boolean {
  return one.length === two.length && one.every((cell, index) => cell === two[index])
}
