import { open, rm } from 'node:fs/promises'
import { StudioError } from '../domain/studio-error'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { quoteText } from '../local-cluster/engine/sql-text'
import type { OpenedSource } from './open-source'
import type { RandomBytes } from './random-bytes'

/** A row group of a Parquet file. */
interface RowGroup {
  readonly rows: number
  /** Where the bytes of each column lie. */
  readonly chunks: readonly { readonly start: number; readonly length: number }[]
}

/** Largest footer that is read, in bytes. */
const longestFooter = 64 * 1_048_576

/** Of each column, its dictionary and a first page fit into this, in bytes. */
const startOfColumn = 1_572_864

/** A Parquet file that the engine reads by its path. Of a blob, only what is asked for is fetched to that path. */
export class ParquetFile {
  readonly path: string
  readonly groups: readonly RowGroup[]
  readonly #copy: SparseCopy | undefined

  private constructor(path: string, groups: readonly RowGroup[], copy: SparseCopy | undefined) {
    this.path = path
    this.groups = groups
    this.#copy = copy
  }

  /**
   * Opens a source that is a Parquet file.
   *
   * @param copyPath Where parts of a blob may be written.
   * @throws EngineError for a damaged footer; StudioError if it has none; what reading the blob throws.
   */
  static async open(
    engine: DuckDbEngine,
    source: OpenedSource,
    copyPath: string,
    signal?: AbortSignal,
  ): Promise<ParquetFile> {
    const copy =
      source.path === undefined
        ? await SparseCopy.make(source.packed, source.name, copyPath, signal)
        : undefined
    const path = source.path ?? copyPath
    try {
      return new ParquetFile(path, await rowGroups(engine, path), copy)
    } catch (error) {
      await copy?.remove()
      throw error
    }
  }

  get rows(): number {
    return this.groups.reduce((sum, { rows }) => sum + rows, 0)
  }

  /** Has the first rows of a group at the path; of a blob, the start of each of its columns. */
  async fetchStart(group: number, signal?: AbortSignal): Promise<void> {
    for (const { start, length } of this.groups[group]?.chunks ?? [])
      await this.#copy?.fetch(start, Math.min(length, startOfColumn), signal)
  }

  /** Has some groups at the path whole, and of a blob no others. */
  async fetchGroups(from: number, to: number, signal?: AbortSignal): Promise<void> {
    if (this.#copy === undefined) return
    await this.#copy.forget()
    for (const { chunks } of this.groups.slice(from, to))
      for (const { start, length } of chunks) await this.#copy.fetch(start, length, signal)
  }

  /** Removes what was fetched. */
  async close(): Promise<void> {
    await this.#copy?.remove()
  }
}

async function rowGroups(engine: DuckDbEngine, path: string): Promise<RowGroup[]> {
  const found = await engine.rows(
    `SELECT row_group_id, row_group_num_rows, least(data_page_offset, coalesce(nullif(dictionary_page_offset, 0), data_page_offset)), total_compressed_size FROM parquet_metadata(${quoteText(path)}) ORDER BY row_group_id, column_id`,
  )
  const groups = new Map<number, { rows: number; chunks: { start: number; length: number }[] }>()
  for (const [id, rows, start, length] of found) {
    const group = groups.get(Number(id)) ?? { rows: Number(rows), chunks: [] }
    group.chunks.push({ start: Number(start), length: Number(length) })
    groups.set(Number(id), group)
  }
  return [...groups.values()]
}

/** A file as long as a blob, with holes for what nobody has fetched yet. */
class SparseCopy {
  readonly #bytes: RandomBytes
  readonly #path: string
  readonly #footer: Buffer

  private constructor(bytes: RandomBytes, path: string, footer: Buffer) {
    this.#bytes = bytes
    this.#path = path
    this.#footer = footer
  }

  static async make(
    bytes: RandomBytes,
    name: string,
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<SparseCopy> {
    const { sizeBytes } = bytes
    const end = await bytes.read(Math.max(0, sizeBytes - 8), 8, signal)
    const length = end.length === 8 && end.toString('latin1', 4) === 'PAR1' ? end.readUInt32LE(0) : -1
    if (length <= 0 || length > longestFooter || length > sizeBytes - 12)
      throw new StudioError('FormatMismatch', `“${name}” begins like Parquet and has no footer at its end.`, {
        subject: name,
        nextStep: 'It may be cut off: make or upload it again.',
      })
    const footer = await bytes.read(sizeBytes - 8 - length, length + 8, signal)
    const copy = new SparseCopy(bytes, path, footer)
    await copy.forget()
    return copy
  }

  /** Drops everything but the footer. */
  async forget(): Promise<void> {
    const { sizeBytes } = this.#bytes
    const file = await open(this.#path, 'w', 0o600)
    try {
      await file.truncate(sizeBytes)
      await file.write(Buffer.from('PAR1'), 0, 4, 0)
      await file.write(this.#footer, 0, this.#footer.length, sizeBytes - this.#footer.length)
    } finally {
      await file.close()
    }
  }

  async fetch(start: number, length: number, signal: AbortSignal | undefined): Promise<void> {
    const content = await this.#bytes.read(start, length, signal)
    const file = await open(this.#path, 'r+')
    try {
      await file.write(content, 0, content.length, start)
    } finally {
      await file.close()
    }
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true })
  }
}
