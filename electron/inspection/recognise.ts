import { formatFromName } from '../domain/data-format'
import { reasonWords } from '../domain/finding-words'
import { recognise } from '../domain/recognition/recognise'
import type { Recognition } from '../domain/recognition/sample'
import type { Finding, FindingKind } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import { StudioError } from '../domain/studio-error'
import type { OpenedSource } from './open-source'

/** How a source is read, and what its first bytes say beyond that. */
export interface Recognised {
  readonly reading: Reading
  /** Why it has its format, in one sentence. */
  readonly reason: string | undefined
  /** Names of the fields of delimited text. */
  readonly fields: readonly string[]
  readonly findings: readonly Finding[]
}

/** Records are judged by the check's own readers, in the sample as in the whole source. */
const recordKinds: readonly FindingKind[] = [
  'fewerFields',
  'moreFields',
  'textAfterQuote',
  'openQuote',
  'notJson',
  'loneSurrogate',
  'recordTooLong',
]

/**
 * Recognises a source from its first bytes and its name, or reads it as the user chose.
 *
 * @param columns The target's column names; a header may repeat them.
 * @throws StudioError for what is no data.
 */
export function recogniseSource(
  { head, isWhole, name, entry }: OpenedSource,
  columns: readonly string[],
  chosen: Reading | null,
): Recognised {
  // The file in an archive knows better than the archive what it is.
  const named = entry !== null && formatFromName(name).format === undefined ? entry : name
  const sample = { bytes: head, isWhole, name: named, columns }
  const found: Recognition = recognise(sample, chosen === null ? {} : { chosen })
  const { reading, problem, reason } = found
  if (problem !== null) throw problem
  if (reading === null) throw new StudioError('FormatNotSupported', `“${name}” is of no known format.`)
  return {
    reading,
    reason: reason === null || chosen !== null ? undefined : reasonWords(reason),
    fields: found.fields.map((field) => field.name),
    findings: found.findings.filter(({ kind }) => !recordKinds.includes(kind)),
  }
}
