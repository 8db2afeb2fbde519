import {
  blobTotals,
  chooseBlobs,
  type BlobTotals,
  type ChosenBlob,
} from '../../../../electron/domain/blob-choice'
import {
  parseCreationTimePattern,
  type CreationTimePattern,
} from '../../../../electron/domain/creation-time-pattern'
import { splitPatterns } from '../../../../electron/domain/path-pattern'
import {
  agreed,
  beginsWithHeader,
  sampleOfBlobs,
  seenHeaders,
  type SeenHeaders,
} from '../../../../electron/domain/blob-looks'
import type { BlobLook, ListedBlob } from '../../../../electron/domain/schema/listed-blob'
import type { Column } from '../../../../electron/domain/schema/table'
import { headerCandidates } from '../../../../electron/domain/source-treatment'
import type { CatalogSlice } from '../catalog'
import { valueOf, type Loadable } from '../loadable'
import type { BlobSlice } from './blob'
import type { FilePatterns } from './file-choice'
import type { IngestOptionsSlice } from './ingest-options'

/** What storage has listed of a container or folder. */
export interface ListedContainer {
  readonly listing: string
  /** Its URI without the secret part. */
  readonly display: string
  readonly blobs: readonly ListedBlob[]
  readonly isComplete: boolean
}

/** A container whose blobs are to be ingested; its URI is in the blob field. */
export interface ContainerSlice {
  readonly container: Loadable<ListedContainer>
  /** Whether more of it is on its way. */
  readonly isListing: boolean
  /** Begins the paths of the blobs; storage looks them up. */
  readonly containerPrefix: string
  readonly containerPatterns: FilePatterns
  /** What the first bytes of some of its blobs say. */
  readonly containerLooks: readonly BlobLook[]
  readonly isLookingAtBlobs: boolean
  /** What the user said about the first records; null: as was seen. */
  readonly containerHeader: boolean | null
  setContainerHeader(isHeader: boolean): void
  /** Looks at those of the chosen blobs that stand for the others, if nobody has yet. */
  lookAtContainer(): Promise<void>
  setContainerPrefix(prefix: string): void
  setContainerPatterns(patterns: FilePatterns): void
  /** Lists the container in the blob field to its end. */
  listContainer(): Promise<void>
  /** Lists what is missing after a stop. */
  listOn(): Promise<void>
  stopListing(): void
  /** Back to no container. */
  forgetContainer(): void
  /** @param options.anyway Sends what the service is known to refuse, too. */
  startContainer(options?: { readonly anyway?: boolean }): Promise<void>
}

type ContainerState = Pick<
  ContainerSlice & BlobSlice & IngestOptionsSlice,
  'container' | 'containerPatterns' | 'containerLooks' | 'blobFormat' | 'ingestOptions'
>

type HeaderState = Pick<ContainerSlice, 'containerHeader'> & Pick<CatalogSlice, 'details'>

/** The blobs of the list with what becomes of each, and what that comes to. */
export interface ContainerChoice {
  /** Without what no pattern means. */
  readonly shown: readonly ChosenBlob[]
  readonly taken: readonly ChosenBlob[]
  readonly totals: BlobTotals
}

const nothing: ContainerChoice = {
  shown: [],
  taken: [],
  totals: { blobs: 0, bytes: 0, leftOut: new Map() },
}

/** Decides which listed blobs are ingested. A creation time pattern that cannot be read finds no date. */
export function containerChoice(state: ContainerState): ContainerChoice {
  const listed = valueOf(state.container)
  if (listed === undefined) return nothing
  const { onlyLike, leaveOut } = state.containerPatterns
  const chosen = chooseBlobs(listed.blobs, listed.display, {
    include: splitPatterns(onlyLike),
    exclude: splitPatterns(leaveOut),
    format: state.blobFormat,
    creationTime: creationTimeOf(state.ingestOptions.creationTimePattern),
    looks: state.containerLooks,
  })
  return {
    shown: chosen.filter(({ leftOut }) => leftOut !== 'pattern' && leftOut !== 'folder'),
    taken: chosen.filter(({ leftOut }) => leftOut === null),
    totals: blobTotals(chosen),
  }
}

/** The handles of blobs to look at: a sample of those that are meant, without those that were looked at already. */
export function blobsToLookAt(state: ContainerState): readonly string[] {
  const meant = containerChoice(state).shown.filter(
    ({ leftOut }) => leftOut === null || leftOut === 'noFormat' || leftOut === 'unreadable',
  )
  const known = new Set(state.containerLooks.map(({ handle }) => handle))
  return sampleOfBlobs(meant.map(({ blob }) => blob))
    .map(({ handle }) => handle)
    .filter((handle) => !known.has(handle))
}

/** What was seen of the blobs to ingest. */
export interface SeenOfChoice extends SeenHeaders {
  /** Blobs to ingest. */
  readonly of: number
}

/** How many of the blobs to ingest were looked at and begin with a header. */
export function seenOfChoice(
  { taken }: Pick<ContainerChoice, 'taken'>,
  looks: readonly BlobLook[],
  columns: readonly Column[],
): SeenOfChoice {
  const handles = new Set(taken.map(({ blob }) => blob.handle))
  const seen = looks.filter(({ handle }) => handles.has(handle))
  return { ...seenHeaders(seen, columns), of: taken.length }
}

/** The chosen blobs whose first record is left out: those that the user said, or that begin with a header as far as was seen. */
export function blobsWithHeader(state: HeaderState, taken: readonly ChosenBlob[]): ReadonlySet<ChosenBlob> {
  const { containerHeader } = state
  if (containerHeader !== null) return new Set(containerHeader ? headerCandidates(taken) : [])
  const columns = valueOf(state.details)?.columns ?? []
  return new Set(taken.filter(({ seen }) => agreed(seen, (blob) => beginsWithHeader(blob, columns)) === true))
}

function creationTimeOf(pattern: string): CreationTimePattern | null {
  if (pattern.trim() === '') return null
  try {
    return parseCreationTimePattern(pattern)
  } catch {
    // Half typed.
    return { timeOf: () => null }
  }
}
