import type { FileSource } from '../domain/schema/file-source'
import type { Target } from '../domain/schema/inspection'
import { parseBlobUri } from '../domain/storage-uri'
import type { StudioServices } from '../services/studio-services'
import type { InspectArguments } from './arguments'
import { checkSource, type SourceReport, type SourceToCheck } from './check-sources'
import { findingLine, losesSomething, type FindingReport } from './finding-report'
import { listSources } from './list-findings'
import { stoppedExitCode, failureLine, type Outcome } from './report-run'
import { howEachIsSent, recogniseBlobs, type SentAs } from './sent-as'
import { formatForMapping, targetOfTable } from './target-of-table'
import type { Terminal } from './terminal'

const isBlobUri = (path: string): boolean => /^(https?|abfss|adl):\/\//i.test(path)

/**
 * Looks into sources and checks all of them, against a table or a schema for `preflight`; nothing is sent.
 *
 * @returns Reports what was found: 0 only if everything was read and all of it arrives as it is.
 * @throws StudioError, UsageError
 */
export async function inspect(
  args: InspectArguments,
  studio: StudioServices,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const target = await targetOf(args, studio, signal)
  const found = await studio.sources.register(
    args.paths.filter((path) => !isBlobUri(path)),
    signal,
    args,
  )
  const isLeftOut = (file: FileSource): boolean => file.problem?.code === 'LeftOut'
  terminal.notes(
    found.filter(isLeftOut).map((file) => failureLine(file.name, file.problem?.message ?? '', null)),
  )
  const list = listSources(
    found.filter((file) => !isLeftOut(file)),
    args.paths.filter(isBlobUri),
    studio.sources,
  )
  const { blobUris } = list
  const files = list.files.slice(0, args.limit)
  terminal.notes(list.findings.map(findingLine))
  const sentAsOf = await howSent(args, { files, blobUris, target }, studio, { terminal, signal })
  const sources: SourceToCheck[] = [
    ...files.map(({ handle }) => ({
      name: studio.sources.pathOf(handle),
      source: { kind: 'file' as const, handle },
      sentAs: sentAsOf(handle),
    })),
    ...blobUris.map((uri) => ({
      name: parseBlobUri(uri).display,
      source: { kind: 'blob' as const, uri },
      sentAs: sentAsOf(uri),
    })),
  ]
  const reports: SourceReport[] = []
  for (const source of sources) {
    const report = await checkSource(studio.inspection, source, { target, whole: true, signal })
    reports.push(report)
    terminal.notes(linesOf(report))
  }
  const isFine =
    reports.length > 0 &&
    reports.every(({ problem, findings }) => problem === null && !findings.some(losesSomething))
  return () => {
    if (args.json) terminal.result(JSON.stringify(summaryOf(args.command, isFine, list.findings, reports)))
    else for (const report of reports) terminal.result(describe(report))
    if (signal.aborted) return stoppedExitCode
    return isFine ? 0 : 1
  }
}

/** How each source is read, by handle or URI: as it would be sent to the target, else as the user said, if at all. */
async function howSent(
  args: InspectArguments,
  about: {
    readonly files: readonly FileSource[]
    readonly blobUris: readonly string[]
    readonly target: Target | null
  },
  studio: StudioServices,
  context: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<(key: string) => SentAs | undefined> {
  const { files, blobUris, target } = about
  const { format, ignoreFirstRecord } = args
  if (target === null) return () => (format === undefined ? undefined : { format, ignoreFirstRecord })
  const blobs = await recogniseBlobs(blobUris, studio.sources, context)
  const known = howEachIsSent(args, { files, blobs }, target.columns.length)
  return (key) => known.get(key)
}

async function targetOf(
  args: InspectArguments,
  studio: StudioServices,
  signal: AbortSignal,
): Promise<Target | null> {
  const { against } = args
  if (against === undefined) return null
  if ('columns' in against) return { columns: against.columns, mapping: null }
  await studio.connection.open(against.cluster, signal)
  return await targetOfTable(
    studio.catalog,
    against,
    { name: args.mapping, format: formatForMapping(args) },
    signal,
  )
}

function linesOf({ file, findings, problem }: SourceReport): string[] {
  const lines = findings.map(findingLine)
  return problem === null ? lines : [failureLine(file, problem.message, problem.nextStep), ...lines]
}

function describe({ file, look, check, findings, problem }: SourceReport): string {
  if (problem !== null || look === null) return `${file}: not read to its end.`
  const { records } = (check ?? look).read
  const lost = findings.filter(losesSomething).length
  const parts = [look.reading?.format ?? 'unknown format', `${records.toLocaleString('en-US')} records`]
  if (look.reading?.ignoreFirstRecord === true) parts.push('header left out')
  parts.push(lost === 0 ? 'all of it arrives as it is' : `${lost} finding${lost === 1 ? '' : 's'}`)
  return `${file}: ${parts.join(', ')}.`
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
      problem,
    })),
  }
}
