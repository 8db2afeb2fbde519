import { blobTotals, chooseBlobs, leftOutSummary, type ChosenBlob } from '../domain/blob-choice'
import { parseCreationTimePattern } from '../domain/creation-time-pattern'
import type { BlobPage, ListedBlob } from '../domain/schema/listed-blob'
import { readStorageFolder } from '../domain/storage-folder'
import { StudioError } from '../domain/studio-error'
import type { StudioServices } from '../services/studio-services'
import type { IngestArguments, InspectArguments } from './arguments'
import type { Terminal } from './terminal'
import { UsageError } from './usage-error'

/** Switches that say what is wanted of a container. */
type ContainerSwitches = Pick<InspectArguments, 'format' | 'include' | 'exclude' | 'prefix'> &
  Partial<Pick<IngestArguments, 'creationTimePattern'>>

/**
 * Takes the URIs of containers and folders apart from those of blobs, and lists what is in them.
 *
 * @param uris With their secrets.
 * @param limit Most blobs to take of the containers; undefined for all.
 * @throws UsageError if the format of a blob cannot be told; StudioError what storage refused, or `PropertyInvalid` if
 *   the creation time pattern finds no date.
 */
export async function listContainers(
  uris: readonly string[],
  args: ContainerSwitches,
  sources: StudioServices['sources'],
  context: { readonly terminal: Terminal; readonly signal: AbortSignal; readonly limit: number | undefined },
): Promise<{ readonly single: readonly string[]; readonly listed: readonly ChosenBlob[] }> {
  const single: string[] = []
  const listed: ChosenBlob[] = []
  for (const uri of uris) {
    const container = await listContainer(uri, args, sources, context)
    if (container === null) {
      single.push(uri)
      continue
    }
    const limit = context.limit === undefined ? undefined : Math.max(context.limit - listed.length, 0)
    listed.push(...chosen(container, args, limit, context.terminal))
  }
  if (args.prefix !== undefined && single.length === uris.length) {
    throw new UsageError(
      "--prefix is for containers, and none was named; for folders, use --include 'folder/**'.",
    )
  }
  return { single, listed }
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

/** The blobs to ingest of a container; the others are summed up in a line. */
function chosen(
  { display, blobs }: Container,
  args: ContainerSwitches,
  limit: number | undefined,
  terminal: Terminal,
): readonly ChosenBlob[] {
  const { format = null, include, exclude, creationTimePattern } = args
  const creationTime =
    creationTimePattern === undefined ? null : parseCreationTimePattern(creationTimePattern)
  const all = chooseBlobs(blobs, display, { format, include, exclude, creationTime, limit })
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
  return all.filter((blob) => blob.leftOut === null)
}

function named(blobs: readonly ChosenBlob[]): string {
  const first = `“${blobs[0]?.blob.path ?? ''}”`
  return blobs.length === 1 ? first : `${first} and ${(blobs.length - 1).toLocaleString('en-US')} more`
}
