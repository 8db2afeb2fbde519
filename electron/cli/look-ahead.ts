import { sampleOfBlobs } from '../domain/blob-looks'
import { needsConversion } from '../domain/conversion/reading-converter'
import { wordsOfFinding } from '../domain/finding-words'
import type { Finding, InspectionSource, Look, Target } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import { StudioError, toWireError } from '../domain/studio-error'
import { mostBytesOfBlob } from '../services/jobs/kinds/blob'
import type { InspectionService } from '../services/studio-services'
import type { IngestArguments } from './arguments'
import { cannotBeRead, readLook, type SourceReport } from './check-sources'
import type { ChosenSource } from './chosen-sources'
import { reportFinding } from './finding-report'
import type { NotIngested } from './run-summary'
import { lookAsSent, type SentAs } from './sent-as'

/** Sources that are looked into before they are sent at most, if not all are checked. */
const mostLooks = 100

/** Sources that are looked into at once. */
const looksAtOnce = 4

/** A source that is sent, with what its first bytes say. */
export interface LookedSource {
  readonly chosen: ChosenSource
  /** Null if nobody looked; or why it cannot be read. */
  readonly look: Look | StudioError | null
}

/** Sources that are sent, and those that are not. */
interface LookedSources {
  readonly sent: readonly LookedSource[]
  /** Sources that only a conversion would mend, to which nobody agreed. */
  readonly refused: readonly (NotIngested & { readonly nextStep: string; readonly report: SourceReport })[]
}

/**
 * Looks into sources before they are sent, against what they are meant for. The job takes the looks over, so that
 * nothing is read twice. Decides what is converted on the way.
 *
 * @param options.all Looks into every source.
 * @throws StudioError `Canceled`.
 */
export async function lookAhead(
  sources: readonly ChosenSource[],
  inspection: InspectionService,
  args: Pick<IngestArguments, 'convert' | 'format' | 'zipPattern'>,
  options: { readonly target: Target; readonly all: boolean; readonly signal: AbortSignal },
): Promise<LookedSources> {
  const { all, signal } = options
  const isLooked = wanted(sources, all)
  const found: (LookedSource | LookedSources['refused'][number])[] = []
  const next = sources.entries()
  const take = async (): Promise<void> => {
    for (const [index, chosen] of next) {
      signal.throwIfAborted()
      found[index] = isLooked.has(chosen)
        ? await lookAt(chosen, inspection, args, options)
        : { chosen, look: null }
    }
  }
  await Promise.all(Array.from({ length: looksAtOnce }, take))
  return {
    sent: found.flatMap((one) => ('chosen' in one ? [one] : [])),
    refused: found.flatMap((one) => ('report' in one ? [one] : [])),
  }
}

/** Checks the looked-into source to its end, if `whole` is on, and tells what was found. Never throws for the source. */
export async function reportLooked(
  { chosen: { name }, look }: LookedSource,
  inspection: InspectionService,
  options: { readonly whole: boolean; readonly signal: AbortSignal },
): Promise<SourceReport | null> {
  if (look === null) return null
  if (look instanceof StudioError) return cannotBeRead(name, null, toWireError(look))
  return await readLook(inspection, { name, look }, options)
}

/** Whether a blob is so large that only a sample of it is read. */
export function isSampled({ chosen, look }: LookedSource): boolean {
  if (chosen.request.kind !== 'blob' || look === null || look instanceof StudioError) return false
  return 'handle' in chosen.request || (look.sizeBytes ?? Infinity) > mostBytesOfBlob
}

function wanted(sources: readonly ChosenSource[], all: boolean): ReadonlySet<ChosenSource> {
  const isListed = ({ request }: ChosenSource): boolean => request.kind === 'blob' && 'handle' in request
  const own = sources.filter((source) => !isListed(source))
  const listed = sampleOfBlobs(sources.filter(isListed).map((source) => ({ path: source.name, source }))).map(
    ({ source }) => source,
  )
  return new Set([...(all ? own : own.slice(0, mostLooks)), ...listed])
}

/** Where the inspection finds a source. */
export function placeOf({ request }: ChosenSource, zipPattern: string | undefined): InspectionSource {
  const pattern = zipPattern === undefined ? {} : { zipPattern }
  switch (request.kind) {
    case 'file':
      return { kind: 'file', handle: request.handle, ...pattern }
    case 'paste':
      return { kind: 'paste', text: request.text, name: request.name }
    case 'blob':
      return 'uri' in request
        ? { kind: 'blob', uri: request.uri, ...pattern }
        : { kind: 'listedBlob', handle: request.handle, ...pattern }
  }
}

async function lookAt(
  chosen: ChosenSource,
  inspection: InspectionService,
  args: Parameters<typeof lookAhead>[2],
  { target, signal }: { readonly target: Target; readonly signal: AbortSignal },
): Promise<LookedSource | LookedSources['refused'][number]> {
  const source = placeOf(chosen, args.zipPattern)
  try {
    const seen = await inspection.look({ source, target }, signal)
    const { reading } = seen
    const isFile = chosen.request.kind === 'file'
    if (reading !== null && isFile && needsConversion(reading) && reading.format === chosen.format) {
      if (args.convert === true)
        return await converted(chosen, inspection, { seen, reading, source, target }, signal)
      if (args.format === undefined) return refusedFor(chosen, seen, inspection)
    }
    const { format, ignoreFirstRecord } = chosen
    const sentAs: SentAs = { format, ignoreFirstRecord }
    const look = await lookAsSent(inspection, { source, sentAs, target, seen }, signal)
    return { chosen: withLook(chosen, look, ignoreFirstRecord), look }
  } catch (error) {
    signal.throwIfAborted()
    return {
      chosen,
      look: error instanceof StudioError ? error : new StudioError('Unexpected', String(error)),
    }
  }
}

async function converted(
  chosen: ChosenSource,
  inspection: InspectionService,
  about: {
    readonly seen: Look
    readonly reading: Reading
    readonly source: InspectionSource
    readonly target: Target
  },
  signal: AbortSignal,
): Promise<LookedSource> {
  const { seen, reading, source, target } = about
  inspection.close(seen.lookId)
  const look = await inspection.look({ source, reading, target }, signal)
  const { ignoreFirstRecord } = reading
  const sent = withLook(chosen, look, ignoreFirstRecord)
  if (sent.request.kind !== 'file') return { chosen: sent, look }
  return { chosen: { ...sent, isConverted: true, request: { ...sent.request, reading } }, look }
}

function withLook(chosen: ChosenSource, look: Look, ignoreFirstRecord: boolean): ChosenSource {
  // Of a large blob the job takes a sample of its own: a look that is handed over is checked to its end.
  const isHandedOver = look.problem === null && !isSampled({ chosen, look })
  const handed = isHandedOver ? { look: { lookId: look.lookId, isAccepted: false } } : {}
  const request = { ...chosen.request, ignoreFirstRecord, ...handed }
  return {
    ...chosen,
    ignoreFirstRecord,
    looksLikeHeader: chosen.looksLikeHeader || ignoreFirstRecord,
    request,
  }
}

/** Kinds of findings that a conversion on the way mends. */
const mendable: readonly Finding['kind'][] = [
  'encoding',
  'preamble',
  'commentLines',
  'separatorLine',
  'otherDelimiter',
  'backslashQuotes',
]

/** What to add to the command for a conversion. */
export const convertStep =
  'Add --convert to convert it on the way (the file itself stays as it is), or --format to send it as it is.'

function refusedFor(
  { name }: ChosenSource,
  look: Look,
  inspection: InspectionService,
): LookedSources['refused'][number] {
  inspection.close(look.lookId)
  const why = look.findings.filter(({ kind, effect }) => mendable.includes(kind) && effect !== 'none')
  const message = why.map((finding) => wordsOfFinding(finding).text).join(' ')
  const findings = look.findings.map((finding) => {
    const report = reportFinding(name, finding)
    return why.includes(finding) ? { ...report, nextStep: convertStep } : report
  })
  return {
    source: name,
    code: 'FormatNotSupported',
    message: message === '' ? 'It has to be converted for Kusto to read it.' : message,
    nextStep: convertStep,
    report: { file: name, look, check: null, findings, problem: null },
  }
}
