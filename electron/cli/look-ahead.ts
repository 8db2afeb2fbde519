import { sampleOfBlobs } from '../domain/blob-looks'
import { pairsInOtherCase } from '../domain/column-matching'
import { needsConversion } from '../domain/conversion/reading-converter'
import { wordsOfFinding } from '../domain/finding-words'
import { mayBeRefusedLate, mendableKinds, refusalCode, refusedFindings } from '../domain/known-refusals'
import type { Finding, InspectionSource, Look, Target } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import { StudioError, toWireError } from '../domain/studio-error'
import { mostBytesOfBlob } from '../services/jobs/kinds/blob'
import type { InspectionService } from '../services/studio-services'
import type { IngestArguments } from './studio-arguments'
import { cannotBeRead, readLook, type SourceReport } from './check-sources'
import { wantedMatch, type ChosenSource, type MatchSwitches } from './chosen-sources'
import { valueConversion } from './convert-values'
import { reportFinding } from './finding-report'
import { nextStepOf } from './next-steps'
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
  /** What a conversion took for granted, to be told with what is found; left out: nothing. */
  readonly taken?: readonly Finding[]
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
  args: Switches,
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
  { chosen: { name }, look, taken = [] }: LookedSource,
  inspection: InspectionService,
  options: { readonly whole: boolean; readonly signal: AbortSignal },
): Promise<SourceReport | null> {
  if (look === null) return null
  if (look instanceof StudioError) return cannotBeRead(name, null, toWireError(look))
  const report = await readLook(inspection, { name, look }, options)
  return { ...report, findings: [...taken.map((one) => reportFinding(name, one)), ...report.findings] }
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
  args: Switches,
  { target, signal }: { readonly target: Target; readonly signal: AbortSignal },
): Promise<LookedSource | LookedSources['refused'][number]> {
  const source = placeOf(chosen, args.zipPattern)
  const about = { source, target: withMatch(target, args) }
  try {
    const seen = await inspection.look(about, signal)
    const { reading } = seen
    const isAsRecognised = reading?.format === chosen.format
    if (reading !== null && needsConversion(reading) && isAsRecognised) {
      const canConvert = chosen.request.kind === 'file' && args.convert?.includes('text') === true
      if (!canConvert && args.format === undefined) return refusedFor(chosen, seen, inspection)
      if (canConvert) {
        inspection.close(seen.lookId)
        const look = await inspection.look({ ...about, reading }, signal)
        return await withValues(asLooked(chosen, look, reading, args), inspection, { ...about, args }, signal)
      }
    }
    if (isUnreadableBlob(chosen, seen) && args.format === undefined)
      return refusedFor(chosen, seen, inspection)
    const { format } = chosen
    const sentAs: SentAs = {
      format,
      ignoreFirstRecord: leavesFirstOut(chosen, seen, args),
      isSaid: args.keepFirstRecord === true,
    }
    const look = await lookAsSent(inspection, { ...about, sentAs, seen }, signal)
    // A header alone: nobody would say that it landed wrongly.
    const isEmpty = look.problem?.code === 'NothingToIngest'
    if (isEmpty && (chosen.request.kind !== 'blob' || args.format === undefined))
      return refusedFor(chosen, look, inspection)
    const looked = asLooked({ ...chosen, ignoreFirstRecord: sentAs.ignoreFirstRecord }, look, null, args)
    const meant = await withValues(looked, inspection, { ...about, args }, signal)
    return foreseenRefusal(meant, inspection, args) ?? meant
  } catch (error) {
    signal.throwIfAborted()
    return {
      chosen,
      look: error instanceof StudioError ? error : new StudioError('Unexpected', String(error)),
    }
  }
}

/** The switches that say how sources are sent. */
type Switches = Pick<
  IngestArguments,
  'convert' | 'format' | 'zipPattern' | 'ignoreFirstRecord' | 'keepFirstRecord'
> &
  Partial<Pick<IngestArguments, 'unchecked' | 'leaveOutFindings' | 'strict'>> &
  MatchSwitches

/** A target whose columns are found as the switches say. */
function withMatch(target: Target, switches: MatchSwitches): Target {
  const match = wantedMatch(switches)
  return match === undefined ? target : { ...target, match }
}

/** Whether the first record is left out: as it was recognised, unless the user says otherwise. */
function leavesFirstOut(chosen: ChosenSource, { reading }: Look, args: Switches): boolean {
  if (args.keepFirstRecord === true) return false
  if (args.ignoreFirstRecord || reading?.format !== chosen.format) return chosen.ignoreFirstRecord
  return reading.ignoreFirstRecord
}

/** Whether a blob was reached and cannot be read: the service would read the same bytes. */
function isUnreadableBlob({ request }: ChosenSource, { problem, reading }: Look): boolean {
  if (request.kind !== 'blob' || problem === null || reading !== null) return false
  const isOfContent = ['FormatNotSupported', 'FormatMismatch', 'EncodingNotSupported', 'NothingToIngest']
  return isOfContent.includes(problem.code)
}

/** Whether a source is queued only once its check has ended: what it may find would make the service refuse all of it. */
function mustPassCheck(
  { format, request }: ChosenSource,
  { unchecked, leaveOutFindings }: Switches,
): boolean {
  const isParted = leaveOutFindings === true && request.kind !== 'blob'
  return unchecked !== true && !isParted && mayBeRefusedLate(format)
}

/** A source with the look at it. @param converted How it is read, if it is converted on the way. */
function asLooked(
  chosen: ChosenSource,
  look: Look,
  converted: Reading | null,
  switches: Switches,
): LookedSource {
  const { ignoreFirstRecord } = converted ?? chosen
  // Of a large blob the job takes a sample of its own: a look that is handed over is checked to its end.
  const isHandedOver = look.problem === null && !isSampled({ chosen, look })
  const mustPass = !look.read.isWhole && mustPassCheck(chosen, switches)
  const handed = isHandedOver
    ? { look: { lookId: look.lookId, isAccepted: false, ...(mustPass ? { mustPass } : {}) } }
    : {}
  const rewritten = converted !== null && chosen.request.kind === 'file' ? { reading: converted } : {}
  return {
    look,
    chosen: {
      ...chosen,
      ignoreFirstRecord,
      isConverted: converted !== null,
      looksLikeHeader: chosen.looksLikeHeader || ignoreFirstRecord,
      matchedBy: look.match?.by ?? null,
      mapping: look.match?.mapping ?? null,
      otherCase: look.match?.by === 'name' ? pairsInOtherCase(look.columns) : [],
      request: { ...chosen.request, ignoreFirstRecord, ...handed, ...rewritten },
    },
  }
}

/** Looks again with the values converted that `--convert` names. The whole source is read to know which. */
async function withValues(
  looked: LookedSource,
  inspection: InspectionService,
  {
    source,
    target,
    args,
  }: { readonly source: InspectionSource; readonly target: Target; readonly args: Switches },
  signal: AbortSignal,
): Promise<LookedSource> {
  const { chosen, look } = looked
  const wanted = args.convert?.filter((one) => one !== 'text') ?? []
  if (wanted.length === 0 || look === null || look instanceof StudioError) return looked
  if (look.reading === null || chosen.request.kind !== 'file') return looked
  const reading = chosen.request.reading ?? look.reading
  const { columns, findings } = look.read.isWhole ? look : await inspection.whole(look.lookId, signal)
  const conversion = valueConversion({ columns, findings, reading, target }, wanted)
  if (conversion === null) return looked
  inspection.close(look.lookId)
  const mapping = conversion.mapping ?? target.mapping
  const meant = { ...target, mapping: mapping?.map((entry) => ({ ...entry })) ?? null }
  const next = await inspection.look({ source, reading: conversion.reading, target: meant }, signal)
  const isRewritten = needsConversion(conversion.reading)
  const again = {
    ...asLooked(chosen, next, isRewritten ? conversion.reading : null, args),
    taken: conversion.taken,
  }
  if (conversion.mapping === null) return again
  return { ...again, chosen: { ...again.chosen, matchedBy: chosen.matchedBy, mapping: conversion.mapping } }
}

/** What to add to the command for a conversion. */
export const convertStep =
  'Add --convert to convert it on the way (the file itself stays as it is), or --format to send it as it is.'

/** What to add to the command for a source that the service is known to refuse. */
export const uncheckedStep = 'Add --unchecked to send it all the same.'

/** Why a source is not sent that the service is known to refuse; undefined: it is sent. */
function foreseenRefusal(
  { chosen, look }: LookedSource,
  inspection: InspectionService,
  { unchecked, strict = false, leaveOutFindings = false, format }: Switches,
): LookedSources['refused'][number] | undefined {
  // With `strict` nothing is sent, and all of each source is read first.
  if (unchecked === true || strict || look === null || look instanceof StudioError) return undefined
  const parts = leaveOutFindings && chosen.request.kind !== 'blob' ? chosen.format : null
  const found = refusedFindings(look.findings, parts)
    // Whoever names the format sends the text as it is.
    .filter(({ kind }) => format === undefined || !mendableKinds.includes(kind))
  const [worst] = found
  if (worst === undefined) return undefined
  inspection.close(look.lookId)
  const { name } = chosen
  const message = found.map((finding) => wordsOfFinding(finding).text).join(' ')
  const nextStep = `${nextStepOf(worst)} ${uncheckedStep}`
  const findings = look.findings.map((finding) => reportFinding(name, finding))
  return {
    source: name,
    code: refusalCode(worst),
    message,
    nextStep,
    report: { file: name, look, check: null, findings, problem: null },
  }
}

/** The service reads a blob itself, so nothing of it can be converted. */
const blobStep = 'Download it and send the file with --convert, or add --format to send the blob as it is.'

function refusedFor(
  { name, request }: ChosenSource,
  look: Look,
  inspection: InspectionService,
): LookedSources['refused'][number] {
  inspection.close(look.lookId)
  if (look.problem !== null) {
    const { code, message, nextStep = '' } = look.problem
    return { source: name, code, message, nextStep, report: cannotBeRead(name, look, look.problem) }
  }
  const step = request.kind === 'blob' ? blobStep : convertStep
  const why = look.findings.filter(({ kind, effect }) => mendableKinds.includes(kind) && effect !== 'none')
  const message = why.map((finding) => wordsOfFinding(finding).text).join(' ')
  const findings = look.findings.map((finding) => {
    const report = reportFinding(name, finding)
    return why.includes(finding) ? { ...report, nextStep: step } : report
  })
  return {
    source: name,
    code: 'FormatNotSupported',
    message: message === '' ? 'It has to be converted for Kusto to read it.' : message,
    nextStep: step,
    report: { file: name, look, check: null, findings, problem: null },
  }
}
