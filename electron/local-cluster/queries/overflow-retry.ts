import { EngineError } from '../engine/duckdb-engine'
import { engineFailure, isOverflow } from './engine-failure'

/**
 * Runs a query, and when whole numbers left their 64 bits, once more in the way that wraps around (see
 * `QueryContext.wrapping`).
 *
 * @throws KustoError for what the engine fails with.
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
