import type { SourceSnapshot } from '../../../electron/domain/schema/job'
import type { SourceKind } from '../../../electron/domain/schema/source'
import { jobsText, sourcesText } from './en-work'

/** What the page knows about one kind of source. */
interface SourceKindFacts {
  /** What to call a source of this kind: a few words that stand on their own. */
  title(source: Pick<SourceSnapshot, 'name' | 'rows'>): string
  /** The same inside a sentence or after a number. */
  mention(name: string): string
  /** So many of them. */
  many(count: number): string
  /** Whether this machine sends the data; otherwise the cluster fetches it. */
  readonly isUploaded: boolean
}

/** Every kind of source. A new kind needs one entry here, and its tab in `features/sources/ways-in.tsx`. */
export const sourceKinds: Readonly<Record<SourceKind, SourceKindFacts>> = {
  file: {
    title: ({ name }) => name,
    mention: (name) => name,
    many: sourcesText.files,
    isUploaded: true,
  },
  paste: {
    title: ({ rows }) => jobsText.pasted(rows.expected ?? rows.landed),
    mention: () => jobsText.pastedMention,
    many: sourcesText.pastes,
    isUploaded: true,
  },
  blob: {
    title: ({ name }) => shortBlobName(name),
    mention: lastSegment,
    many: sourcesText.blobs,
    isUploaded: false,
  },
}

/** `https://account…/container/file.csv` as `https://…/file.csv`: two blobs differ at the end of their addresses. */
function shortBlobName(name: string): string {
  const match = /^([a-z]+:\/\/)[^/]+\/.*?([^/]+)$/i.exec(name)
  return match === null ? name : `${match[1] ?? ''}…/${match[2] ?? ''}`
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
