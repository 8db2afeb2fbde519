import { EngineError, memoryMegabytes } from '../engine/duckdb-engine'
import { notSupported, semanticError, tooComplex } from './query-failure'
import { assertionMark, runawayMark } from './scalar'
import { KustoError, lowMemory } from '../answers/kusto-error'

/** RE2's complaints about a pattern it cannot read; DuckDB passes them on with the part of the pattern. */
const patternComplaint =
  /^Invalid Input Error: (invalid escape sequence|invalid character class(?: range)?|missing [)\]]|unexpected \)|missing argument to repetition operator|no argument for repetition operator|invalid repetition size|bad repetition operator|invalid perl operator|invalid UTF-8|invalid named capture group|trailing \\|pattern too large[^:]*): ?([^\n]*)/

/** True if whole numbers overflowed 64 bits. */
export function isOverflow(error: unknown): boolean {
  return (
    error instanceof EngineError &&
    /^(Out of Range Error: Overflow|(Conversion|Out of Range) Error: .*out of range for the destination type INT)/.test(
      error.message,
    )
  )
}

/**
 * Turns every engine failure into an error for the client: in Kusto's words, never the engine's. The cause goes to
 * the log.
 *
 * @param csl The query, to find a pattern's position in.
 */
export function engineFailure(cause: EngineError, csl = ''): KustoError {
  if (cause.fatal) return internalError(cause)
  const [, complaint, part = ''] = patternComplaint.exec(cause.message) ?? []
  if (complaint !== undefined) {
    const message = `Regex pattern is ill-formed: '${part}' (${complaint})`
    return semanticError(csl, Math.max(0, csl.indexOf(part)), 'SEM0420', message)
  }
  if (isOverflow(cause)) {
    return evaluationError(
      'Partial query failure: Overflow (a result does not fit its type, E_OVERFLOW).',
      cause,
    )
  }
  const [, told] = new RegExp(`${assertionMark}: ('[^\\n]*')`).exec(cause.message) ?? []
  if (told !== undefined) {
    return semanticError(
      csl,
      Math.max(0, csl.indexOf('assert')),
      'SEM0000',
      `assert() has failed with message: ${told}`,
    )
  }
  const [, what] = new RegExp(`${runawayMark}: ([^\\n]*)`).exec(cause.message) ?? []
  if (what !== undefined) return runawayError(what, cause)
  if (/^(Parser|Binder) Error: Max expression depth limit/.test(cause.message)) {
    return tooComplex('its translation nests too deeply', cause)
  }
  if (cause.message.includes('subqueries in lambda expressions are not supported')) {
    return notSupported(csl, 0, 'A call of range() of columns in this place')
  }
  if (/^(Conversion|Out of Range|Invalid Input) Error/.test(cause.message)) {
    return evaluationError(
      'Partial query failure: a value could not be converted or is out of the range of its function.',
      cause,
    )
  }
  if (cause.message.startsWith('Out of Memory Error')) {
    return lowMemory(
      `The query needs more memory than all queries of the local cluster may use together: a quarter of this machine’s (${memoryMegabytes} MB). Send it again when others have ended, or let it read fewer rows or columns.`,
      cause,
    )
  }
  return internalError(cause)
}

/** For anything unexpected: its text stays in the log. */
export function internalError(cause: unknown): KustoError {
  return new KustoError(
    'General_InternalServerError',
    'An internal error occurred in the local cluster; its log says more.',
    {
      permanent: false,
      status: 500,
      type: 'Kusto.Common.Svc.Exceptions.InternalServiceErrorException',
      cause,
    },
  )
}

/** A value outgrew what a query may build (documents: query limits). */
function runawayError(what: string, cause: EngineError): KustoError {
  return new KustoError('General_BadRequest', `Runaway query (${runawayMark}): ${what}.`, {
    type: 'Kusto.DataNode.Exceptions.RunawayQueryException',
    cause,
  })
}

function evaluationError(message: string, cause: EngineError): KustoError {
  return new KustoError('General_BadRequest', message, {
    type: 'Kusto.DataNode.Exceptions.EvaluationException',
    cause,
  })
}
