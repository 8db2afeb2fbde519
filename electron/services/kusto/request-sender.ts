import { randomUUID } from 'node:crypto'
import type { Client } from 'azure-kusto-data'
import { commandVerb } from '../../domain/kql-text'
import { deadlines, withDeadline } from '../deadline'
import { agentsOf, requestProperties } from './client-factory'
import { commands } from './commands'
import type { ExecuteOptions, ResultTable } from './connection'
import { notKusto, toStudioError } from './error-mapping'
import { readCommandAnswer, readQueryAnswer } from './result-table'
import type { FailureContext } from './service-failure'

/** Sends requests through one SDK client. */
interface RequestSender {
  /** Runs a management command or a query; the text says which. */
  send(database: string, text: string, options?: ExecuteOptions): Promise<ResultTable>
  close(): void
}

/**
 * Gives each request its own deadline and cancellation, which the SDK has only for a whole client. The SDK passes our
 * request id on as a header, and with it we find the signal when axios builds the request.
 */
export function createRequestSender(client: Client, subject: string): RequestSender {
  const signals = new Map<string, AbortSignal>()
  client.axiosInstance.interceptors.request.use((config) => {
    const id: unknown = config.headers.get('x-ms-client-request-id')
    const signal = typeof id === 'string' ? signals.get(id) : undefined
    if (signal !== undefined) config.signal = signal
    return config
  })

  const sendOnce = async (
    database: string,
    text: string,
    options: ExecuteOptions,
    context: FailureContext,
  ): Promise<ResultTable> => {
    const isCommand = context.during === 'command'
    const timeoutMs = options.timeoutMs ?? (isCommand ? deadlines.managementCommand : deadlines.query)
    const id = `KIS.execute;${randomUUID()}`
    const properties = requestProperties(id, timeoutMs, {
      maximumRecords: isCommand ? undefined : options.maximumRecords,
      isReadOnly: options.isReadOnly,
    })
    try {
      const answer = await withDeadline(
        { what: context.subject, timeoutMs, signal: options.signal },
        (signal) => {
          signals.set(id, signal)
          const request = isCommand
            ? client.executeMgmt(database, text, properties)
            : client.executeQuery(database, text, properties)
          // `raw` makes the SDK return the parsed body, whatever its signature says.
          return request as Promise<unknown>
        },
      )
      if (typeof answer === 'string') throw notKusto(context, 200, answer)
      return isCommand ? readCommandAnswer(answer, context) : readQueryAnswer(answer, context)
    } catch (error) {
      const failure = toStudioError(error, context)
      const isLeft = failure.code === 'Canceled' || failure.code === 'TimedOut'
      if (isLeft && !isCommand && options.endsOnCluster === true) cancelOnCluster(database, id)
      throw failure
    } finally {
      signals.delete(id)
    }
  }

  /** Nobody waits for this: a query that has ended in the meantime cannot be canceled. */
  const cancelOnCluster = (database: string, queryId: string): void => {
    const { managementCommand } = deadlines
    const properties = requestProperties(`KIS.cancel;${randomUUID()}`, managementCommand, {})
    client.executeMgmt(database, commands.cancelQuery(queryId), properties).catch(() => undefined)
  }

  return {
    async send(database, text, options = {}) {
      const trimmed = text.trim()
      const verb = commandVerb(trimmed)
      const during = verb === undefined ? 'query' : 'command'
      const context: FailureContext = { subject, during }
      try {
        return await sendOnce(database, trimmed, options, context)
      } catch (error) {
        // Only requests that change nothing are sent again.
        if (!isStaleConnection(error) || (verb !== undefined && verb !== 'show')) throw error
        return await sendOnce(database, trimmed, options, context)
      }
    },
    close() {
      client.close()
      for (const agent of agentsOf(client)) agent.destroy()
    },
  }
}

/** A kept-alive socket that the other side had already closed: the request was not even read. */
function isStaleConnection(error: unknown): boolean {
  return (error as { readonly serviceCode?: unknown }).serviceCode === 'ECONNRESET'
}
