import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { JoinedRuns } from '../../../domain/concurrency/joined-runs'
import type { Reading } from '../../../domain/schema/reading'
import { convertedContent } from '../../sources/converted-content'
import { fileFailure } from '../../../domain/file-failure'
import type { SourceRecord } from '../state/job-record'
import { SourceFile } from './source-file'

/**
 * Keeps what sources were converted to as files in the home folder, because an upload is cut, repeated and continued by
 * offsets. The same source converts to the same bytes, so a file that is gone is made again.
 */
export class ConvertedFiles {
  readonly #folder: string
  /** The upload and the count may want the same file at once. */
  readonly #conversions = new JoinedRuns<string, void>()

  constructor(homeFolder: string) {
    this.#folder = join(homeFolder, 'converted')
  }

  /**
   * Opens what of a source is sent: its file, or what its reading makes of it.
   *
   * @throws StudioError what is wrong with the file, `FileChanged` if it is not the one that was noted, `DiskFull`.
   */
  async open(source: SourceRecord): Promise<SourceFile> {
    const file = await SourceFile.open(source.location)
    try {
      file.assertSame(source)
    } catch (error) {
      await file.close()
      throw error
    }
    if (source.reading === null) return file
    try {
      await this.#convertOnce(source, source.reading)
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

  async #convertOnce(source: SourceRecord, reading: Reading): Promise<void> {
    await this.#conversions.run(source.sourceId, () => this.#convert(source, reading))
  }

  async #convert({ sourceId, location, name }: SourceRecord, reading: Reading): Promise<void> {
    const path = this.#pathOf(sourceId)
    if ((await stat(path).catch(() => undefined)) !== undefined) return
    const unfinished = `${path}.part`
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    try {
      await pipeline(
        convertedContent(location, reading, name),
        createWriteStream(unfinished, { mode: 0o600 }),
      )
      await rename(unfinished, path)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw fileFailure(error, name)
    }
  }
}
