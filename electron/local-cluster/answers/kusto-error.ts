/**
 * A failure as Kusto reports it over REST (documents: Query/management HTTP response, error envelope) and in an
 * ingestion failure.
 */
export class KustoError extends Error {
  override readonly name = 'KustoError'
  /** The service's code, for example `General_BadRequest`, `BadRequest_EntityNotFound`. */
  readonly code: string
  /** Whether the same request, unchanged, can never work. */
  readonly permanent: boolean
  /** HTTP status of the response. */
  readonly status: number
  /** The exception type that the service names, for example `Kusto.Data.Exceptions.SemanticException`. */
  readonly type: string

  constructor(
    code: string,
    message: string,
    init: {
      readonly permanent?: boolean
      readonly status?: number
      readonly type?: string
      readonly cause?: unknown
    } = {},
  ) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause })
    this.code = code
    this.permanent = init.permanent ?? true
    this.status = init.status ?? 400
    this.type = init.type ?? 'Kusto.Data.Exceptions.KustoBadRequestException'
  }
}

/** The error for a query that needs more memory than there is. */
export function lowMemory(message: string, cause?: unknown): KustoError {
  return new KustoError('E_LOW_MEMORY_CONDITION', message, {
    permanent: false,
    status: 500,
    type: 'Kusto.DataNode.Exceptions.LowMemoryConditionException',
    cause,
  })
}
