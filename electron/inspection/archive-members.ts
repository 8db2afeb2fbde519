import type { Finding, FindingExample } from '../domain/schema/inspection'
import { countLineEnds } from './line-ends'

/** Where a file of an archive begins in the text that the files make together. */
interface Member {
  readonly name: string
  /** The line, from 1, and the offset in bytes. */
  readonly line: number
  readonly offset: number
  /** Bytes of it that are left out. */
  dropped: number
}

/** Knows the files of an archive by the lines of the text that they make together, as far as that was read. */
export class ArchiveMembers {
  readonly #names: readonly string[]
  readonly #begun: Member[] = []

  /** @param names Of the files that are read, in their order. */
  constructor(names: readonly string[]) {
    this.#names = names
  }

  /** Follows a reading of the text: every reading finds the same. */
  reading(): MemberReading {
    return new MemberReading(this.#names, this.#begun)
  }

  /** An example with its file, and the line in that. The number of a record is known of the first file only. */
  locate<Place extends Pick<FindingExample, 'line' | 'record' | 'member'>>(place: Place): Place {
    const [first] = this.#names
    if (first === undefined) return place
    const { line } = place
    if (line === null) return this.#names.length === 1 ? { ...place, member: first } : place
    const member = this.#at(line)
    if (member === undefined || member.line === 1) return { ...place, member: member?.name ?? first }
    return { ...place, member: member.name, line: line - member.line + 1, record: null }
  }

  /** Findings with the files that they are found in. */
  inFindings(findings: readonly Finding[]): Finding[] {
    return findings.map((finding) => {
      const examples = finding.examples.map((one) => this.locate(one))
      const { line } = finding.facts ?? {}
      if (typeof line !== 'number') return { ...finding, examples }
      return {
        ...finding,
        examples,
        facts: { ...finding.facts, ...this.#placeIn(line, finding.facts ?? {}) },
      }
    })
  }

  /** The file of a line. */
  #at(line: number): Member | undefined {
    return this.#begun.filter((one) => one.line <= line).at(-1)
  }

  #placeIn(line: number, { offset }: NonNullable<Finding['facts']>): NonNullable<Finding['facts']> {
    const found: Pick<FindingExample, 'line' | 'record' | 'member'> = this.locate({ line, record: null })
    const member = this.#at(line)
    const from = member === undefined ? 0 : member.offset - member.dropped
    return {
      line: found.line ?? line,
      ...(found.member === undefined ? {} : { member: found.member }),
      ...(typeof offset === 'number' ? { offset: offset - from } : {}),
    }
  }
}

/** Notes where files begin while the text that they make is read. */
export class MemberReading {
  readonly #names: readonly string[]
  readonly #begun: Member[]
  #line = 1
  #offset = 0
  #lastByte = 0

  constructor(names: readonly string[], begun: Member[]) {
    this.#names = names
    this.#begun = begun
  }

  /** The file with this number, from 0, begins. */
  begin(index: number): void {
    const name = this.#names[index] ?? ''
    this.#begun[index] = { name, line: this.#line, offset: this.#offset, dropped: 0 }
  }

  /** Bytes of a file that are read, and what becomes of them in the text. */
  add(index: number, bytes: Buffer, kept: Buffer): void {
    const member = this.#begun[index]
    if (member !== undefined) member.dropped += bytes.length - kept.length
    this.#line += countLineEnds(kept, this.#lastByte)
    this.#lastByte = kept[kept.length - 1] ?? this.#lastByte
    this.#offset += kept.length
  }
}
