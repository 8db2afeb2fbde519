import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { JoinedRuns } from '../../../domain/concurrency/joined-runs'
import type { Reading } from '../../../domain/schema/reading'
import { spaceAt, type DiskSpace } from '../../free-space'
import { assertRoomFor, megabytes } from '../../room-on-disk'
import { convertedContent } from '../../sources/converted-content'
import { fileFailure } from '../../../domain/file-failure'
import { StudioError } from '../../../domain/studio-error'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { separateSource, type Separate } from './separate-source'
import { SourceFile } from './source-file'

/** What a source is opened with. */
interface OpenParts {
  readonly job: LiveJob
  readonly source: SourceRecord
  readonly signal: AbortSignal
  readonly commit: () => Promise<void>
}

/**
 * Keeps what sources were converted to, or what is left of them without some records, as files in the home folder,
 * because an upload is cut, repeated and continued by offsets. The same source gives the same bytes, so a file that is
 * gone is made again.
 */
export class ConvertedFiles {
  readonly #homeFolder: string
  readonly #folder: string
  readonly #separate: Separate | undefined
  readonly #space: (folder: string) => Promise<DiskSpace | undefined>
  /** The upload and the count may want the same file at once. */
  readonly #conversions = new JoinedRuns<string, void>()
  /** Who is told how far conversions are, by source. */
  readonly #watchers = new Map<string, (bytes: number) => void>()

  /**
   * @param separate Needed for jobs that leave records out.
   * @param space How much room a disk has; asks the system if left out.
   */
  constructor(
    homeFolder: string,
    separate?: Separate,
    space: (folder: string) => Promise<DiskSpace | undefined> = spaceAt,
  ) {
    this.#space = space
    this.#homeFolder = homeFolder
    this.#folder = join(homeFolder, 'converted')
    this.#separate = separate
  }

  /**
   * Opens what of a source is sent: its file, what its reading makes of it, or what is left without some records.
   *
   * @throws StudioError what is wrong with the file, `FileChanged` if it is not the one that was noted, `DiskFull` before
   *   anything is written if there is no room for it, `FileTooLarge` if the disk was full in the middle.
   */
  async open(parts: OpenParts): Promise<SourceFile> {
    const { job, source } = parts
    const file = await SourceFile.open(source.location)
    try {
      file.assertSame(source)
    } catch (error) {
      await file.close()
      throw error
    }
    const { reading } = source
    if (reading === null && job.record.leaveOut === null) return file
    try {
      if (job.record.leaveOut !== null) await this.#once(source, (path) => this.#separateTo(path, parts))
      else if (reading !== null) await this.#convertWatched(parts, reading)
      await file.assertUnchanged()
    } finally {
      await file.close()
    }
    return await SourceFile.open(this.#pathOf(source.sourceId))
  }

  /** Where what is sent of a source is, converted now if it was not yet. @throws as {@link open}. */
  async pathFor(source: SourceRecord): Promise<string> {
    if (source.reading === null) return source.location
    await this.#convertOnce(source, source.reading)
    return this.#pathOf(source.sourceId)
  }

  async forget(sourceId: string): Promise<void> {
    await rm(this.#pathOf(sourceId), { force: true })
  }

  /** Removes files that no open source needs, left by a killed process. */
  async sweep(needed: ReadonlySet<string>): Promise<void> {
    // No folder means that nothing was ever converted.
    const names = await readdir(this.#folder).catch(() => [])
    await Promise.all(names.filter((name) => !needed.has(name)).map((name) => this.forget(name)))
  }

  #pathOf(sourceId: string): string {
    return join(this.#folder, sourceId)
  }

  /** Converts a source and tells how far that is, whoever has begun it; stops with the signal. */
  async #convertWatched({ job, source, signal }: OpenParts, reading: Reading): Promise<void> {
    const { sourceId, sizeBytes: of } = source
    if (of !== null)
      this.#watchers.set(sourceId, (bytes) =>
        job.goingThrough(source, { converted: { bytes: Math.min(bytes, of), of } }),
      )
    try {
      await this.#convertOnce(source, reading, signal)
    } finally {
      this.#watchers.delete(sourceId)
    }
  }

  async #convertOnce(source: SourceRecord, reading: Reading, signal?: AbortSignal): Promise<void> {
    const { location, name, sourceId } = source
    const onRead = (bytes: number): void => this.#watchers.get(sourceId)?.(bytes)
    await this.#once(source, (path) =>
      pipeline(
        convertedContent(location, reading, name, onRead),
        createWriteStream(path, { mode: 0o600 }),
        ...(signal === undefined ? [] : [{ signal }]),
      ),
    )
  }

  async #separateTo(path: string, parts: OpenParts): Promise<void> {
    if (this.#separate === undefined) throw cannotLeaveOut()
    await separateSource({ ...parts, separate: this.#separate, homeFolder: this.#homeFolder }, path)
  }

  /** Makes a source's file unless it is there. The upload and the count may want it at once. */
  async #once(source: SourceRecord, make: (path: string) => Promise<void>): Promise<void> {
    await this.#conversions.run(source.sourceId, () => this.#make(source, make))
  }

  async #make(source: SourceRecord, make: (path: string) => Promise<void>): Promise<void> {
    const { sourceId, name } = source
    const path = this.#pathOf(sourceId)
    if ((await stat(path).catch(() => undefined)) !== undefined) return
    await this.#assertRoom(source)
    const unfinished = `${path}.part`
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    try {
      await make(unfinished)
      await rename(unfinished, path)
    } catch (error) {
      await rm(unfinished, { force: true })
      const failure = fileFailure(error, name)
      throw failure.code === 'DiskFull' ? await this.#outOfRoom(name) : failure
    }
  }

  /** When the job began there was room, but that may be long ago. */
  async #assertRoom({ name, rawDataSizeBytes, sizeBytes }: SourceRecord): Promise<void> {
    const what = `Converting “${name}”`
    const needed = Math.max(rawDataSizeBytes ?? 0, sizeBytes ?? 0)
    await assertRoomFor(this.#homeFolder, { what, needed, nextStep: makeRoom }, this.#space)
  }

  /** It turned out larger than was known. To try again by itself would only fill the disk again. */
  async #outOfRoom(name: string): Promise<StudioError> {
    const found = await this.#space(this.#homeFolder)
    const free = found === undefined ? '' : `, where ${megabytes(found.free)} are free again`
    return new StudioError(
      'FileTooLarge',
      `While “${name}” was converted, the disk with the home folder was full${free}.`,
      { subject: name, retryable: true, nextStep: makeRoom },
    )
  }
}

const makeRoom = 'Make room there, then retry; or use a home folder on another disk (KUSTO_STUDIO_HOME).'

/** The error of a program that was started without what reads records. */
export function cannotLeaveOut(): StudioError {
  return new StudioError('RequestInvalid', 'This program cannot leave records out.', {
    nextStep: 'Send their values as null, or correct the source first.',
  })
}
