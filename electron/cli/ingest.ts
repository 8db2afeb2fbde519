import type { FileSourceInfo, SourceRequest } from '../domain/file-source'
import { formatFromName } from '../domain/data-format'
import { parseBlobUri } from '../domain/storage-uri'
import { StudioError } from '../domain/studio-error'
import type { StudioServices } from '../services/studio-services'
import type { IngestArguments } from './arguments'
import { followJobs } from './follow-job'
import { failureLine, reportRun } from './report-run'
import { summarise, type NotIngested } from './run-summary'
import { forgetStandardInput, keepStandardInput } from './standard-input'
import type { Terminal } from './terminal'
import { UsageError } from './usage-error'

const isBlobUri = (path: string): boolean => /^(https?|abfss|adl):\/\//i.test(path)

/**
 * Queues what was named, waits until it has landed or is known not to, and reports.
 *
 * @returns Exit code: 0 only when every row of every source is in the table.
 * @throws StudioError, UsageError
 */
export async function ingest(
  args: IngestArguments,
  studio: StudioServices,
  context: { readonly homeFolder: string; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<number> {
  const { homeFolder, terminal, signal } = context
  const startedAt = Date.now()
  terminal.notes(args.notes)
  const blobs = args.paths.filter(isBlobUri).map((uri) => blobRequest(uri, args))
  if (args.paths.includes('-') && args.format === undefined)
    throw new UsageError('Standard input has no name: say its --format.')
  if (!args.listOnly) {
    await studio.connection.open(args.cluster, signal)
    await studio.catalog.table({ database: args.database, table: args.table }, signal)
  }
  const found = await studio.sources.register(await filePaths(args, context), signal, args)
  const isLeftOut = (file: FileSourceInfo): boolean => file.problem?.code === 'LeftOut'
  terminal.notes(found.filter(isLeftOut).map(problemLine))
  const files = found.filter((file) => !isLeftOut(file)).slice(0, args.limit)
  if (args.listOnly) return listFiles(files, args, studio, terminal)
  const refused = files.filter((file) => file.problem !== null)
  terminal.notes([...files.flatMap(({ notes }) => notes ?? []), ...refused.map(problemLine)])
  const notIngested = refused.map(toNotIngested)
  const sources = [
    ...files.filter((file) => file.problem === null).map((file) => fileRequest(file, args)),
    ...blobs,
  ]
  const keptInput = (of: readonly FileSourceInfo[]): string[] =>
    of.map((file) => studio.sources.pathOf(file.handle))
  await forgetStandardInput(keptInput(refused), homeFolder)
  if (sources.length === 0) {
    terminal.note('There is nothing to ingest.')
    return reportRun(summarise('ingest', startedAt, [], notIngested), args.json, terminal, signal)
  }
  const job = await studio.jobs.start(
    {
      database: args.database,
      table: args.table,
      sources,
      ignoreFirstRecord: args.ignoreFirstRecord,
      tagged: !args.untagged,
      separateBlobs: args.separateBlobs,
      tag: args.tags,
      ...(args.mapping === undefined ? {} : { mapping: args.mapping }),
      ...(args.creationTimePattern === undefined ? {} : { creationTimePattern: args.creationTimePattern }),
    },
    signal,
  )
  const reports = await followJobs(studio.jobs, [job.jobId], terminal, signal)
  const summary = summarise('ingest', startedAt, reports, notIngested)
  if (reports.some((report) => report.status === 'succeeded')) {
    await forgetStandardInput(keptInput(files), homeFolder)
  }
  return reportRun(summary, args.json, terminal, signal)
}

/** Writes the path of each file that would be ingested, and why others would not. */
function listFiles(
  files: readonly FileSourceInfo[],
  args: IngestArguments,
  studio: StudioServices,
  terminal: Terminal,
): number {
  terminal.notes(files.filter((file) => file.problem !== null).map(problemLine))
  for (const file of files.filter(({ problem }) => problem === null)) {
    const path = studio.sources.pathOf(file.handle)
    const { sizeBytes, records, format } = file
    terminal.result(args.json ? JSON.stringify({ path, sizeBytes, records, format }) : path)
  }
  return files.some((file) => file.problem !== null) ? 1 : 0
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

function fileRequest(file: FileSourceInfo, args: IngestArguments): SourceRequest {
  return { kind: 'file', handle: file.handle, ...(args.format === undefined ? {} : { format: args.format }) }
}

function blobRequest(uri: string, args: IngestArguments): SourceRequest {
  const { name } = parseBlobUri(uri)
  const format = args.format ?? formatFromName(name).format
  if (format === undefined)
    throw new UsageError(`The format of ${name} cannot be told from its name: say its --format.`)
  return { kind: 'blob', uri, format, rawDataSizeBytes: null }
}

function problemLine(file: FileSourceInfo): string {
  return failureLine(file.name, file.problem?.message ?? '', file.problem?.nextStep)
}

function toNotIngested(file: FileSourceInfo): NotIngested {
  const problem = file.problem ?? new StudioError('Unexpected', 'It is not known why.')
  return { source: file.name, code: problem.code, message: problem.message }
}
