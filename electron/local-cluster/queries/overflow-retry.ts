import { EngineError } from '../engine/duckdb-engine'
import { engineFailure, isOverflow } from '../kql/engine-failure'

/**
 * Runs a query, and if whole numbers overflow 64 bits, runs it again in the mode that wraps around (see
 * `QueryContext.wrapping`).
 *
 * @throws KustoError for any failure of the engine.
 */
export async function withOverflowRetry<T>(csl: string, work: (wrapping: boolean) => Promise<T>): Promise<T> {
  try {
    try {
      return await work(false)
    } catch (error) {
      if (!isOverflow(error)) throw error
      return await work(true)
    }
  } catch (error) {
    throw error instanceof EngineError ? engineFailure(error, csl) : error
  }
}
