import { DuckDbEngine } from '../engine/duckdb-engine'
import { conversionMacros } from '../engine/text-conversion'

/**
 * A second DuckDB, in memory, where files in structured formats (JSON, Parquet) are read once before the real one
 * sees them: a malformed Parquet file can break its reader for good, and that must not be the instance with the
 * user's data.
 */
export class ScratchEngine {
  readonly #folders: { readonly readable: string; readonly spill: string }
  #engine: Promise<DuckDbEngine> | undefined

  constructor(folders: { readonly readable: string; readonly spill: string }) {
    this.#folders = folders
  }

  /** The engine; a new one if the last one broke. */
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
