import { EngineError } from '../engine/duckdb-engine'
import { KustoError } from '../answers/kusto-error'
import { isDiskFull, isOutOfMemory, shortage } from '../engine/shortage'
import type { LocalSource } from './local-source'

/**
 * Turns what reading a source failed with into the service's ingestion error. It says in which file of an archive
 * that was.
 */
export function toLoadingError(error: unknown, source: LocalSource): KustoError {
  const found = error instanceof KustoError ? error : engineReason(error, source.properties.format)
  if (source.name === undefined) return found
  const { code, permanent } = found
  return new KustoError(code, `File “${source.name}” of the archive: ${found.message}`, {
    permanent,
    cause: found,
  })
}

/** What DuckDB says of a source that it reads by itself is about the source, and stays so however often it is read. */
function engineReason(error: unknown, format: string): KustoError {
  if (error instanceof EngineError && !error.isInterrupt && !isDiskFull(error)) {
    const what = isOutOfMemory(error)
      ? 'it asks for more memory than the local cluster has'
      : plainReason(error.message)
    const message = `The blob is not valid ${format}${what === '' ? '' : `: ${what}`}.`
    return new KustoError('BadRequest_InvalidBlob', message, { cause: error })
  }
  const unknown = { permanent: false, cause: error }
  return (
    shortage(error) ??
    new KustoError('General_InternalServerError', 'The ingestion failed inside the cluster.', unknown)
  )
}

/** DuckDB's own words in one sentence, without the path of the file. */
function plainReason(message: string): string {
  // A message may quote a value of any length.
  const [first = ''] = message
    .slice(0, 500)
    .replace(/^[A-Za-z ]+ Error: /, '')
    .split('\n')
  return first
    .replace(/ ?(['"])[^'"]*[/\\][^'"]*\1/g, '')
    .replace(/\p{Cc}/gu, '')
    .replace(/[.:;, ]+$/, '')
    .slice(0, 200)
}
