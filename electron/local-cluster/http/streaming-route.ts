import { z } from 'zod'
import { anyCase } from '../messages/any-case'
import type { ClusterState } from '../state/cluster-state'
import type { StoredTable } from '../engine/catalog'
import { wholeDatabase } from '../engine/policy-store'
import { KustoError } from '../answers/kusto-error'
import { resultTable } from '../answers/result-table'
import { segmentsAfter } from './path-segments'
import { parseJsonBody, readBody } from './request-body'
import type { RouteReply } from './send-reply'
import type { RouteRequest } from './server'
import { writeCommandResponse } from './v1-response'

/** Largest body, uncompressed (documents: streaming ingestion, request size). */
const maximumBytes = 10 * 1_048_576

const sourceUri = anyCase({ SourceUri: z.string() })
const policyState = z.looseObject({ IsEnabled: z.boolean() })

/** The database and table in a streaming request's path, or undefined for other paths. */
export function streamingTarget(
  path: string,
): { readonly database: string; readonly table: string } | undefined {
  const [database, table, ...rest] = segmentsAfter('/v1/rest/ingest', path) ?? []
  if (database === undefined || table === undefined || rest.length > 0) return undefined
  return { database, table }
}

/** Streaming ingestion: once this answers, the request's body, or the blob it names, is in the table. */
export async function ingestStream(
  state: ClusterState,
  request: RouteRequest,
  target: { readonly database: string; readonly table: string },
): Promise<RouteReply> {
  const table = state.catalog.table(target.database, target.table)
  checkPolicy(state, table)
  const query = new Map([...request.query].map(([name, value]) => [name.toLowerCase(), value]))
  const mapping = query.get('mappingname')
  const properties = {
    format: query.get('streamformat') ?? 'csv',
    ...(mapping === undefined ? {} : { ingestionmappingreference: mapping }),
    tags: query.get('tags') ?? '',
  }
  const body = await readBody(request.incoming, maximumBytes)
  const result =
    query.get('sourcekind')?.toLowerCase() === 'uri'
      ? await state.direct.ingestBlobs(table, [readSourceUri(body)], properties)
      : await ingestBody(state, table, body, properties)
  const answer = resultTable(
    {
      ConsumedRecordsCount: 'long',
      UpdatePolicyStatus: 'string',
      UpdatePolicyFailureCode: 'string',
      UpdatePolicyFailureReason: 'string',
    },
    [[result.rows, 'Inactive', 'Unknown', '']],
  )
  return { status: 200, body: writeCommandResponse([answer]) }
}

function ingestBody(
  state: ClusterState,
  table: StoredTable,
  body: Buffer,
  properties: Readonly<Record<string, string>>,
): ReturnType<ClusterState['direct']['ingestBytes']> {
  if (body.length === 0) throw new KustoError('BadRequest_EmptyBlob', 'The request has no data.')
  return state.direct.ingestBytes(table, body, properties)
}

function readSourceUri(body: Buffer): string {
  try {
    return sourceUri.parse(parseJsonBody(body)).SourceUri
  } catch (cause) {
    throw new KustoError('BadRequest_InvalidBlobUri', 'The request’s body is not {"SourceUri": …}.', {
      cause,
    })
  }
}

/** Like the service, a table accepts streams only if its policy, or its database's, says so. */
function checkPolicy({ policies }: ClusterState, table: StoredTable): void {
  const text =
    policies.get(table.database, table.number, 'streamingingestion') ??
    policies.get(table.database, wholeDatabase, 'streamingingestion')
  const policy = policyState.safeParse(text === undefined ? undefined : JSON.parse(text))
  if (policy.success && policy.data.IsEnabled) return
  throw new KustoError(
    'BadRequest_StreamingIngestionPolicyNotEnabled',
    `Streaming ingestion is not enabled for table '${table.name}'. Run .alter table ${table.name} policy streamingingestion enable.`,
    { type: 'Kusto.DataNode.Exceptions.StreamingIngestionPolicyNotEnabledException' },
  )
}
