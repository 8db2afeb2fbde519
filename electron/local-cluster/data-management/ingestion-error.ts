import { EngineError } from '../engine/duckdb-engine'
import { KustoError } from '../kusto-error'
import type { LocalSource } from '../loading/loaded-source'

/** Turns what reading a source failed with into the service's ingestion error. */
export async function toIngestionError(error: unknown, source: LocalSource): Promise<KustoError> {
  if (error instanceof KustoError) return error
  if (!(error instanceof EngineError)) {
    return new KustoError('General_InternalServerError', 'The ingestion failed inside the cluster.', {
      permanent: false,
      cause: error,
    })
  }
  const line = /CSV Error on Line: (\d+)/.exec(error.message)?.[1]
  const at = line === undefined ? '' : ` at line ${line}`
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(error.message)
  if (counts !== null) {
    const [, expected, found] = counts
    return new KustoError(
      'Stream_WrongNumberOfFields',
      `The record${at} has ${found} fields, where the first record has ${expected}.`,
      { cause: error },
    )
  }
  if (error.message.includes('unterminated quote')) {
    return new KustoError('Stream_ClosingQuoteMissing', `The quoted field${at} has no closing quote.`, {
      cause: error,
    })
  }
  return new KustoError(
    'BadRequest_InvalidBlob',
    `The blob is not valid ${source.message.format}${at === '' ? '' : `: it breaks${at}`}.`,
    { cause: error },
  )
}
