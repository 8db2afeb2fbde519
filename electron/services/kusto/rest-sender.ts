import { randomUUID } from 'node:crypto'
import { CloudSettings, kustoTrustedEndpoints, type Client } from 'azure-kusto-data'
import type { StudioError } from '../../domain/studio-error'
import { deadlines, withDeadline } from '../deadline'
import { toStudioError } from './error-mapping'

/** A request to a service's REST API, next to queries and commands. */
export interface RestRequest {
  readonly method: 'GET' | 'POST'
  /** With its query, encoded. */
  readonly path: string
  /** Becomes JSON. */
  readonly body?: object
  readonly signal?: AbortSignal | undefined
}

/** What the service answered, whether it likes the request or not. */
export interface RestAnswer {
  readonly status: number
  readonly body: unknown
  /** What it means if it is no success. */
  readonly failure: StudioError | undefined
}

/**
 * Sends REST requests as the SDK sends its own: with its sockets, its token and its check of the address.
 *
 * @returns A function that throws a StudioError if there is no answer.
 */
export function createRestSender(
  client: Client,
  subject: string,
): (request: RestRequest) => Promise<RestAnswer> {
  return async ({ method, path, body, signal }) => {
    const context = { subject, during: 'command' } as const
    try {
      return await withDeadline(
        { what: subject, timeoutMs: deadlines.managementCommand, signal },
        async (signal) => {
          const cloud = await CloudSettings.getCloudInfoForCluster(client.cluster)
          kustoTrustedEndpoints.validateTrustedEndpoint(client.cluster, cloud.LoginEndpoint)
          const token = await client.aadHelper.getAuthHeader()
          const answer = await client.axiosInstance.request<unknown>({
            method,
            url: `${client.cluster}${path}`,
            data: body === undefined ? undefined : JSON.stringify(body),
            headers: {
              'x-ms-client-request-id': `KIS.rest;${randomUUID()}`,
              'x-ms-app': 'KustoIngestionStudio',
              ...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
              ...(token === null ? {} : { Authorization: token }),
            },
            validateStatus: () => true,
            signal,
          })
          const { status, data, headers } = answer
          const failure =
            status === 200 ? undefined : toStudioError({ response: { status, data, headers } }, context)
          return { status, body: data, failure }
        },
      )
    } catch (error) {
      throw toStudioError(error, context)
    }
  }
}
