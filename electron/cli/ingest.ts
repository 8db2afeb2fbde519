import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { leftOutWords } from '../domain/account-words'
import type { FileSource } from '../domain/schema/file-source'
import { canLeaveOut } from '../domain/leave-out'
import type { FindingRef, Target } from '../domain/schema/inspection'
import { StudioError } from '../domain/studio-error'
import { fileFailure } from '../domain/file-failure'
import type { StudioServices } from '../services/studio-services'
import type { IngestArguments } from './arguments'
import { chooseSources, type NamedBlobs } from './chosen-sources'
import type { SourceReport } from './check-sources'
import { findingLine, losesSomething } from './finding-report'
import { followJobs } from './follow-job'
import { formatLine, reportFormats } from './format-report'
import { isSingleBlob, listContainers } from './listed-containers'
import { listSources } from './list-findings'
import { lookInto } from './look-beside'
import { failureLine, reportRun, type Outcome } from './report-run'
import { summarise, type NotIngested } from './run-summary'
import { recogniseBlobs } from './sent-as'
import { forgetStandardInput, keepStandardInput } from './standard-input'
import { formatForMapping, targetOfTable } from './target-of-table'
import type { Terminal } from './terminal'
import { UsageError } from './usage-error'

const isBlobUri = (path: string): boolean => /^(https?|abfss|adl):\/\//i.test(path)

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
  if (args.paths.includes('-') && args.format === undefined)
    throw new UsageError('Standard input has no name to tell the format from: add --format.')
  const uris = args.paths.filter(isBlobUri)
  const single = [...new Set(uris.filter((uri) => isSingleBlob(uri, args)))]
  const recognised = await recogniseBlobs(single, studio.sources, { terminal, signal })
  // Fail early: a blob whose format cannot be told is a mistake that needs no cluster to find.
  chooseSources(args, [], { named: recognised, listed: [] }, 0)
  const mappingText = args.mappingFile === undefined ? undefined : await readMapping(args.mappingFile)
  const target = args.listOnly ? undefined : await openTarget(args, studio, signal)
  const found = await studio.sources.register(await filePaths(args, context), signal, args)
  const isLeftOut = (file: FileSource): boolean => file.problem?.code === 'LeftOut'
  terminal.notes(found.filter(isLeftOut).map(problemLine))
  const list = listSources(
    found.filter((file) => !isLeftOut(file)),
    uris,
    studio.sources,
  )
  const files = list.files.slice(0, args.limit)
  const good = files.filter((file) => file.problem === null)
  const limit = args.limit === undefined ? undefined : args.limit - files.length
  const listed = await listContainers(list.blobUris, args, studio.sources, { terminal, signal, limit })
  const named = listed.single.map((uri) => recognised.find((blob) => blob.uri === uri) ?? { uri })
  const blobs = { named, listed: listed.listed }
  const sources = chooseSources(args, good, blobs, target?.columns.length ?? 0)
  const formats = reportFormats(sources)
  terminal.notes(formats.map((report) => formatLine(report, args.ignoreFirstRecord)))
  terminal.notes(list.findings.map(findingLine))
  if (target === undefined) return listChosen(files, blobs, args, studio, terminal)
  const refused = files.filter((file) => file.problem !== null)
  terminal.notes([...files.flatMap(({ notes }) => notes ?? []), ...refused.map(problemLine)])
  const notIngested = refused.map(toNotIngested)
  const keptInput = (of: readonly FileSource[]): string[] =>
    of.map((file) => studio.sources.pathOf(file.handle))
  await forgetStandardInput(keptInput(refused), homeFolder)
  if (sources.length === 0) {
    terminal.note('There is nothing to ingest.')
    const summary = summarise('ingest', startedAt, [], notIngested, formats)
    return () => reportRun(summary, args.json, terminal, signal)
  }
  const totalBytes = good.reduce((sum, file) => sum + file.sizeBytes, 0)
  const all = args.strict || args.leaveOutFindings
  const looking = lookInto(sources, studio, { target, all, totalBytes, terminal, signal })
  // Told where it is waited for.
  looking.catch(() => undefined)
  if (args.strict) {
    const reports = await looking
    const isAny = reports.some(({ findings, problem }) => findings.length > 0 || problem !== null)
    if (isAny || list.findings.length > 0) {
      terminal.note('Nothing was sent, because of --strict.')
      const summary = {
        ...summarise('ingest', startedAt, [], notIngested, formats),
        findings: [...list.findings, ...reports.flatMap(({ findings }) => findings)],
      }
      return () => reportRun(summary, args.json, terminal, signal)
    }
  }
  const leaveOut = args.leaveOutFindings ? findingsToLeaveOut(await looking) : []
  const job = await studio.jobs.start(
    {
      database: args.database,
      table: args.table,
      sources: sources.map(({ request }) => request),
      tagged: !args.untagged,
      separateBlobs: args.separateBlobs,
      tag: args.tags,
      mapping: args.mapping,
      mappingText,
      zipPattern: args.zipPattern,
      ingestIfNotExists: args.ingestIfNotExists,
      creationTimePattern: args.creationTimePattern,
      ...(leaveOut.length === 0 ? {} : { leaveOut }),
    },
    signal,
  )
  const reports = await followJobs(studio.jobs, [job.jobId], terminal, signal)
  terminal.notes(reports.map(({ leftOut }) => leftOutWords(leftOut)).filter((words) => words !== ''))
  const looks = await looking.catch(() => [])
  const summary = {
    ...summarise('ingest', startedAt, reports, notIngested, formats),
    findings: [...list.findings, ...looks.flatMap(({ findings }) => findings)],
  }
  const kept = reports.every(({ status }) => status === 'succeeded') ? keptInput(files) : []
  return async () => {
    await forgetStandardInput(kept, homeFolder)
    return reportRun(summary, args.json, terminal, signal)
  }
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

/** @throws StudioError if the file cannot be read. */
async function readMapping(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFailure(error, basename(path))
    throw new StudioError('FileNotFound', `There is no file ${path}.`, {
      subject: path,
      nextStep: 'Check the path after --mapping-file.',
    })
  }
}

async function filePaths(
  args: IngestArguments,
  context: { readonly homeFolder: string; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<string[]> {
  const paths = args.paths.filter((path) => !isBlobUri(path) && path !== '-')
  if (args.listOnly || !args.paths.includes('-') || args.format === undefined) return paths
  if (process.stdin.isTTY) context.terminal.note('Reading rows from this terminal, up to Ctrl+D.')
  return [...paths, await keepStandardInput(process.stdin, args.format, context.homeFolder, context.signal)]
}

/** Opens the cluster and reads what the records have to fit. @throws StudioError */
async function openTarget(
  args: IngestArguments,
  studio: StudioServices,
  signal: AbortSignal,
): Promise<Target> {
  const { cluster, database, table } = args
  const mapping = { name: args.mapping, format: formatForMapping(args) }
  await studio.connection.open(cluster, signal)
  return await targetOfTable(studio.catalog, { database, table }, mapping, signal)
}

function problemLine(file: FileSource): string {
  return failureLine(file.name, file.problem?.message ?? '', file.problem?.nextStep)
}

function toNotIngested(file: FileSource): NotIngested {
  const problem = file.problem ?? new StudioError('Unexpected', 'The reason is unknown.')
  return { source: file.name, code: problem.code, message: problem.message }
}
