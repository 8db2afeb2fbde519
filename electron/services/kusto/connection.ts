import type { IngestClient } from 'azure-kusto-ingest'
import type { ClusterAddress } from '../../domain/cluster-uri'
import type { QueryFacts } from './query-facts'
import type { RestAnswer, RestRequest } from './rest-sender'

/** One table of a result, as it came over the wire. */
export interface ResultTable {
  /** Names and Kusto types (`long`, `datetime`, …), in order. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /**
   * Cells by position. A `long` beyond 2^53 is text, so that no digit is lost, and so is such an integer in a
   * `dynamic`. `decimal`, `datetime`, `timespan` and `guid` are text; `dynamic` is whatever JSON it holds.
   */
  readonly rows: readonly (readonly unknown[])[]
  /** Of a query: how to draw it, and what it took. */
  readonly facts?: QueryFacts
}

export interface ExecuteOptions {
  /** Ends the call with `Canceled`. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for the whole call. By default 60,000 for a management command and 120,000 for a query. */
  readonly timeoutMs?: number | undefined
  /** Most records that a query may return. */
  readonly maximumRecords?: number | undefined
  /** The cluster refuses the request if it would write anything. */
  readonly isReadOnly?: boolean | undefined
  /** A canceled query is canceled on the cluster too: it may not notice that nobody waits any more. */
  readonly endsOnCluster?: boolean | undefined
}

/** One cluster: its engine, its data management service, and the credential that both share. */
export interface KustoConnection {
  readonly address: ClusterAddress
  readonly isLocalCluster: boolean
  /**
   * Runs a query on the engine, or a management command (anything that starts with a dot, comments aside), and returns
   * the primary result.
   *
   * @throws StudioError for every failure; no error of the SDK gets through.
   */
  execute(database: string, text: string, options?: ExecuteOptions): Promise<ResultTable>
  /** Runs a management command on the data management service, for example `.get ingestion resources`. */
  executeDataManagement(text: string, options?: ExecuteOptions): Promise<ResultTable>
  /**
   * Sends a REST request to the data management service.
   *
   * @throws StudioError if there is no answer.
   */
  requestDataManagement(request: RestRequest): Promise<RestAnswer>
  /**
   * The SDK's queued ingestion client for this cluster. Only the folders that the import rules name may use it. Its
   * calls have the SDK's long deadlines and throw the SDK's errors: bound and map them where you make them.
   */
  readonly ingestClient: IngestClient
  /** Ends running calls and releases the sockets. */
  close(): void
}

/**
 * Gives a connection to any cluster. Jobs of one cluster continue while the window shows another, so a connection lives
 * until the registry is closed.
 */
export interface ConnectionRegistry {
  /**
   * Opens a connection, or returns the one that is open. Never opens a browser: calls on a connection that
   * needs a sign-in fail with `SignInNeeded`.
   *
   * @throws StudioError `ClusterUriInvalid`, `ClusterUnreachable`, `TimedOut` or `Canceled`.
   */
  connectionTo(clusterUri: string, signal?: AbortSignal): Promise<KustoConnection>
}
