import {
  blobTotals,
  chooseBlobs,
  leftOutSummary,
  type BlobWishes,
  type ChosenBlob,
} from '../domain/blob-choice'
import { sampleOfBlobs, seenHeaders } from '../domain/blob-looks'
import { parseCreationTimePattern } from '../domain/creation-time-pattern'
import type { BlobPage, ListedBlob } from '../domain/schema/listed-blob'
import type { Column } from '../domain/schema/table'
import { readStorageFolder } from '../domain/storage-folder'
import { StudioError } from '../domain/studio-error'
import type { StudioServices } from '../services/studio-services'
import type { IngestArguments, InspectArguments } from './studio-arguments'
import type { MatchSwitches } from './chosen-sources'
import { checkHeaders } from './container-headers'
import type { Terminal } from './terminal'
import { UsageError } from './usage-error'

/** Switches that say what is wanted of a container. */
type ContainerSwitches = Pick<InspectArguments, 'format' | 'include' | 'exclude' | 'prefix'> &
  Partial<Pick<IngestArguments, 'creationTimePattern'>> &
  Partial<MatchSwitches>

/**
 * Takes the URIs of containers and folders apart from those of blobs, lists what is in them, and looks at some of it.
 *
 * @param uris With their secrets.
 * @param context.limit Most blobs to take of the containers; undefined for all.
 * @param context.columns The table's columns, which a header may repeat.
 * @throws UsageError if the format of a blob cannot be told; StudioError what storage refused, or `PropertyInvalid` if
 *   the creation time pattern finds no date.
 */
export async function listContainers(
  uris: readonly string[],
  args: ContainerSwitches,
  sources: StudioServices['sources'],
  context: {
    readonly terminal: Terminal
    readonly signal: AbortSignal
    readonly limit: number | undefined
    readonly columns: readonly Column[]
  },
): Promise<ListedContainers> {
  const single: string[] = []
  const listed: ChosenBlob[] = []
  const unreadable: ChosenBlob[] = []
  for (const uri of uris) {
    const container = await listContainer(uri, args, sources, context)
    if (container === null) {
      single.push(uri)
      continue
    }
    const limit = context.limit === undefined ? undefined : Math.max(context.limit - listed.length, 0)
    const all = await chosen(container, args, sources, { ...context, limit })
    listed.push(...all.filter(({ leftOut }) => leftOut === null))
    unreadable.push(...all.filter(({ leftOut }) => leftOut === 'unreadable'))
  }
  if (args.prefix !== undefined && single.length === uris.length) {
    throw new UsageError(
      "--prefix is for containers, and none was named; for folders, use --include 'folder/**'.",
    )
  }
  return { single, listed, unreadable }
}

/** What the URIs name. */
export interface ListedContainers {
  /** URIs of blobs, with their secrets. */
  readonly single: readonly string[]
  /** Blobs to ingest of containers. */
  readonly listed: readonly ChosenBlob[]
  /** Those that were looked at and cannot be ingested as they are. */
  readonly unreadable: readonly ChosenBlob[]
}

/** Whether an argument names a blob, a folder or a container in storage, and no file. */
export function isBlobUri(path: string): boolean {
  return /^(https?|abfss|adl):\/\//i.test(path)
}

/** Whether a URI can only be that of a single blob, which needs no question to storage. */
export function isSingleBlob(uri: string, { prefix }: Pick<IngestArguments, 'prefix'>): boolean {
  return prefix === undefined && readStorageFolder(uri) === null
}

interface Container {
  /** Its URI without its secret. */
  readonly display: string
  readonly blobs: readonly ListedBlob[]
}

/** Lists a container to its end; null if the URI is that of a blob. */
async function listContainer(
  uri: string,
  { prefix = '' }: ContainerSwitches,
  sources: StudioServices['sources'],
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Container | null> {
  const folder = readStorageFolder(uri)
  if (folder === null) return null
  let page: BlobPage
  try {
    page = await sources.listBlobs({ uri, prefix }, signal)
  } catch (error) {
    const mayBeBlob = !folder.isCertain && prefix === '' && error instanceof StudioError
    if (mayBeBlob && ['BlobNotFound', 'BlobForbidden', 'SasNeeded'].includes(error.code)) return null
    throw error
  }
  const blobs = [...page.blobs]
  while (!page.isComplete) {
    terminal.note(`${page.display}: ${blobs.length.toLocaleString('en-US')} blobs listed so far.`)
    page = await sources.moreBlobs(page.listing, signal)
    blobs.push(...page.blobs)
  }
  return { display: page.display, blobs }
}

/** What becomes of each blob in a container, after a look at some of them; summed up in a line or two. */
async function chosen(
  { display, blobs }: Container,
  args: ContainerSwitches,
  sources: StudioServices['sources'],
  { limit, terminal, signal, columns }: Parameters<typeof listContainers>[3],
): Promise<readonly ChosenBlob[]> {
  const { format = null, include, exclude, creationTimePattern } = args
  const creationTime =
    creationTimePattern === undefined ? null : parseCreationTimePattern(creationTimePattern)
  const wishes: BlobWishes = { format, include, exclude, creationTime, limit }
  const meant = chooseBlobs(blobs, display, wishes).filter(
    ({ leftOut }) => leftOut === null || leftOut === 'noFormat',
  )
  const handles = sampleOfBlobs(meant.map(({ blob }) => blob)).map(({ handle }) => handle)
  const looks = await sources.lookAtBlobs(handles, signal)
  const sampled = chooseBlobs(blobs, display, { ...wishes, looks })
  const headers = await checkHeaders(sampled, { display, looks, columns }, args, sources, {
    terminal,
    signal,
  })
  const all =
    headers.length === 0 ? sampled : chooseBlobs(blobs, display, { ...wishes, looks: [...looks, ...headers] })
  const totals = blobTotals(all)
  const unclear = all.filter(({ leftOut }) => leftOut === 'noFormat')
  const [first] = unclear
  if (first !== undefined) {
    throw new UsageError(
      `The format of ${named(unclear)} cannot be told from the name: add --format, or leave such blobs out with --exclude.`,
    )
  }
  const undated = all.filter(({ leftOut }) => leftOut === 'noDate')
  if (undated.length > 0) {
    throw new StudioError(
      'PropertyInvalid',
      `The creation time pattern ${creationTimePattern ?? ''} finds no date in the path of ${named(undated)}.`,
      { nextStep: 'Change the pattern, or leave such blobs out with --exclude.' },
    )
  }
  const leftOut = leftOutSummary(totals)
  terminal.note(
    `${display}: ${totals.blobs.toLocaleString('en-US')} of ${blobs.length.toLocaleString('en-US')} blobs${
      leftOut === '' ? '' : `; left out: ${leftOut}`
    }.`,
  )
  const { looked, withHeader } = seenHeaders(looks, columns)
  if (looked > 0) terminal.note(`${display}: ${headerWords({ looked, withHeader, of: meant.length })}`)
  return all
}

function headerWords(counts: {
  readonly looked: number
  readonly withHeader: number
  readonly of: number
}): string {
  const [looked, withHeader, of] = [counts.looked, counts.withHeader, counts.of].map((count) =>
    count.toLocaleString('en-US'),
  )
  const told = `looked at ${looked} of ${of} blobs; ${withHeader} of them`
  if (counts.withHeader === 0) return `${told} begin with a header.`
  if (counts.withHeader === counts.looked)
    return `${told} begin with a header, and the others are read likewise.`
  return `${told} begin with a header. Others are read like those of their folder, and where those differ their first record is kept; --ignore-first-record leaves it out of all.`
}

function named(blobs: readonly ChosenBlob[]): string {
  const first = `“${blobs[0]?.blob.path ?? ''}”`
  return blobs.length === 1 ? first : `${first} and ${(blobs.length - 1).toLocaleString('en-US')} more`
}
