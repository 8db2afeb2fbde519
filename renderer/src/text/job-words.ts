import type { JobSnapshot, SourceSnapshot } from '../../../electron/domain/schema/job'
import { jobsText, sourcesText } from './en-work'

/** What to call a source: its file name, `Pasted, 1 row`, or a blob's address without its query. */
export function sourceTitle(source: Pick<SourceSnapshot, 'kind' | 'name' | 'rows'>): string {
  if (source.kind === 'paste') return jobsText.pasted(source.rows.expected ?? source.rows.landed)
  return source.kind === 'blob' ? shortBlobName(source.name) : source.name
}

/** What to call a job: its one source, or how many there are. */
export function jobTitle(job: Pick<JobSnapshot, 'sources' | 'sourceCount'>): string {
  const first = job.sources[0]
  if (job.sourceCount === 1 && first !== undefined) return sourceTitle(first)
  return sourcesText.files(job.sourceCount)
}

/** `https://account…/container/file.csv` as `https://…/file.csv`: what tells two blobs apart comes last. */
function shortBlobName(name: string): string {
  const match = /^([a-z]+:\/\/)[^/]+\/.*?([^/]+)$/i.exec(name)
  return match === null ? name : `${match[1] ?? ''}…/${match[2] ?? ''}`
}
