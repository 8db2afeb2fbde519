import { DuckDbEngine } from '../engine/duckdb-engine'
import { conversionMacros } from '../engine/text-conversion'

/**
 * A second DuckDB in memory, in which files of formats with a structure of their own (JSON, Parquet) are read
 * once before the real one sees them: a malformed Parquet file can break the instance that reads it for good,
 * and that must not be the one that holds the user's data.
 */
export class ScratchEngine {
  readonly #folders: { readonly readable: string; readonly spill: string }
  #engine: Promise<DuckDbEngine> | undefined

  constructor(folders: { readonly readable: string; readonly spill: string }) {
    this.#folders = folders
  }

  /** The engine; a new one when the last one broke. */
  async get(): Promise<DuckDbEngine> {
    this.#engine ??= this.#open()
    return this.#engine
  }

  async close(): Promise<void> {
    await (await this.#engine)?.close()
    this.#engine = undefined
  }

  async #open(): Promise<DuckDbEngine> {
    const engine = await DuckDbEngine.open({
      path: ':memory:',
      readableFolder: this.#folders.readable,
      spillFolder: this.#folders.spill,
      onFatal: () => {
        this.#engine = undefined
      },
    })
    await engine.run('CREATE SCHEMA meta')
    for (const statement of conversionMacros) await engine.run(statement)
    return engine
  }
}
