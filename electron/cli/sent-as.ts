import { needsConversion } from '../domain/conversion/reading-converter'
import type { InspectionSource, Look, Target } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import { toWireError } from '../domain/studio-error'
import type { InspectionService, SourceService } from '../services/studio-services'
import type { BlobToChoose } from './chosen-sources'

/** How a source is sent: what the command line can say of it. */
export type SentAs = Pick<Reading, 'format' | 'ignoreFirstRecord'> & {
  /** Whether the user said what the first record is. */
  readonly isSaid?: boolean
}

/**
 * Looks into a source as it is sent, which may be another way than the one it was recognised. A source that only a
 * conversion would mend is read as it was recognised: read as it is sent, one fault (a line above the header) shows as
 * many that are none.
 *
 * @param about.sentAs Undefined: as it is recognised.
 * @param about.seen The look at it as it was recognised, which is closed if another one is taken.
 * @throws StudioError
 */
export async function lookAsSent(
  inspection: InspectionService,
  about: {
    readonly source: InspectionSource
    readonly sentAs: SentAs | undefined
    readonly target: Target | null
    readonly seen: Look
  },
  signal: AbortSignal,
): Promise<Look> {
  const { source, sentAs, target, seen } = about
  const { reading } = seen
  const isAsked = sentAs?.isSaid === true && seen.findings.some(({ kind }) => kind === 'maybeHeader')
  if (sentAs === undefined || (reading !== null && isReadSo(reading, sentAs) && !isAsked)) return seen
  if (reading === null && seen.problem?.code !== 'FormatNotSupported') return seen
  inspection.close(seen.lookId)
  const { format, ignoreFirstRecord } = sentAs
  return await inspection.look(
    { source, reading: { format, ignoreFirstRecord, encoding: 'utf-8', skipLines: 0 }, target },
    signal,
  )
}

function isReadSo(reading: Reading, { format, ignoreFirstRecord }: SentAs): boolean {
  if (reading.format !== format) return false
  return reading.ignoreFirstRecord === ignoreFirstRecord || needsConversion(reading)
}

/** Blobs with what their first bytes say, or why they cannot be read from here. @throws StudioError `Canceled` */
export async function recogniseBlobs(
  uris: readonly string[],
  sources: Pick<SourceService, 'inspectBlob'>,
  signal: AbortSignal,
): Promise<BlobToChoose[]> {
  const blobs: BlobToChoose[] = []
  for (const uri of uris) {
    try {
      blobs.push({ uri, found: await sources.inspectBlob(uri, signal) })
    } catch (error) {
      signal.throwIfAborted()
      blobs.push({ uri, problem: toWireError(error) })
    }
  }
  return blobs
}

/** Whether the service would fail a blob as well: storage refused it, or its content is no records. */
export function isRefused({ problem }: BlobToChoose): boolean {
  // What a retry may help is of this machine: the service may reach what it does not.
  return problem !== undefined && !problem.retryable
}
