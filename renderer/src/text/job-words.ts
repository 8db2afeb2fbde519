import type { JobSnapshot, SourceSnapshot } from '../../../electron/domain/schema/job'
import type { ChartMarker } from '../../../electron/domain/schema/table-watch'
import { sourcesText } from './en-work'
import { sourceKinds } from './source-kinds'

/** What to call a source: its file name, `Pasted, 1 row`, or a blob's address without its query. */
export function sourceTitle(source: Pick<SourceSnapshot, 'kind' | 'name' | 'rows'>): string {
  return sourceKinds[source.kind].title(source)
}

/** What to call a job: its only source, or how many it has (judged by the sources in the snapshot). */
export function jobTitle(job: Pick<JobSnapshot, 'sources' | 'sourceCount'>): string {
  const first = job.sources[0]
  if (job.sourceCount === 1 && first !== undefined) return sourceTitle(first)
  const isOneKind = first !== undefined && job.sources.every(({ kind }) => kind === first.kind)
  return isOneKind ? sourceKinds[first.kind].many(job.sourceCount) : sourcesText.sources(job.sourceCount)
}

/** What markers on the chart are about: the only source's name, or how many sources. */
export function markerSubject(
  markers: readonly Pick<ChartMarker, 'sourceKind' | 'name' | 'sourceCount'>[],
): string {
  const sourceCount = markers.reduce((sum, marker) => sum + marker.sourceCount, 0)
  const only = sourceCount === 1 ? markers[0] : undefined
  if (only === undefined) return sourcesText.sources(sourceCount)
  return sourceKinds[only.sourceKind].mention(only.name)
}

/** A reason with the source that it is about, unless it names that itself. */
export function withName(name: string | null, reason: string): string {
  return name === null || reason.includes(`“${name}”`) ? reason : `${name}: ${reason}`
}
