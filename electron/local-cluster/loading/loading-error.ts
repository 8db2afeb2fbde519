import { EngineError } from '../engine/duckdb-engine'
import { KustoError } from '../answers/kusto-error'
import { isDiskFull, isOutOfMemory, shortage } from '../engine/shortage'
import type { LocalSource } from './local-source'

/** Turns a failure to read a source into the service's ingestion error, naming the file if it is in an archive. */
export function toLoadingError(error: unknown, source: LocalSource): KustoError {
  const found = error instanceof KustoError ? error : engineReason(error, source.properties.format)
  if (source.name === undefined) return found
  const { code, permanent } = found
  return new KustoError(code, `File “${source.name}” of the archive: ${found.message}`, {
    permanent,
    cause: found,
  })
}

/** If DuckDB fails while reading a source, the source is at fault, and reading it again will not help. */
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
    new KustoError(
      'General_InternalServerError',
      'The ingestion failed because of an internal error in the local cluster.',
      unknown,
    )
  )
}

/** DuckDB's own message in one sentence, without the file's path. */
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
