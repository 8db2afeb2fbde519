import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FileSourceInfo, SourceRequest } from '../domain/file-source'
import { formatFromName } from '../domain/data-format'
import { parseBlobUri } from '../domain/storage-uri'
import type { StudioServices } from '../services/studio-services'
import { type IngestArguments, UsageError } from './arguments'
import { followJobs } from './follow-job'
import { isComplete } from './job-report'
import type { Terminal } from './terminal'

const isBlobUri = (path: string): boolean => /^(https?|abfss|adl):\/\//i.test(path)

/**
 * Queues what was named, waits until it has landed or is known not to, and reports.
 *
 * @returns Exit code: 0 only when every row of every source is in the table.
 */
export async function ingest(
  args: IngestArguments,
  studio: StudioServices,
  context: { readonly homeFolder: string; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<number> {
  const { terminal, signal } = context
  const startedAt = Date.now()
  await studio.connection.open(args.cluster, signal)
  const files = await studio.sources.register(await filePaths(args, context.homeFolder), signal)
  const refused = files.filter((file) => file.problem !== null)
  for (const file of refused) terminal.note(problemLine(file))
  const sources = [
    ...files.filter((file) => file.problem === null).map((file) => fileRequest(file, args)),
    ...args.paths.filter(isBlobUri).map((uri) => blobRequest(uri, args)),
  ]
  if (sources.length === 0) {
    terminal.note('There is nothing to ingest.')
    if (args.json)
      terminal.result(JSON.stringify({ startedAt, status: 'failed', sources: 0, ...notIngested(refused) }))
    return 1
  }
  const job = await studio.jobs.start(
    {
      database: args.database,
      table: args.table,
      sources,
      ignoreFirstRecord: args.ignoreFirstRecord,
      tagged: !args.untagged,
      ...(args.tag === undefined ? {} : { tag: args.tag }),
      ...(args.mapping === undefined ? {} : { mapping: args.mapping }),
      ...(args.creationTimePattern === undefined ? {} : { creationTimePattern: args.creationTimePattern }),
    },
    signal,
  )
  const [report] = await followJobs(studio.jobs, [job.jobId], terminal, signal)
  if (report === undefined) return 1
  for (const failure of report.failures) {
    terminal.note(`${failure.source}: ${failure.message} ${failure.nextStep ?? ''}`.trimEnd())
  }
  if (args.json) terminal.result(JSON.stringify({ ...report, startedAt, ...notIngested(refused) }))
  else terminal.result(`${report.status}: ${report.landed ?? '?'} of ${report.expected ?? '?'} rows landed`)
  return isComplete(report) && refused.length === 0 ? 0 : 1
}

async function filePaths(args: IngestArguments, homeFolder: string): Promise<string[]> {
  const paths = args.paths.filter((path) => !isBlobUri(path) && path !== '-')
  return args.paths.includes('-') ? [...paths, await keepStandardInput(args, homeFolder)] : paths
}

/** Standard input cannot be read twice, and a crash must not lose it: it is a file before it is a source. */
async function keepStandardInput(args: IngestArguments, homeFolder: string): Promise<string> {
  if (args.format === undefined) throw new UsageError('Standard input has no name: say its --format.')
  const folder = join(homeFolder, 'standard-input')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `standard-input-${Date.now()}-${process.pid}.${args.format}`)
  await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }))
  return path
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
  return `${file.name}: ${file.problem?.message ?? ''} ${file.problem?.nextStep ?? ''}`.trimEnd()
}

function notIngested(files: readonly FileSourceInfo[]): object {
  return {
    notIngested: files.map((file) => ({
      source: file.name,
      code: file.problem?.code,
      message: file.problem?.message,
    })),
  }
}
