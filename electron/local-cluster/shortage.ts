import { EngineError } from './engine/duckdb-engine'
import { KustoError } from './kusto-error'

/**
 * Why the cluster cannot write what was read, or undefined for what is not about that: no source is at fault then, and
 * the same one may land later.
 */
export function shortage(error: unknown): KustoError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const text = error instanceof EngineError ? error.message : ''
  const isDiskFull =
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    /No space left on device|disk quota|Could not write all required bytes|max_temp_directory_size/i.test(
      text,
    )
  if (isDiskFull) return transient('The disk of the local cluster is full.', error)
  if (/^Out of Memory Error/.test(text)) return transient('The local cluster has not enough memory.', error)
  return undefined
}

function transient(message: string, cause: unknown): KustoError {
  return new KustoError('OutOfMemory', message, { permanent: false, cause })
}
