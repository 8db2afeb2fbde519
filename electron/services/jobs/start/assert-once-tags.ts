import { StudioError } from '../../../domain/studio-error'
import { kindOf } from '../kinds/source-kinds'
import type { JobRecord, SourceRecord } from '../state/job-record'
import { onceTag } from '../state/once-tag'

type Tagged = Pick<SourceRecord, 'kind' | 'name' | 'location'>

/**
 * Checks that each source has a tag of its own: of several with the same one, the service would take the first and skip
 * the others, whose rows would be lost.
 *
 * @throws StudioError `PropertyInvalid`.
 */
export function assertOnceTags(job: JobRecord, sources: readonly Tagged[]): void {
  if (job.ingestIfNotExists === null) return
  const pasted = sources.find((source) => !kindOf(source).hasPath)
  if (pasted !== undefined && /\{(path|name)\}/.test(job.ingestIfNotExists)) {
    throw new StudioError('PropertyInvalid', 'Pasted rows have no path to know them by.', {
      subject: pasted.name,
      nextStep: 'Ingest them without “skip what was ingested before”, or give them a tag in words.',
    })
  }
  const seen = new Map<string, Tagged>()
  for (const source of sources) {
    const tag = onceTag(job, source) ?? ''
    const other = seen.get(tag)
    if (other !== undefined) {
      throw new StudioError(
        'PropertyInvalid',
        `“${other.name}” and “${source.name}” would both get the tag ingest-by:${tag}, and the service would skip the second.`,
        { subject: source.name, nextStep: 'Put {path} into the tag: each source then has its own.' },
      )
    }
    seen.set(tag, source)
  }
}
