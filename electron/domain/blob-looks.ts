import type { DataFormat } from './data-format'
import { repeatsColumns } from './repeated-header'
import type { InspectedBlob } from './schema/file-source'
import type { BlobLook, ListedBlob } from './schema/listed-blob'
import { canIgnoreFirstRecord } from './source-treatment'

/** Most blobs of a list that are looked at. */
export const mostLookedAt = 20

type Listed = Pick<ListedBlob, 'path'>

/**
 * The blobs of a list that stand for the others: one of each ending, the first and the last, one of each folder and
 * ending as far as the number reaches, and the rest spread evenly.
 *
 * @returns In the order of the list.
 */
export function sampleOfBlobs<Blob extends Listed>(blobs: readonly Blob[], most = mostLookedAt): Blob[] {
  const chosen = new Set<number>()
  const take = (indices: readonly number[]): void => {
    for (const index of spread(indices, most - chosen.size)) chosen.add(index)
  }
  take(middles(blobs, endingOf))
  take(blobs.length === 0 ? [] : [0, blobs.length - 1])
  take(middles(blobs, kindOf).filter((index) => !chosen.has(index)))
  take([...blobs.keys()].filter((index) => !chosen.has(index)))
  return [...chosen].sort((one, other) => one - other).flatMap((index) => blobs[index] ?? [])
}

/**
 * What was seen that tells of a blob: itself, else others of its folder and ending, else others of its ending.
 *
 * @param blobs Those that the looks are of, and others.
 */
export function seenFor(
  blobs: readonly ListedBlob[],
  looks: readonly BlobLook[],
): (blob: ListedBlob) => readonly InspectedBlob[] {
  const own = new Map(looks.map((look) => [look.handle, look]))
  const alike = new Map<string, InspectedBlob[]>()
  for (const blob of blobs) {
    const found = own.get(blob.handle)?.found ?? null
    if (found === null) continue
    for (const key of [kindOf(blob), endingOf(blob)]) {
      const others = alike.get(key) ?? []
      others.push(found)
      alike.set(key, others)
    }
  }
  return (blob) => {
    const look = own.get(blob.handle)
    if (look?.found) return [look.found]
    if (look?.problem) return []
    return alike.get(kindOf(blob)) ?? alike.get(endingOf(blob)) ?? []
  }
}

/** A listed blob's format by what was seen, if that agrees, or else by its name. */
export function formatSeen(blob: ListedBlob, seen: readonly InspectedBlob[]): DataFormat | null {
  // Which files of an archive are meant is for the user to say, if its name does not.
  const ofContent = agreed(seen, ({ format, compression }) =>
    blob.format === null && compression === 'zip' ? null : format,
  )
  return ofContent ?? blob.format
}

/** Whether a first record is a header: it repeats the columns of a table, or is told from the records below it. */
export function beginsWithHeader(
  { firstRecord, reading }: InspectedBlob,
  columns: readonly { readonly name: string }[],
): boolean {
  return reading?.ignoreFirstRecord === true || repeatsColumns(firstRecord, columns)
}

/** The first record that all of the seen have in common, read as this format; undefined if they differ. */
export function firstRecordSeen(
  seen: readonly InspectedBlob[],
  format: DataFormat,
): readonly string[] | undefined {
  const isSame = agreed(seen, ({ firstRecord }) => JSON.stringify(firstRecord ?? null)) !== undefined
  return isSame && seen.every((one) => one.format === format) ? seen[0]?.firstRecord : undefined
}

/** What all of the seen have in common; undefined if they differ, or nothing was seen. */
export function agreed<Value>(
  seen: readonly InspectedBlob[],
  of: (blob: InspectedBlob) => Value,
): Value | undefined {
  const [first, ...others] = seen.map(of)
  return others.every((value) => value === first) ? first : undefined
}

/** What looking at some blobs of a list told of the first records of all. */
export interface SeenHeaders {
  /** Blobs that were looked at and can have a header, and those of them that begin with one. */
  readonly looked: number
  readonly withHeader: number
}

/** Counts the headers that were seen. */
export function seenHeaders(
  looks: readonly BlobLook[],
  columns: readonly { readonly name: string }[],
): SeenHeaders {
  const found = looks.flatMap(({ found: blob }) =>
    blob?.format !== undefined && blob.format !== null && canIgnoreFirstRecord(blob.format) ? [blob] : [],
  )
  const withHeader = found.filter((blob) => beginsWithHeader(blob, columns)).length
  return { looked: found.length, withHeader }
}

/** Of each group the index in its middle. */
function middles<Blob>(blobs: readonly Blob[], groupOf: (blob: Blob) => string): number[] {
  const groups = new Map<string, number[]>()
  for (const [index, blob] of blobs.entries()) {
    const group = groups.get(groupOf(blob)) ?? []
    group.push(index)
    groups.set(groupOf(blob), group)
  }
  return [...groups.values()].flatMap((group) => group[group.length >> 1] ?? [])
}

/** At most so many of them, evenly spaced. */
function spread(indices: readonly number[], most: number): number[] {
  if (indices.length <= most) return [...indices]
  return Array.from({ length: most }, (_, step) => indices[Math.floor((step * indices.length) / most)] ?? 0)
}

/** The end of a name that stands for a format: `.csv`, `.csv.gz`. */
function endingOf({ path }: Listed): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return /(\.[a-z][a-z0-9]*)?(\.(gz|zip))?$/.exec(name)?.[0] ?? ''
}

function kindOf(blob: Listed): string {
  return `${blob.path.slice(0, blob.path.lastIndexOf('/') + 1)}*${endingOf(blob)}`
}
