import type { ChosenBlob } from '../domain/blob-choice'
import { conversionWords } from '../domain/finding-words'
import { isGrave } from '../domain/finding-gravity'
import { formatForTable } from '../domain/format-choice'
import { parseMapping } from '../domain/ingestion-mapping'
import type { FileSource } from '../domain/schema/file-source'
import type { ColumnProfile, Target } from '../domain/schema/inspection'
import { parseBlobUri } from '../domain/storage-uri'
import { amount } from '../domain/words/phrases'
import type { StudioServices } from '../services/studio-services'
import type { InspectArguments } from './studio-arguments'
import { checkSource, type SourceReport, type SourceToCheck } from './check-sources'
import { canBeSent, chooseSources, formatOfBlob, type ChosenSource } from './chosen-sources'
import { findingLine, type FindingReport } from './finding-report'
import { isBlobUri, listContainers } from './listed-containers'
import { listSources } from './list-findings'
import { lookAhead, reportLooked } from './look-ahead'
import { closeAll } from './look-beside'
import { readMapping } from './mapping-file'
import { stoppedExitCode, failureLine, type Outcome } from './report-run'
import { recogniseBlobs } from './sent-as'
import { forgetStandardInput, standardInput } from './standard-input'
import { formatForMapping, targetOfTable } from './target-of-table'
import type { Terminal } from './terminal'

/**
 * Looks into sources and checks all of them, against a table or a schema for `preflight`; nothing is sent.
 *
 * @returns Reports what was found: 0 only if everything was read and all of it arrives as it is.
 * @throws StudioError, UsageError
 */
export async function inspect(
  args: InspectArguments,
  studio: StudioServices,
  context: { readonly homeFolder: string; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const input = await standardInput(args, context)
  try {
    return await inspectAll(args, input, studio, context)
  } finally {
    await forgetStandardInput(input, context.homeFolder)
  }
}

/** @param input Files that hold standard input. */
async function inspectAll(
  args: InspectArguments,
  input: readonly string[],
  studio: StudioServices,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const target = await targetOf(args, studio, signal)
  const named = args.paths.filter((path) => !isBlobUri(path) && path !== '-')
  const found = await studio.sources.register([...named, ...input], signal, args)
  const isLeftOut = (file: FileSource): boolean => file.problem?.code === 'LeftOut'
  terminal.notes(
    found.filter(isLeftOut).map((file) => failureLine(file.name, file.problem?.message ?? '', null)),
  )
  const list = listSources(
    found.filter((file) => !isLeftOut(file)),
    args.paths.filter(isBlobUri),
    studio.sources,
  )
  const files = list.files.slice(0, args.limit)
  const limit = args.limit === undefined ? undefined : args.limit - files.length
  const { single, listed, unreadable } = await listContainers(list.blobUris, args, studio.sources, {
    terminal,
    signal,
    limit,
    columns: target?.columns ?? [],
  })
  terminal.notes(list.findings.map(findingLine))
  const reports: SourceReport[] = []
  const tell = (report: SourceReport): void => {
    reports.push(report)
    terminal.notes(linesOf(report))
  }
  const asSent = target === null ? [] : await sentTo(target, args, { files, single, listed }, studio, signal)
  for (const report of asSent) tell(report)
  const told = new Set(asSent.map(({ file }) => file))
  for (const source of placesOf({ files, single, listed: [...listed, ...unreadable] }, args, studio)) {
    if (told.has(source.name)) continue
    tell(await checkSource(studio.inspection, source, { target, whole: true, signal }))
  }
  const isFine =
    reports.length > 0 &&
    reports.every(({ problem, findings }) => problem === null && !findings.some(isGrave))
  return () => {
    if (args.json) terminal.result(JSON.stringify(summaryOf(args.command, isFine, list.findings, reports)))
    else for (const report of reports) terminal.result(describe(report, target !== null))
    if (signal.aborted) return stoppedExitCode
    return isFine ? 0 : 1
  }
}

/** What was named on the command line. */
interface Named {
  readonly files: readonly FileSource[]
  /** URIs of blobs, with their secrets. */
  readonly single: readonly string[]
  readonly listed: readonly ChosenBlob[]
}

function placesOf(
  { files, single, listed }: Named,
  { zipPattern, format, ignoreFirstRecord, against }: InspectArguments,
  { sources }: StudioServices,
): SourceToCheck[] {
  const pattern = zipPattern === undefined ? {} : { zipPattern }
  const sentAs = against !== undefined || format === undefined ? undefined : { format, ignoreFirstRecord }
  return [
    ...files.map(({ handle }) => ({
      name: sources.pathOf(handle),
      source: { kind: 'file' as const, handle, ...pattern },
      sentAs,
    })),
    ...single.map((uri) => ({
      name: parseBlobUri(uri).display,
      source: { kind: 'blob' as const, uri, ...pattern },
      sentAs,
    })),
    ...listed.map(({ blob }) => ({
      name: blob.path,
      source: { kind: 'listedBlob' as const, handle: blob.handle, ...pattern },
      sentAs,
    })),
  ]
}

/** Reports on the sources that \`ingest\` could send with the same switches, as it would send them. */
async function sentTo(
  target: Target,
  args: InspectArguments,
  { files, single, listed }: Named,
  studio: StudioServices,
  signal: AbortSignal,
): Promise<SourceReport[]> {
  const { sources, inspection } = studio
  const { columns } = target
  const blobs = await recogniseBlobs(single, sources, signal)
  const readable = files.filter(
    (file) => canBeSent(file, args) && (args.format ?? formatForTable(file, columns.length)) !== null,
  )
  const nameable = blobs.filter((blob) => (args.format ?? formatOfBlob(blob)) !== undefined)
  const chosen = chooseSources(args, readable, { named: nameable, listed }, columns).map((source) => ({
    ...source,
    name: fullName(source, sources),
  }))
  const looked = await lookAhead(chosen, inspection, args, { target, all: true, signal })
  try {
    const reports = looked.refused.map(({ report }) => report)
    for (const source of looked.sent) {
      const report = await reportLooked(source, inspection, { whole: true, signal })
      if (report !== null) reports.push(report)
    }
    return reports
  } finally {
    closeAll(looked.sent, studio)
  }
}

function fullName({ name, request }: ChosenSource, sources: StudioServices['sources']): string {
  if (request.kind === 'file') return sources.pathOf(request.handle)
  return 'uri' in request ? parseBlobUri(request.uri).display : name
}

async function targetOf(
  args: InspectArguments,
  studio: StudioServices,
  signal: AbortSignal,
): Promise<Target | null> {
  const { against, mappingFile } = args
  if (against === undefined) return null
  const mappingText = mappingFile === undefined ? undefined : await readMapping(mappingFile)
  if ('columns' in against)
    return { columns: against.columns, mapping: mappingText === undefined ? null : parseMapping(mappingText) }
  await studio.connection.open(against.cluster, signal)
  const mapping = { name: args.mapping, format: formatForMapping(args) }
  return await targetOfTable(studio.catalog, against, { mapping, mappingText }, signal)
}

function linesOf({ file, findings, problem }: SourceReport): string[] {
  // What keeps it from being read comes last, and is told by itself.
  const lines = (problem === null ? findings : findings.slice(0, -1)).map(findingLine)
  return problem === null ? lines : [failureLine(file, problem.message, problem.nextStep), ...lines]
}

/** Columns that are named before the rest is a number. */
const shownColumns = 20

/** @param isMeant Whether it is known what the records are meant for: only then is it known what arrives. */
function describe({ file, look, check, findings, problem }: SourceReport, isMeant: boolean): string {
  if (look === null || look.reading === null) return `${file}: cannot be ingested.`
  if (problem !== null) return `${file}: not read to its end.`
  const { records } = (check ?? look).read
  const parts = [look.reading?.format ?? 'unknown format', amount(records, 'record')]
  if (look.reading?.ignoreFirstRecord === true) parts.push('header left out')
  if (findings.length > 0) parts.push(amount(findings.length, 'finding'))
  const isUnknown = findings.some(({ kind }) => kind === 'notReadHere')
  if (isMeant && !isUnknown && !findings.some(isGrave)) parts.push('all of it arrives as it is')
  const head = `${file}: ${parts.join(', ')}.`
  if (isMeant) return head
  const { columns } = check ?? look
  const more = columns.length - shownColumns
  return [
    head,
    ...columns.slice(0, shownColumns).map(typeWords),
    ...(more > 0 ? [`  and ${amount(more, 'more column')}`] : []),
  ].join('\n')
}

/** The type that a column's values suggest, and what they could be once they are converted. */
function typeWords({ name, inferred, choices }: ColumnProfile): string {
  const better = choices.find(({ conversion, transform }) => (conversion ?? transform) !== undefined)
  const how =
    better?.conversion === undefined ? better?.transform : `converting ${conversionWords[better.conversion]}`
  return `  ${name}: ${inferred}${better === undefined ? '' : `, or ${better.type} by ${how ?? 'converting it'}`}`
}

function summaryOf(
  command: InspectArguments['command'],
  isFine: boolean,
  ofList: readonly FindingReport[],
  reports: readonly SourceReport[],
): Record<string, unknown> {
  return {
    command,
    complete: isFine,
    findings: [...ofList, ...reports.flatMap(({ findings }) => findings)],
    files: reports.map(({ file, look, check, problem }) => ({
      file,
      format: look?.reading?.format ?? null,
      reading: look?.reading ?? null,
      compression: look?.compression ?? null,
      read: (check ?? look)?.read ?? null,
      columns: (check ?? look)?.columns ?? [],
      ...(look?.tree === undefined ? {} : { tree: look.tree }),
      problem,
    })),
  }
}
