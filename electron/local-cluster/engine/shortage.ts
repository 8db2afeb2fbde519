import { EngineError } from './duckdb-engine'
import { KustoError } from '../answers/kusto-error'

/**
 * The ingestion failure for a shortage of disk or memory; undefined for other errors. In a shortage no source is at
 * fault, and the same one may land later.
 */
export function shortage(error: unknown): KustoError | undefined {
  if (isDiskFull(error)) return transient('The disk of the local cluster is full.', error)
  if (isOutOfMemory(error)) return transient('The local cluster does not have enough memory.', error)
  return undefined
}

/** Whether a write failed because the disk, or the user's quota, is full. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const words =
    /No space left on device|disk quota|Could not write all required bytes|max_temp_directory_size/i
  return code === 'ENOSPC' || code === 'EDQUOT' || (error instanceof EngineError && words.test(error.message))
}

/** Whether DuckDB reached its memory limit. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof EngineError && error.message.startsWith('Out of Memory Error')
}

function transient(message: string, cause: unknown): KustoError {
  return new KustoError('OutOfMemory', message, { permanent: false, cause })
}
