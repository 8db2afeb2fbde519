import { parseMappingText } from '../../../domain/mapping-text'
import { mappingKindOf } from '../../../domain/mapping-kind'
import { StudioError } from '../../../domain/studio-error'
import type { StartJobRequest } from '../../studio-services'

/**
 * Checks the ingestion properties of a job as far as that is possible without the cluster.
 *
 * @throws StudioError `PropertyInvalid`.
 */
export function assertProperties({ mapping, mappingText, zipPattern, sources }: StartJobRequest): void {
  if (zipPattern !== undefined) assertRegularExpression(zipPattern)
  if (mappingText === undefined) return
  if (mapping !== undefined) {
    throw new StudioError('PropertyInvalid', 'Two mappings were given: a name and a text.', {
      nextStep: 'Choose one of them.',
    })
  }
  const kinds = new Set(
    sources.flatMap((source) => (source.format === undefined ? [] : [mappingKindOf(source.format)])),
  )
  for (const kind of kinds) parseMappingText(mappingText, kind)
}

/** The service takes a subset of what JavaScript does: what is wrong here is wrong there. */
function assertRegularExpression(pattern: string): void {
  try {
    new RegExp(pattern)
  } catch (cause) {
    throw new StudioError('PropertyInvalid', `The zip pattern ${pattern} is not a regular expression.`, {
      nextStep: 'For all names that end in .csv write \\.csv$ instead of *.csv.',
      cause,
    })
  }
}
