import { isUtf8 } from 'node:buffer'
import { detectContentKind } from '../domain/content-kind'
import { formatFacts, formatFromName } from '../domain/data-format'
import { looksLikeHeader } from '../domain/header-detection'
import { readDelimitedSample } from '../domain/delimited-text'
import type { Finding, Reading } from '../domain/schema/inspection'
import { StudioError } from '../domain/studio-error'
import { recogniseText } from '../domain/text-format'
import { placeOf } from '../domain/text-place'
import { Utf8Validator } from '../domain/utf8-validator'
import type { OpenedSource } from './open-source'

/** How a source is to be read, and what its first bytes say beyond that. */
export interface Recognised {
  readonly reading: Reading
  readonly findings: readonly Finding[]
}

/**
 * Recognises a source from its first bytes and its name.
 *
 * @param columns The target's column names; a header may repeat them.
 * @throws StudioError for what is no data.
 */
export async function recognise(
  { head, isWhole, name, entry }: OpenedSource,
  columns: readonly string[],
): Promise<Recognised> {
  const named = formatFromName(name).format ?? (entry === null ? undefined : formatFromName(entry).format)
  const plain = { ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 } as const
  const content = detectContentKind(head)
  switch (content.kind) {
    case 'binary':
      return {
        reading: { ...plain, format: named === 'apacheavro' ? named : content.format },
        findings: [],
      }
    case 'wideText':
      throw new StudioError(
        'EncodingNotSupported',
        `“${name}” is ${content.encoding} text; Kusto reads UTF-8.`,
        {
          subject: name,
          nextStep: 'Save it as UTF-8 (in Excel: “CSV UTF-8”), then add it again.',
        },
      )
    case 'foreign':
      throw new StudioError('FormatNotSupported', `“${name}” is ${content.what}.`, {
        subject: name,
        nextStep: content.nextStep,
      })
    case 'compressed':
      throw new StudioError('FormatNotSupported', `“${name}” is compressed twice.`, {
        subject: name,
        nextStep: 'Unpack it once, then add it again.',
      })
    case 'text':
      break
  }
  const validator = new Utf8Validator(isUtf8)
  validator.push(head)
  const invalidAt = isWhole ? validator.end() : validator.invalidAt
  if (invalidAt !== null) {
    const { line } = await placeOf([head], invalidAt)
    throw new StudioError(
      'EncodingNotSupported',
      `“${name}” is not UTF-8 text: byte ${invalidAt}, in line ${line}, fits no UTF-8 character.`,
      { subject: name, line, nextStep: 'Save it as UTF-8, then add it again.' },
    )
  }
  const text = new TextDecoder('utf-8').decode(head, { stream: !isWhole })
  const { format, hasHeader } = recogniseText(text, named, isWhole)
  const { delimiter } = formatFacts[format]
  let ignoreFirstRecord = hasHeader
  if (!hasHeader && delimiter !== undefined && columns.length > 0) {
    const { records } = readDelimitedSample(text, delimiter, { limit: 20, isWhole })
    ignoreFirstRecord = looksLikeHeader(records, columns)
  }
  const seen: Finding = {
    kind: 'headerSeen',
    effect: 'none',
    column: null,
    count: 1,
    isExact: true,
    examples: [],
  }
  return { reading: { ...plain, format, ignoreFirstRecord }, findings: ignoreFirstRecord ? [seen] : [] }
}
