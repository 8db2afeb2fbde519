import { randomUUID } from 'node:crypto'
import { redactText } from '../../domain/redact-text'
import { EngineError } from '../engine/duckdb-engine'
import { engineFailure, internalError } from '../kql/engine-failure'
import { KustoError } from '../answers/kusto-error'

/** An error as the service sends it: HTTP status and body (documents: query/management HTTP response, error). */
interface ErrorResponse {
  readonly status: number
  readonly body: string
}

/** Turns any request failure into the service's envelope. Only a {@link KustoError} shows its text. */
export function toErrorResponse(
  error: unknown,
  context: { readonly requestId: string; readonly database?: string; readonly now: number },
): ErrorResponse {
  const kusto = toKustoError(error)
  const serviceContext = {
    timestamp: new Date(context.now).toISOString(),
    serviceAlias: 'LOCALCLUSTER',
    machineName: 'local-cluster',
    processName: 'local-cluster',
    processId: process.pid,
    clientRequestId: context.requestId,
    activityId: randomUUID(),
    database: context.database ?? '',
  }
  const body = {
    error: {
      code: kusto.code,
      message: kusto.permanent
        ? 'Request is invalid and cannot be executed.'
        : 'Request failed; try again later.',
      '@type': kusto.type,
      // It may quote the request.
      '@message': redactText(kusto.message),
      '@context': serviceContext,
      '@permanent': kusto.permanent,
    },
  }
  return { status: kusto.status, body: JSON.stringify(body) }
}

/** Reads a thrown value as the service's error; anything unexpected becomes `General_InternalServerError`. */
export function toKustoError(error: unknown): KustoError {
  if (error instanceof KustoError) return error
  return error instanceof EngineError ? engineFailure(error) : internalError(error)
}
