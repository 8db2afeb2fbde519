import type { CreationTimePattern } from './creation-time-pattern'
import { formatFacts, type DataFormat } from './data-format'
import { formatSeen, seenFor } from './blob-looks'
import { pathFilter, type PathPatterns } from './path-pattern'
import type { InspectedBlob } from './schema/file-source'
import type { BlobLook, BlobObstacle, ListedBlob } from './schema/listed-blob'
import type { WireError } from './schema/wire-error'

/** Why a listed blob is not ingested. */
type LeftOutReason = BlobObstacle | 'pattern' | 'unreadable' | 'noFormat' | 'noDate' | 'limit'

/** What the user wants of a container. */
export interface BlobWishes extends PathPatterns {
  /** For every blob; null goes by their names. */
  readonly format: DataFormat | null
  /** Reads a creation time from a path; null if none is wanted. */
  readonly creationTime: CreationTimePattern | null
  /** Most blobs to take. */
  readonly limit?: number | undefined
  /** What looking at some of them told. */
  readonly looks?: readonly BlobLook[] | undefined
}

/** A listed blob with what becomes of it. */
export interface ChosenBlob {
  readonly blob: ListedBlob
  /** Null if `leftOut` is not. */
  readonly format: DataFormat | null
  /** ISO 8601; null if none is wanted, or found. */
  readonly creationTime: string | null
  readonly leftOut: LeftOutReason | null
  /** What was seen of it, or of others like it. */
  readonly seen: readonly InspectedBlob[]
  /** What keeps the service from reading it, or only this machine if a retry may help; null if nobody looked. */
  readonly problem: WireError | null
}

/**
 * Decides which listed blobs are ingested. A blob that no pattern means is not reported on any further.
 *
 * @param folder The folder's URI without its secret: a date may be in there too.
 */
export function chooseBlobs(
  blobs: readonly ListedBlob[],
  folder: string,
  wishes: BlobWishes,
): readonly ChosenBlob[] {
  const isMeant = pathFilter(wishes)
  const looks = wishes.looks ?? []
  const seenOf = seenFor(blobs, looks)
  const problems = new Map(looks.map(({ handle, problem }) => [handle, problem]))
  let taken = 0
  return blobs.map((blob) => {
    const seen = seenOf(blob)
    const problem = problems.get(blob.handle) ?? null
    const format = wishes.format ?? formatSeen(blob, seen)
    const creationTime = wishes.creationTime?.timeOf(`${folder}${blob.path}`) ?? null
    const reasons: readonly (readonly [boolean, LeftOutReason | null])[] = [
      [blob.obstacle === 'folder', 'folder'],
      [!isMeant(blob.path), 'pattern'],
      [blob.obstacle !== null, blob.obstacle],
      [problem !== null && !problem.retryable, 'unreadable'],
      [format === null, 'noFormat'],
      [wishes.creationTime !== null && creationTime === null, 'noDate'],
      [taken >= (wishes.limit ?? Number.POSITIVE_INFINITY), 'limit'],
    ]
    const leftOut = reasons.find(([applies]) => applies)?.[1] ?? null
    if (leftOut === null) taken += 1
    return { blob, format, creationTime, leftOut, seen, problem }
  })
}

/** What a choice comes to. */
export interface BlobTotals {
  readonly blobs: number
  /** As stored. */
  readonly bytes: number
  /** How many are left out, by reason; without folders, which are no blobs to a person. */
  readonly leftOut: ReadonlyMap<LeftOutReason, number>
}

/** Adds up a choice. */
export function blobTotals(chosen: readonly ChosenBlob[]): BlobTotals {
  const leftOut = new Map<LeftOutReason, number>()
  let blobs = 0
  let bytes = 0
  for (const { blob, leftOut: reason } of chosen) {
    if (reason === null) {
      blobs += 1
      bytes += blob.sizeBytes
    } else if (reason !== 'folder') leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)
  }
  return { blobs, bytes, leftOut }
}

const reasonWords: Readonly<Record<LeftOutReason, string>> = {
  folder: 'a folder',
  empty: 'empty',
  hidden: 'hidden or temporary',
  archived: 'in the archive tier',
  tooLarge: 'over 6 GB',
  pattern: 'not like the pattern',
  unreadable: 'not readable as it is',
  noFormat: 'of a format that the name does not tell',
  noDate: 'without a date that the creation time pattern fits',
  limit: 'beyond the limit',
}

/** Says why a blob is left out, to follow “is”. */
export function leftOutWords(reason: LeftOutReason): string {
  return reasonWords[reason]
}

/** Sums up what is left out: “3 empty, 1 hidden or temporary”; empty if nothing is. */
export function leftOutSummary({ leftOut }: Pick<BlobTotals, 'leftOut'>): string {
  return [...leftOut]
    .map(([reason, count]) => `${count.toLocaleString('en-US')} ${reasonWords[reason]}`)
    .join(', ')
}

/** Text, or lines of it, that is not compressed: its size in storage is its uncompressed size. */
export function isStoredPlain(blob: Pick<ListedBlob, 'compression'>, format: DataFormat): boolean {
  return blob.compression === 'none' && formatFacts[format].binary !== true
}
