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
import type { ListedBlob } from '../../../../electron/domain/schema/listed-blob'
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
  setContainerPrefix(prefix: string): void
  setContainerPatterns(patterns: FilePatterns): void
  /** Lists the container in the blob field to its end. */
  listContainer(): Promise<void>
  /** Lists what is missing after a stop. */
  listOn(): Promise<void>
  stopListing(): void
  /** Back to no container. */
  forgetContainer(): void
  startContainer(): Promise<void>
}

type ContainerState = Pick<
  ContainerSlice & BlobSlice & IngestOptionsSlice,
  'container' | 'containerPatterns' | 'blobFormat' | 'ingestOptions'
>

/** The blobs of the list with what becomes of each, and what that comes to. */
interface ContainerChoice {
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
  })
  return {
    shown: chosen.filter(({ leftOut }) => leftOut !== 'pattern' && leftOut !== 'folder'),
    taken: chosen.filter(({ leftOut }) => leftOut === null),
    totals: blobTotals(chosen),
  }
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
