import type { JobRecord, SourceRecord } from './job-record'

/**
 * What makes the service skip a source that is in the table already, without its `ingest-by:`; null if the job does not
 * want that. `{path}` becomes the source's path or URI without its secret, `{name}` its name.
 */
export function onceTag(
  { ingestIfNotExists }: JobRecord,
  { name, location }: Pick<SourceRecord, 'name' | 'location'>,
): string | null {
  return ingestIfNotExists?.replaceAll('{path}', location).replaceAll('{name}', name) ?? null
}
