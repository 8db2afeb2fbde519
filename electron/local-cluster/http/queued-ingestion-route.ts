import { randomUUID } from 'node:crypto'
import type { ClusterState } from '../state/cluster-state'
import { parseQueuedRequest } from '../data-management/queued-request'
import { countBlobs, lastUpdateOf, type BlobState, type QueuedOperation } from '../engine/queued-operations'
import { KustoError } from '../answers/kusto-error'
import { ingestionConfiguration } from './ingestion-configuration'
import { segmentsAfter } from './path-segments'
import { parseJsonBody, readBody } from './request-body'
import type { RouteReply } from './send-reply'
import type { RouteRequest } from './server'

/**
 * Answers requests to the queued ingestion API, which newer clients use instead of queues (documents: queued
 * ingestion via REST API); undefined for other requests.
 */
export async function answerQueuedIngestion(
  state: ClusterState,
  request: RouteRequest,
): Promise<RouteReply | undefined> {
  const { method, path } = request
  if (method === 'GET' && path === '/v1/rest/ingestion/configuration')
    return ok(ingestionConfiguration(state))
  const [database, table, operationId, ...rest] = segmentsAfter('/v1/rest/ingestion/queued', path) ?? []
  if (database === undefined || table === undefined || rest.length > 0) return undefined
  if (method === 'POST' && operationId === undefined) return post(state, request, { database, table })
  if (method !== 'GET' || operationId === undefined) return undefined
  const operation = await state.queuedOperations.find(operationId)
  if (operation === undefined || operation.database !== database || operation.table !== table) {
    throw new KustoError(
      'BadRequest_EntityNotFound',
      `Table '${table}' in database '${database}' has no ingestion operation '${operationId}'.`,
      { status: 404 },
    )
  }
  return ok(describe(operation, request.query.get('details')?.toLowerCase() === 'true'))
}

/** Accepts the blobs. Once this answers, they are as safe as a message in a queue. */
async function post(
  state: ClusterState,
  request: RouteRequest,
  target: { readonly database: string; readonly table: string },
): Promise<RouteReply> {
  const body = parseJsonBody(await readBody(request.incoming))
  const { isTracked, items } = parseQueuedRequest(body, target)
  // Fail now: a client that does not track would never learn that the table is missing.
  state.catalog.table(target.database, target.table)
  const id = randomUUID()
  await state.dataManagement.submit(
    items.map(({ message }) => message),
    async (session) => {
      if (!isTracked) return
      await state.queuedOperations.add(session, { id, ...target }, items, state.clock.now())
    },
  )
  return ok({ ingestionOperationId: isTracked ? id : '' })
}

function describe({ startedAt, blobs }: QueuedOperation, withDetails: boolean): object {
  const count = (status: BlobState['status']): number => countBlobs(blobs, status)
  return {
    startTime: time(startedAt),
    lastUpdated: time(lastUpdateOf(blobs)),
    // Clients read these names; the documents capitalize them.
    status: {
      succeeded: count('Succeeded'),
      failed: count('Failed'),
      inProgress: count('InProgress'),
      canceled: count('Canceled'),
    },
    ...(withDetails ? { details: blobs.map(describeBlob) } : {}),
  }
}

function describeBlob(blob: BlobState): object {
  const { sourceId, url, status, errorCode, failureStatus, details } = blob
  const [startTime, lastUpdated] = [time(blob.startedAt), time(blob.updatedAt)]
  return {
    ...(sourceId === '' ? {} : { sourceId }),
    url,
    status,
    // Both the documents' names and those that clients read.
    startTime,
    startedAt: startTime,
    lastUpdated,
    lastUpdateTime: lastUpdated,
    ...(details === undefined ? {} : { errorCode, failureStatus, details }),
  }
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

function ok(body: object): RouteReply {
  return { status: 200, body: JSON.stringify(body) }
}
