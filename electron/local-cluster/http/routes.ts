import { z } from 'zod'
import type { ClusterState } from '../cluster-state'
import { runCommand } from '../commands/run-command'
import { isManagementCommand } from '../kql/management-command'
import { translateQueries } from '../kql/query-translation'
import type { TranslatedQuery } from '../kql/translated-query'
import { KustoError } from '../kusto-error'
import type { ResultTable } from '../result-table'
import { ticksFromMilliseconds } from '../ticks'
import { toErrorResponse } from './error-response'
import { readBody } from './request-body'
import type { RouteReply, RouteRequest } from './server'
import { ingestStream, streamingTarget } from './streaming-route'
import { writeCommandResponse, writeQueryResponseV1 } from './v1-response'
import { writeQueryResponseV2 } from './v2-response'

/** Values of query parameters: text as KQL literals. */
const requestProperties = z.looseObject({
  Parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
})

const requestBody = z.looseObject({
  db: z.string().nullish(),
  csl: z.string(),
  properties: z.union([z.string(), z.looseObject({})]).nullish(),
})

interface ParsedRequest {
  readonly database: string
  readonly csl: string
  readonly parameters: Readonly<Record<string, string>>
}

/** Answers the requests of the Kusto REST API. */
export function createRoutes(state: ClusterState): (request: RouteRequest) => Promise<RouteReply> {
  return async (request) => {
    const { method, path } = request
    if (path === '/v1/rest/auth/metadata' && method === 'GET') return ok(JSON.stringify(authMetadata()))
    if (method === 'POST' && path === '/v1/rest/mgmt') return respond(state, request, runManagement)
    if (method === 'POST' && path === '/v1/rest/query') return respond(state, request, runQueryV1)
    if (method === 'POST' && path === '/v2/rest/query') return respond(state, request, runQueryV2)
    const stream = method === 'POST' ? streamingTarget(path) : undefined
    if (stream !== undefined) return ingestStream(state, request, stream)
    if (method === 'GET' && path === '/') return ok(JSON.stringify({ service: 'Kusto local cluster' }))
    throw new KustoError('General_BadRequest', `The local cluster has no ${method} ${path}.`, { status: 404 })
  }
}

/** Nobody signs in here; the addresses are those of the public cloud, as clients expect some. */
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

type Runner = (state: ClusterState, parsed: ParsedRequest, requestId: string) => Promise<string>

async function respond(state: ClusterState, request: RouteRequest, run: Runner): Promise<RouteReply> {
  let database: string | undefined
  try {
    const parsed = parseRequest(await readBody(request.incoming))
    database = parsed.database
    return ok(await run(state, parsed, request.requestId))
  } catch (error) {
    // Errors from inside go on to the server, which logs them.
    if (!(error instanceof KustoError) || error.status >= 500) throw error
    return toErrorResponse(error, {
      requestId: request.requestId,
      now: state.clock.now(),
      ...(database === undefined ? {} : { database }),
    })
  }
}

const runManagement: Runner = async (state, { csl, database }) => {
  if (!isManagementCommand(csl)) {
    throw new KustoError('General_BadRequest', 'A management command begins with a dot.')
  }
  return writeCommandResponse([await runCommand(state, csl, database)])
}

const runQueryV1: Runner = async (state, parsed, requestId) => {
  const { tables } = await runQueries(state, parsed)
  return writeQueryResponseV1(tables, requestId)
}

const runQueryV2: Runner = async (state, parsed, requestId) => {
  const { tables, visualization } = await runQueries(state, parsed)
  return writeQueryResponseV2(tables, {
    requestId,
    nowTicks: ticksFromMilliseconds(state.clock.now()),
    ...(visualization === undefined ? {} : { visualization }),
  })
}

async function runQueries(
  state: ClusterState,
  parsed: ParsedRequest,
): Promise<{ tables: ResultTable[]; visualization?: TranslatedQuery['visualization'] }> {
  // Clients send commands behind a comment, or on the query endpoint, too.
  if (isManagementCommand(parsed.csl)) {
    return { tables: [await runCommand(state, parsed.csl, parsed.database)] }
  }
  const database = state.catalog.database(parsed.database)
  const queries = translateQueries(parsed.csl, database, {
    now: ticksFromMilliseconds(state.clock.now()),
    parameters: parsed.parameters,
    otherDatabases: state.catalog.databases().filter((other) => other !== database),
  })
  const tables: ResultTable[] = []
  for (const query of queries) {
    tables.push({
      ...(query.name === undefined ? {} : { name: query.name }),
      columns: query.columns,
      rows: await state.engine.rows(query.sql),
    })
  }
  const visualization = queries.find((query) => query.visualization !== undefined)?.visualization
  return visualization === undefined ? { tables } : { tables, visualization }
}

function parseRequest(body: Buffer): ParsedRequest {
  const parsed = requestBody.safeParse(parseJson(body.toString('utf8')))
  if (!parsed.success) {
    throw new KustoError('General_BadRequest', 'The request’s body is not {"db": …, "csl": …}.')
  }
  const { db, csl, properties } = parsed.data
  const read = requestProperties.safeParse(
    typeof properties === 'string' ? parseJson(properties) : (properties ?? {}),
  )
  if (!read.success) throw new KustoError('General_BadRequest', 'The request’s properties are malformed.')
  const parameters = Object.entries(read.data.Parameters ?? {}).map(([name, value]) => [name, String(value)])
  return { database: db ?? '', csl, parameters: Object.fromEntries(parameters) as Record<string, string> }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new KustoError('General_BadRequest', 'The request’s body is not JSON.', { cause })
  }
}

function ok(body: string): RouteReply {
  return { status: 200, body }
}
