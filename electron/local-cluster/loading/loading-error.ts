import { EngineError } from '../engine/duckdb-engine'
import { KustoError } from '../kusto-error'
import type { LocalSource } from './local-source'

/**
 * Turns what reading a source failed with into the service's ingestion error. Delimited text has been scanned
 * by then and has its record named; this is for the rest.
 */
export function toLoadingError(error: unknown, source: LocalSource): KustoError {
  if (error instanceof KustoError) return error
  const { format } = source.properties
  if (!(error instanceof EngineError)) {
    return new KustoError('General_InternalServerError', 'The ingestion failed inside the cluster.', {
      permanent: false,
      cause: error,
    })
  }
  const { message } = error
  if (/^(IO Error: .*(No space|disk)|Out of Memory Error)/is.test(message)) {
    return new KustoError('OutOfMemory', 'The cluster had not enough memory or disk space for the blob.', {
      permanent: false,
      cause: error,
    })
  }
  if (/maximum_object_size/.test(message)) {
    return new KustoError(
      'Stream_InputStreamTooLarge',
      'The blob has a JSON object that is larger than 16 MB.',
      {
        cause: error,
      },
    )
  }
  const line = /(?:on Line: |in line )(\d+)/i.exec(message)?.[1]
  const where = line === undefined ? '' : ` It breaks at line ${line}.`
  const unicode = /unicode|utf-?8/i.test(message) ? ' Text has to be UTF-8.' : ''
  return new KustoError('BadRequest_InvalidBlob', `The blob is not valid ${format}.${where}${unicode}`, {
    cause: error,
  })
}
