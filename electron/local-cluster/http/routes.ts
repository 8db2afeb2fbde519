import { commandVerb } from '../../domain/kql-text'
import { redactText } from '../../domain/redact-text'
import type { ClusterState } from '../state/cluster-state'
import { commandName } from '../commands/read-command'
import { runCommand } from '../commands/run-command'
import { KustoError } from '../answers/kusto-error'
import { ticksFromMilliseconds } from '../time/ticks'
import { answeredInTime } from '../queries/request-limits'
import type { ResultTable } from '../answers/result-table'
import { runQueries, type QueryResults } from '../queries/run-queries'
import {
  admit,
  assertMayIngest,
  assertMayRun,
  type AdmissionRules,
  type Admitted,
  type Refused,
} from './admission'
import { toErrorResponse } from './error-response'
import { parseQueryRequest, type QueryRequest } from './query-request'
import { answerQueuedIngestion } from './queued-ingestion-route'
import { readBody } from './request-body'
import type { RouteReply } from './send-reply'
import type { RouteRequest } from './server'
import { ingestStream, streamingTarget } from './streaming-route'
import { writeCommandResponse, writeQueryResponseV1 } from './v1-response'
import { writeQueryResponseV2 } from './v2-response'

/** A request of someone who was let in. */
type AdmittedRequest = RouteRequest & { readonly caller: Admitted }

/** Answers the Kusto REST API. Requests without the token that the rules ask for get status 401. */
export function createRoutes(
  state: ClusterState,
  rules: AdmissionRules = {},
): (request: RouteRequest) => Promise<RouteReply> {
  return async (received) => {
    const { method, path, incoming } = received
    const { authorization } = incoming.headers
    const caller = admit(rules, { path, authorization }, state.clock.now())
    if ('authenticate' in caller) return refuse(state, received, caller)
    const request = { ...received, caller }
    if (path === '/v1/rest/auth/metadata' && method === 'GET') return ok(JSON.stringify(authMetadata()))
    if (method === 'POST' && path === '/v1/rest/mgmt') return respond(state, request, runManagement)
    if (method === 'POST' && path === '/v1/rest/query') return respond(state, request, runQueryV1)
    if (method === 'POST' && path === '/v2/rest/query') return respond(state, request, runQueryV2)
    const stream = method === 'POST' ? streamingTarget(path) : undefined
    if (stream !== undefined) {
      assertMayIngest(caller, stream.database)
      return ingestStream(state, request, stream)
    }
    if (path.startsWith('/v1/rest/ingestion/')) assertMayIngest(caller, state.defaultDatabase)
    const queued = await answerQueuedIngestion(state, request)
    if (queued !== undefined) return queued
    if (method === 'GET' && path === '/') return ok(JSON.stringify({ service: 'Kusto local cluster' }))
    throw new KustoError('General_BadRequest', `The local cluster has no ${method} ${path}.`, { status: 404 })
  }
}

function refuse(state: ClusterState, { requestId }: RouteRequest, why: Refused): RouteReply {
  const error = new KustoError('Unauthorized', why.message, {
    status: 401,
    type: 'Kusto.Common.Svc.Exceptions.UnauthorizedAccessException',
  })
  const reply = toErrorResponse(error, { requestId, now: state.clock.now() })
  return { ...reply, headers: { 'WWW-Authenticate': why.authenticate } }
}

/** The addresses are the public cloud's, because clients expect some. */
function authMetadata(): object {
  return {
    AzureAD: {
      LoginEndpoint: 'https://login.microsoftonline.com',
      LoginMfaRequired: false,
      KustoClientAppId: 'db662dc1-0cfe-4e1c-a843-19a68e65be58',
      KustoClientRedirectUri: 'https://microsoft/kustoclient',
      KustoServiceResourceId: 'https://kusto.kusto.windows.net',
      FirstPartyAuthorityUrl: 'https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a',
    },
    dSTS: { CloudEndpointSuffix: '', DstsRealm: '', DstsInstance: '', KustoDnsHostName: '', ServiceName: '' },
  }
}

/** Time limits for requests that set none (documents: query limits, request execution time). */
const longestMs = { query: 4 * 60_000, command: 10 * 60_000 }

type Runner = (state: ClusterState, parsed: QueryRequest, request: AdmittedRequest) => Promise<string>

async function respond(state: ClusterState, request: AdmittedRequest, run: Runner): Promise<RouteReply> {
  let database: string | undefined
  try {
    const parsed = withDefaultDatabase(
      state,
      parseQueryRequest(await readBody(request.incoming), request.incoming.headers),
    )
    database = parsed.database
    assertMayRun(request.caller, parsed.csl, database)
    return ok(await logged(state, parsed, request, () => run(state, parsed, request)))
  } catch (error) {
    // The server logs internal errors.
    if (!(error instanceof KustoError) || error.status >= 500) throw error
    return toErrorResponse(error, {
      requestId: request.requestId,
      now: state.clock.now(),
      ...(database === undefined ? {} : { database }),
    })
  }
}

/** Runs a request and notes it for `.show queries` and `.show commands`. */
async function logged<T>(
  state: ClusterState,
  { csl, database }: QueryRequest,
  { requestId, incoming, caller }: AdmittedRequest,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = state.clock.now()
  let failure = ''
  try {
    return await work()
  } catch (error) {
    failure = redactText(error instanceof Error ? error.message : String(error))
    throw error
  } finally {
    state.requests.add({
      id: requestId,
      kind: commandVerb(csl) === undefined ? 'Query' : commandName(csl),
      text: csl,
      database,
      startedAt,
      endedAt: state.clock.now(),
      failure,
      application: String(incoming.headers['x-ms-app'] ?? ''),
      principal: caller.principal,
    })
  }
}

function withDefaultDatabase(state: ClusterState, request: QueryRequest): QueryRequest {
  const isNamed = request.database !== '' && request.database !== 'NetDefaultDB'
  const isOwn = state.catalog.databases().some(({ name }) => name === request.database)
  return isNamed || isOwn ? request : { ...request, database: state.defaultDatabase }
}

const runManagement: Runner = async (state, parsed, { requestId, signal: client }) => {
  const { csl, isReadOnly } = parsed
  const verb = commandVerb(csl)
  if (verb === undefined) {
    throw new KustoError('General_BadRequest', 'A management command starts with a dot.')
  }
  if (isReadOnly && verb !== 'show' && verb !== 'get') {
    throw new KustoError(
      'General_BadRequest',
      `.${verb} cannot run in a read-only request (request_readonly).`,
    )
  }
  const tables = await runBounded(state, parsed, client)
  // Clients take a second table for the first one's properties unless a table of contents says what it is.
  return tables.length === 1 ? writeCommandResponse(tables) : writeQueryResponseV1(tables, requestId)
}

/** Runs a command within its request's time and size limits. */
async function runBounded(
  state: ClusterState,
  parsed: QueryRequest,
  client: AbortSignal,
): Promise<readonly ResultTable[]> {
  const deadline = { timeoutMs: parsed.timeoutMs ?? longestMs.command, client }
  return answeredInTime(deadline, (signal) =>
    runCommand(state, parsed.csl, parsed.database, { ...parsed, signal }),
  )
}

/** Like the service, the query endpoints accept commands that only show something. */
async function runQueryOrShow(
  state: ClusterState,
  parsed: QueryRequest,
  client: AbortSignal,
): Promise<QueryResults> {
  const verb = commandVerb(parsed.csl)
  if (verb === undefined) {
    const deadline = { timeoutMs: parsed.timeoutMs ?? longestMs.query, client }
    return answeredInTime(deadline, (signal) => runQueries(state, parsed, { ...parsed, signal }))
  }
  if (verb === 'show') return { tables: await runBounded(state, parsed, client) }
  throw new KustoError(
    'General_BadRequest',
    `The query endpoint serves queries and .show commands; send .${verb} to /v1/rest/mgmt.`,
  )
}

const runQueryV1: Runner = async (state, parsed, { requestId, signal }) => {
  const { tables } = await runQueryOrShow(state, parsed, signal)
  return writeQueryResponseV1(tables, requestId)
}

const runQueryV2: Runner = async (state, parsed, { requestId, signal }) => {
  const began = performance.now()
  const { tables, visualization } = await runQueryOrShow(state, parsed, signal)
  return writeQueryResponseV2(tables, {
    requestId,
    nowTicks: ticksFromMilliseconds(state.clock.now()),
    tookMs: performance.now() - began,
    layout: parsed.layout,
    ...(visualization === undefined ? {} : { visualization }),
  })
}

function ok(body: string): RouteReply {
  return { status: 200, body }
}
