import { leftOutWords } from '../domain/account-words'
import type { ChosenBlob } from '../domain/blob-choice'
import { losesSomething } from '../domain/finding-gravity'
import type { FileSource } from '../domain/schema/file-source'
import { formatMapping } from '../domain/ingestion-mapping'
import { canLeaveOut } from '../domain/leave-out'
import { mappingKindOf } from '../domain/mapping-kind'
import type { FindingRef, Target } from '../domain/schema/inspection'
import type { SourceRequest } from '../domain/schema/source'
import type { ColumnSource } from '../domain/schema/table'
import type { WireError } from '../domain/schema/wire-error'
import { parseBlobUri } from '../domain/storage-uri'
import { StudioError, toWireError } from '../domain/studio-error'
import type { StudioServices } from '../services/studio-services'
import type { IngestArguments } from './studio-arguments'
import { canBeSent, chooseSources, isConvertible, type BlobToChoose, type NamedBlobs } from './chosen-sources'
import type { SourceReport } from './check-sources'
import { findingLine, reportProblem } from './finding-report'
import { followJobs } from './follow-job'
import { formatLine, reportFormats } from './format-report'
import { isBlobUri, isSingleBlob, listContainers } from './listed-containers'
import { listSources } from './list-findings'
import type { JobReport } from './job-report'
import { convertStep, lookAhead, uncheckedStep, type LookedSource } from './look-ahead'
import { closeAll, reportAll } from './look-beside'
import { readMapping } from './mapping-file'
import { failureLine, reportRun, type Outcome } from './report-run'
import { summarise, type NotIngested, type RunSummary } from './run-summary'
import { isRefused, recogniseBlobs } from './sent-as'
import { forgetStandardInput, standardInput } from './standard-input'
import { formatForMapping, targetOfTable } from './target-of-table'
import type { Terminal } from './terminal'

/**
 * Queues the named sources, and waits until they have landed or are known not to.
 *
 * @returns Reports how it ended: 0 only if every row of every source is known to be in the table.
 * @throws StudioError, UsageError
 */
export async function ingest(
  args: IngestArguments,
  studio: StudioServices,
  context: { readonly homeFolder: string; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { homeFolder, terminal, signal } = context
  const startedAt = Date.now()
  terminal.notes(args.notes)
  const uris = args.paths.filter(isBlobUri)
  const single = [...new Set(uris.filter((uri) => isSingleBlob(uri, args)))]
  const recognised = await recogniseBlobs(single, studio.sources, signal)
  const isSent = (blob: BlobToChoose): boolean => args.unchecked === true || !isRefused(blob)
  // Fail early: a blob whose format cannot be told is a mistake that needs no cluster to find.
  chooseSources(args, [], { named: recognised.filter(isSent), listed: [] }, [])
  const mappingText = args.mappingFile === undefined ? undefined : await readMapping(args.mappingFile)
  const target = args.listOnly ? undefined : await openTarget(args, mappingText, studio, signal)
  const found = await studio.sources.register(await filePaths(args, context), signal, args)
  const isLeftOut = (file: FileSource): boolean => file.problem?.code === 'LeftOut'
  terminal.notes(found.filter(isLeftOut).map(problemLine))
  const list = listSources(
    found.filter((file) => !isLeftOut(file)),
    uris,
    studio.sources,
  )
  const files = list.files.slice(0, args.limit)
  const good = files.filter((file) => canBeSent(file, args))
  const limit = args.limit === undefined ? undefined : args.limit - files.length
  const columns = target?.columns ?? []
  const listed = await listContainers(list.blobUris, args, studio.sources, {
    terminal,
    signal,
    limit,
    columns,
  })
  const others = listed.single.filter((uri) => !single.includes(uri))
  const named = [...recognised, ...(await recogniseBlobs(others, studio.sources, signal))].filter(({ uri }) =>
    listed.single.includes(uri),
  )
  terminal.notes(named.filter((blob) => blob.problem !== undefined && isSent(blob)).map(unreachedLine))
  const blobs = { named: named.filter(isSent), listed: listed.listed }
  const chosen = chooseSources(args, good, blobs, columns)
  terminal.notes(list.findings.map(findingLine))
  if (target === undefined) {
    terminal.notes(reportFormats(chosen).map((report) => formatLine(report, args.ignoreFirstRecord)))
    return listChosen(files, blobs, args, studio, terminal)
  }
  const unreadable = [
    ...files.filter((file) => !canBeSent(file, args)).map(notIngestedFile),
    ...named.filter((blob) => !isSent(blob)).map(refusedBlob),
    ...listed.unreadable.map(notIngestedBlob),
  ]
  terminal.notes([...files.flatMap(({ notes }) => notes ?? []), ...unreadable.map(refusalLine)])
  const keptInput = (of: readonly FileSource[]): string[] =>
    of.map((file) => studio.sources.pathOf(file.handle))
  await forgetStandardInput(keptInput(files.filter((file) => !canBeSent(file, args))), homeFolder)
  const all = args.strict || args.leaveOutFindings
  const looked = await lookAhead(chosen, studio.inspection, args, { target, all, signal })
  const { sent } = looked
  terminal.notes(looked.refused.map(refusalLine))
  const notIngested = [...unreadable, ...looked.refused].map(({ source, code, message }): NotIngested => ({
    source,
    code,
    message,
  }))
  const formats = reportFormats(sent.map((source) => source.chosen))
  terminal.notes(formats.map((report) => formatLine(report, args.ignoreFirstRecord)))
  const known = [
    ...list.findings,
    ...unreadable.map(({ source, problem }) => reportProblem(source, problem)),
    ...looked.refused.flatMap(({ report }) => report.findings),
  ]
  const end = (reports: readonly JobReport[], found: readonly SourceReport[]): RunSummary => ({
    ...summarise('ingest', startedAt, reports, notIngested, formats),
    findings: [...known, ...found.flatMap(({ findings }) => findings)],
  })
  if (sent.length === 0) {
    terminal.note('There is nothing to ingest.')
    return () => reportRun(end([], []), args.json, terminal, signal)
  }
  const totalBytes = good.reduce((sum, file) => sum + file.sizeBytes, 0)
  const looking = reportAll(sent, studio, { all: all || !args.untagged, totalBytes, terminal, signal })
  // Told where it is waited for.
  looking.catch(() => undefined)
  try {
    if (args.strict) {
      const found = await looking
      if (known.length > 0 || found.some(({ findings }) => findings.length > 0)) {
        terminal.note('Nothing was sent, because of --strict.')
        return () => reportRun(end([], found), args.json, terminal, signal)
      }
    }
    const leaveOut = args.leaveOutFindings ? findingsToLeaveOut(await looking) : []
    const jobIds: string[] = []
    for (const { sources, mapping } of byMapping(sent)) {
      const job = await studio.jobs.start(
        {
          database: args.database,
          table: args.table,
          sources,
          tagged: !args.untagged,
          separateBlobs: args.separateBlobs,
          tag: args.tags,
          mapping: mapping === null ? args.mapping : undefined,
          mappingText: mapping === null ? mappingText : formatMapping(mapping),
          zipPattern: args.zipPattern,
          ingestIfNotExists: args.ingestIfNotExists,
          creationTimePattern: args.creationTimePattern,
          ...(leaveOut.length === 0 ? {} : { leaveOut }),
        },
        signal,
      )
      jobIds.push(job.jobId)
    }
    const reports = await followJobs(studio.jobs, jobIds, { terminal, signal, json: args.json })
    terminal.notes(reports.map(({ leftOut }) => leftOutWords(leftOut)).filter((words) => words !== ''))
    const summary = end(reports, await looking.catch(() => []))
    const kept = reports.every(({ status }) => status === 'succeeded') ? keptInput(files) : []
    return async () => {
      await forgetStandardInput(kept, homeFolder)
      return reportRun(summary, args.json, terminal, signal)
    }
  } finally {
    closeAll(sent, studio)
  }
}

/** The sources by the mapping that goes along with them: an ingestion has one. */
function byMapping(sent: readonly LookedSource[]): {
  readonly mapping: readonly ColumnSource[] | null
  readonly sources: SourceRequest[]
}[] {
  const groups = new Map<string, ReturnType<typeof byMapping>[number]>()
  for (const { chosen } of sent) {
    const { mapping, request } = chosen
    const key = mapping === null ? '' : JSON.stringify([mappingKindOf(chosen.format), mapping])
    const group = groups.get(key) ?? { mapping, sources: [] }
    groups.set(key, group)
    group.sources.push(request)
  }
  return [...groups.values()]
}

/** The findings whose records would not arrive as they are, of those that can be left out. */
function findingsToLeaveOut(looks: readonly SourceReport[]): FindingRef[] {
  const refs = new Map<string, FindingRef>()
  for (const { kind, column, effect } of looks.flatMap(({ findings }) => findings))
    if (canLeaveOut(kind) && losesSomething({ effect })) refs.set(`${kind} ${column ?? ''}`, { kind, column })
  return [...refs.values()]
}

/** Writes the path of each file and blob that would be ingested, and why the others would not. */
function listChosen(
  files: readonly FileSource[],
  blobs: NamedBlobs,
  args: IngestArguments,
  studio: StudioServices,
  terminal: Terminal,
): Outcome {
  terminal.notes(files.filter((file) => file.problem !== null).map(problemLine))
  for (const file of files.filter(({ problem }) => problem === null)) {
    const path = studio.sources.pathOf(file.handle)
    const { sizeBytes, records, format } = file
    terminal.result(args.json ? JSON.stringify({ path, sizeBytes, records, format }) : path)
  }
  for (const { blob, format } of blobs.listed) {
    const { path, sizeBytes } = blob
    terminal.result(args.json ? JSON.stringify({ path, sizeBytes, records: null, format }) : path)
  }
  return () => (files.some((file) => file.problem !== null) ? 1 : 0)
}

async function filePaths(
  args: IngestArguments,
  context: { readonly homeFolder: string; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<string[]> {
  const paths = args.paths.filter((path) => !isBlobUri(path) && path !== '-')
  if (args.listOnly) return paths
  return [...paths, ...(await standardInput(args, context))]
}

/** Opens the cluster and reads what the records have to fit. @throws StudioError */
async function openTarget(
  args: IngestArguments,
  mappingText: string | undefined,
  studio: StudioServices,
  signal: AbortSignal,
): Promise<Target> {
  const { cluster, database, table } = args
  const mapping = { name: args.mapping, format: formatForMapping(args) }
  await studio.connection.open(cluster, signal)
  return await targetOfTable(studio.catalog, { database, table }, { mapping, mappingText }, signal)
}

function problemLine(file: FileSource): string {
  return failureLine(file.name, file.problem?.message ?? '', file.problem?.nextStep)
}

type Refusal = NotIngested & { readonly nextStep: string | undefined }
type ProblemRefusal = Refusal & { readonly problem: WireError }

function refusalLine({ source, message, nextStep }: Refusal): string {
  return failureLine(source, message, nextStep)
}

function refusedBlob({ uri, problem }: BlobToChoose): ProblemRefusal {
  const nextStep = [problem?.nextStep, uncheckedStep].filter(Boolean).join(' ')
  return refusalOf(parseBlobUri(uri).name, problem, nextStep)
}

function unreachedLine({ uri, problem }: BlobToChoose): string {
  return failureLine(parseBlobUri(uri).name, problem?.message ?? '', problem?.nextStep)
}

function notIngestedBlob({ blob, problem }: ChosenBlob): ProblemRefusal {
  return refusalOf(blob.path, problem)
}

function notIngestedFile(file: FileSource): ProblemRefusal {
  return refusalOf(file.name, file.problem, isConvertible(file) ? convertStep : undefined)
}

/** @param nextStep What to do on the command line; left out: what the problem says itself. */
function refusalOf(
  source: string,
  problem: WireError | null | undefined,
  nextStep = problem?.nextStep,
): ProblemRefusal {
  const why = problem ?? toWireError(new StudioError('Unexpected', 'The reason is unknown.'))
  const { code, message } = why
  return { source, code, message, nextStep, problem: { ...why, nextStep } }
}
