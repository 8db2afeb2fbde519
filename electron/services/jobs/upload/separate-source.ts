import { constants } from 'node:fs'
import { access, copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { devNull } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileFailure } from '../../../domain/file-failure'
import type { FindingRef, Target } from '../../../domain/schema/inspection'
import type { Reading } from '../../../domain/schema/reading'
import type { Foreseen } from '../../../domain/schema/values'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'

/** Parts the records of a file with some findings from the others, into two files. */
export type Separate = (
  request: {
    readonly path: string
    readonly name: string
    readonly reading: Reading
    readonly target: Target
    readonly leaveOut: readonly FindingRef[]
    /** Whether the user has seen what becomes of the others. */
    readonly isAccepted: boolean
    readonly keptPath: string
    readonly rejectedPath: string
    /** Told how much of the file has been gone through, from 0 to 1. */
    readonly onShare: (share: number) => void
  },
  signal: AbortSignal,
) => Promise<{ readonly leftOut: number; readonly kept: Foreseen }>

/** What leaving records out of a source needs. */
interface SourceSeparation {
  readonly job: LiveJob
  readonly source: SourceRecord
  readonly separate: Separate
  readonly homeFolder: string
  readonly signal: AbortSignal
  /** Makes what was noted durable. */
  readonly commit: () => Promise<void>
}

/**
 * Writes what is sent of a source to `keptPath`, and what is left out to a reject file beside the source, or in the home
 * folder where that cannot be. A second run, after the process was killed, writes the same reject file again.
 *
 * @throws StudioError
 */
export async function separateSource(separation: SourceSeparation, keptPath: string): Promise<void> {
  const { job, source, separate, signal } = separation
  const { leaveOut } = job.record
  if (leaveOut === null) throw new Error('Nothing is left out of this job')
  const rejectedPath = `${keptPath}.rejected`
  try {
    const { leftOut, kept } = await separate(
      {
        ...wholeOf(source),
        target: leaveOut.target,
        leaveOut: leaveOut.findings,
        isAccepted: leaveOut.isAccepted,
        keptPath,
        rejectedPath,
        onShare: (share) => job.goingThrough(source, { separated: share }),
      },
      signal,
    )
    if (leftOut > 0) await publish(separation, rejectedPath, { records: leftOut, kept })
    else job.learn(source, { leftOut: { records: 0, path: null, kept } })
  } finally {
    await rm(rejectedPath, { force: true })
  }
}

/**
 * Writes the lines of a source that are no records, and that the service leaves out by itself, to a reject file, as
 * {@link separateSource} does with what the user leaves out. The source has been sent whole.
 *
 * @throws StudioError
 */
export async function writeNoRecords(
  separation: SourceSeparation,
  { target, found }: { readonly target: Target; readonly found: NonNullable<SourceRecord['leftOut']> },
): Promise<void> {
  const { source, separate, signal, homeFolder } = separation
  const folder = join(homeFolder, 'rejected')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const rejectedPath = join(folder, `${source.sourceId}.part`)
  try {
    const leaveOut = [{ kind: 'notJson' as const, column: null }]
    const how = { target, leaveOut, isAccepted: false, keptPath: devNull, rejectedPath }
    const { leftOut } = await separate({ ...wholeOf(source), ...how, onShare: () => undefined }, signal)
    if (leftOut > 0) await publish(separation, rejectedPath, found)
  } finally {
    await rm(rejectedPath, { force: true })
  }
}

/** What is gone through: the source as it is read. */
function wholeOf({
  format,
  ignoreFirstRecord,
  location,
  name,
  reading,
}: SourceRecord): Pick<Parameters<Separate>[0], 'path' | 'name' | 'reading'> {
  const asItIs = { format, ignoreFirstRecord, encoding: 'utf-8', skipLines: 0 } as const
  return { path: location, name, reading: reading ?? asItIs }
}

/** Puts the reject file where the user finds it. Its path is durable before it is there: a second run replaces it. */
async function publish(
  { job, source, homeFolder, commit }: SourceSeparation,
  rejectedPath: string,
  found: { readonly records: number; readonly kept: Foreseen },
): Promise<void> {
  const put = async (path: string): Promise<void> => {
    job.learn(source, { leftOut: { ...found, path } })
    await commit()
    await copyFile(rejectedPath, path)
  }
  const known = source.leftOut?.path ?? null
  const beside = known ?? (await placeBeside(source, homeFolder))
  if (beside !== undefined) {
    try {
      await put(beside)
      return
    } catch (error) {
      if (!isRefusal(error)) throw fileFailure(error, basename(beside), 'write')
    }
  }
  const folder = join(homeFolder, 'rejected')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = await freePath(folder, source)
  try {
    await put(path)
  } catch (error) {
    throw fileFailure(error, basename(path), 'write')
  }
}

/** A free path in the source's folder; undefined if that cannot be written, or is one of the studio's own. */
async function placeBeside(source: SourceRecord, homeFolder: string): Promise<string | undefined> {
  const folder = dirname(source.location)
  if (folder.startsWith(homeFolder)) return undefined
  try {
    await access(folder, constants.W_OK)
  } catch {
    return undefined
  }
  return await freePath(folder, source)
}

/** `NAME.rejected.csv`, or with a number where that is taken. */
async function freePath(folder: string, source: SourceRecord): Promise<string> {
  const { stem, extension } = partsOfName(source)
  for (let number = 1; ; number++) {
    const path = join(folder, `${stem}.rejected${number === 1 ? '' : `-${number}`}${extension}`)
    if (taken.has(path) || (await stat(path).catch(() => undefined)) !== undefined) continue
    // Two sources with one name, such as a.csv and a.csv.gz, may be parted at once.
    taken.add(path)
    return path
  }
}

const taken = new Set<string>()

function partsOfName({ name, format }: SourceRecord): { readonly stem: string; readonly extension: string } {
  const unpacked = name.replace(/\.(gz|gzip|zip)$/i, '')
  const found = /^(.+)(\.[A-Za-z0-9]{1,10})$/.exec(unpacked)
  return { stem: found?.[1] ?? unpacked, extension: found?.[2] ?? `.${format}` }
}

function isRefusal(error: unknown): boolean {
  const code = (error as { readonly code?: unknown } | null)?.code
  return ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(String(code))
}
