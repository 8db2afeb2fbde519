import { needsConversion } from '../domain/conversion/reading-converter'
import { formatForTable } from '../domain/format-choice'
import type { FileSource } from '../domain/schema/file-source'
import type { InspectionSource, Look, Target } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import type { Column } from '../domain/schema/table'
import { parseBlobUri } from '../domain/storage-uri'
import { toWireError } from '../domain/studio-error'
import type { InspectionService, SourceService } from '../services/studio-services'
import type { InspectArguments } from './arguments'
import { chooseSources, formatOfBlob, type BlobToChoose } from './chosen-sources'
import { failureLine } from './report-run'
import type { Terminal } from './terminal'

/** How a source is sent: what the command line can say of it. */
export type SentAs = Pick<Reading, 'format' | 'ignoreFirstRecord'>

/**
 * Looks into a source as it is sent. A source that only a conversion would mend is read as it was recognised: read as it
 * is sent, one fault (a line above the header) shows as many that are none.
 *
 * @param sentAs Undefined: as it is recognised.
 * @throws StudioError
 */
export async function lookAsSent(
  inspection: InspectionService,
  about: {
    readonly source: InspectionSource
    readonly sentAs: SentAs | undefined
    readonly target: Target | null
  },
  signal: AbortSignal,
): Promise<Look> {
  const { source, sentAs, target } = about
  const seen = await inspection.look({ source, target }, signal)
  const { reading } = seen
  if (sentAs === undefined || (reading !== null && isReadSo(reading, sentAs))) return seen
  if (reading === null && seen.problem?.code !== 'FormatNotSupported') return seen
  inspection.close(seen.lookId)
  return await inspection.look(
    { source, reading: { ...sentAs, encoding: 'utf-8', skipLines: 0 }, target },
    signal,
  )
}

function isReadSo(reading: Reading, { format, ignoreFirstRecord }: SentAs): boolean {
  if (reading.format !== format) return false
  return reading.ignoreFirstRecord === ignoreFirstRecord || needsConversion(reading)
}

/**
 * Blobs with what their first bytes say. One that cannot be read from here is told, and taken by its name: the service
 * may reach what this machine does not.
 */
export async function recogniseBlobs(
  uris: readonly string[],
  sources: Pick<SourceService, 'inspectBlob'>,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<BlobToChoose[]> {
  const blobs: BlobToChoose[] = []
  for (const uri of uris) {
    try {
      blobs.push({ uri, found: await sources.inspectBlob(uri, signal) })
    } catch (error) {
      signal.throwIfAborted()
      const { message, nextStep } = toWireError(error)
      terminal.note(failureLine(parseBlobUri(uri).name, message, nextStep))
      blobs.push({ uri })
    }
  }
  return blobs
}

/** How `ingest` would send files and blobs with the same switches, by handle or URI; without those of no known format. */
export function howEachIsSent(
  args: Pick<InspectArguments, 'format' | 'ignoreFirstRecord'>,
  { files, blobs }: { readonly files: readonly FileSource[]; readonly blobs: readonly BlobToChoose[] },
  tableColumns: readonly Column[],
): ReadonlyMap<string, SentAs> {
  const nameable = blobs.filter((blob) => (args.format ?? formatOfBlob(blob)) !== undefined)
  const readable = files.filter(
    (file) => file.problem === null && (args.format ?? formatForTable(file, tableColumns.length)) !== null,
  )
  return new Map(
    chooseSources(args, readable, { named: nameable, listed: [] }, tableColumns).map(
      ({ request, format, ignoreFirstRecord }): [string, SentAs] => [
        request.kind === 'paste' ? '' : 'uri' in request ? request.uri : request.handle,
        { format, ignoreFirstRecord },
      ],
    ),
  )
}
