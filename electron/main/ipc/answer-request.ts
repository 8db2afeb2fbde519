import { z } from 'zod'
import type { MethodName } from '../../contract/names'
import { methods } from '../../contract/schemas'
import type { ParsedRequest, Reply, Response } from '../../contract/types'
import { StudioError, toWireError } from '../../domain/studio-error'
import type { WriteLog } from '../../services/logger'
import type { Handlers } from './handler'
import type { RequestRegistry } from './requests'

/** What it takes to answer, besides the request. */
export interface AnswerContext {
  readonly handlers: Handlers
  readonly requests: RequestRegistry
  readonly log: WriteLog
  /** Throws what keeps a page from a call; if left out, nothing does. */
  readonly assertAllowed?: (method: MethodName, request: unknown) => void
}

const requestIdSchema = z.string().min(1).max(64).optional()

/**
 * Answers one call from the page: checks the request against its schema, runs the handler with an abort signal, checks
 * the response, and turns every failure into a value. Never rejects.
 */
export async function answerRequest<M extends MethodName>(
  method: M,
  request: unknown,
  requestId: unknown,
  { handlers, requests, log, assertAllowed }: AnswerContext,
): Promise<Reply<Response<M>>> {
  try {
    const parsed = parseRequest(method, request)
    assertAllowed?.(method, parsed)
    const id = requestIdSchema.safeParse(requestId)
    if (!id.success) throw new StudioError('RequestInvalid', 'The request id is not a short text.')
    const value = await requests.run(id.data, async (signal) => {
      const answer = await handlers[method](parsed, signal)
      if (signal.aborted) throw new StudioError('Canceled', 'Canceled.', { retryable: true })
      return answer
    })
    return { ok: true, value: parseResponse(method, value) }
  } catch (error) {
    if (!(error instanceof StudioError)) log('ipc', `${method} failed unexpectedly`, error)
    // A message may quote what the user has typed, secrets cut out of their context.
    else if (error.code !== 'Canceled') log('ipc', `${method} was refused: ${error.code}`)
    return { ok: false, error: toWireError(error) }
  }
}

/** @throws StudioError `RequestInvalid` that names the path of the first wrong field */
function parseRequest<M extends MethodName>(method: M, request: unknown): ParsedRequest<M> {
  const result = methods[method].request.safeParse(request)
  if (result.success) return result.data as ParsedRequest<M>
  throw new StudioError('RequestInvalid', `The request ${method} is not valid: ${firstIssue(result.error)}.`)
}

/** Also strips whatever the contract does not name, so that nothing reaches the page by accident. */
function parseResponse<M extends MethodName>(method: M, value: unknown): Response<M> {
  const result = methods[method].response.safeParse(value)
  if (result.success) return result.data as Response<M>
  throw new Error(`The answer to ${method} breaks the contract: ${firstIssue(result.error)}`)
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'it does not have the right shape'
  const path = issue.path.map(String).join('.')
  return path === '' ? issue.message : `${path}: ${issue.message}`
}
