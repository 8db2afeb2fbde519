import type { ChosenBlob } from '../domain/blob-choice'
import { blobsMatchedByName } from '../domain/container-headers'
import type { BlobLook } from '../domain/schema/listed-blob'
import type { Column } from '../domain/schema/table'
import type { StudioServices } from '../services/studio-services'
import { wantedMatch, type MatchSwitches } from './chosen-sources'
import type { Terminal } from './terminal'

/** How often it is told how many headers were read. */
const toldEvery = 1000
/** Names in a line at most. */
const namesShown = 3

/**
 * Reads the header of each blob whose fields are matched by name as those of the blobs are that were looked at: one with
 * its columns in another order would land in the wrong ones.
 *
 * @returns Looks at the others; a blob that cannot be reached from here has none, and is read like those of its folder.
 * @throws StudioError `Canceled`
 */
export async function checkHeaders(
  blobs: readonly ChosenBlob[],
  {
    display,
    looks,
    columns,
  }: {
    readonly display: string
    readonly looks: readonly BlobLook[]
    readonly columns: readonly Column[]
  },
  switches: Partial<MatchSwitches>,
  sources: StudioServices['sources'],
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<BlobLook[]> {
  if (columns.length === 0 || wantedMatch(switches) !== 'name') return []
  const { all: byName, unseen: others } = blobsMatchedByName(blobs, looks, columns)
  if (others.length === 0) return []
  const all = number(byName.length)
  const read = await sources.lookAtHeaders(
    others.map(({ blob }) => blob.handle),
    (count) => {
      if (count % toldEvery === 0)
        terminal.note(
          `${display}: checked ${number(byName.length - others.length + count)} of ${all} headers so far.`,
        )
    },
    signal,
  )
  const reached = read.filter(({ problem }) => problem?.retryable !== true)
  const found = new Map(reached.map((look) => [look.handle, look.found]))
  const unlike = others.filter(({ blob, seen }) => {
    const own = found.get(blob.handle)
    return own !== undefined && own !== null && !seen.some((one) => isSameRecord(one, own))
  })
  const unread = read.length - reached.length
  terminal.note(
    [
      `${display}: checked ${number(byName.length - unread)} of ${all} headers`,
      ...(unlike.length === 0
        ? []
        : [
            `${number(unlike.length)} differ from those first seen (${listed(unlike)}), and are each read by their own`,
          ]),
      ...(unread === 0
        ? []
        : [`${number(unread)} could not be read and are taken to be like those of their folder`]),
    ].join('; ') + '.',
  )
  return reached
}

function isSameRecord(
  { firstRecord: one }: { readonly firstRecord?: readonly string[] | undefined },
  { firstRecord: other }: { readonly firstRecord?: readonly string[] | undefined },
): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function listed(blobs: readonly ChosenBlob[]): string {
  const more = blobs.length - namesShown
  const names = blobs.slice(0, namesShown).map(({ blob }) => blob.path)
  return [...names, ...(more > 0 ? [`${number(more)} more`] : [])].join(', ')
}

function number(count: number): string {
  return count.toLocaleString('en-US')
}
