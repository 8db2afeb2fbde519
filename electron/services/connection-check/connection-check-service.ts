import { parseClusterUri } from '../../domain/cluster-uri'
import { mapConcurrently } from '../../domain/concurrency/map-concurrently'
import type { Clock } from '../../domain/concurrency/clock'
import { isStorageHost, type CheckedHost, type StorageHost } from '../../domain/checked-host'
import type { HostCheck } from '../../domain/schema/connection-check'
import { StudioError } from '../../domain/studio-error'
import { systemClock } from '../clock'
import { agentsOf, createClient } from '../kusto/client-factory'
import type { ConnectionRegistry, KustoConnection } from '../kusto/connection'
import type { StorageResource } from '../kusto/ingestion-resources'
import { readIngestionResources } from '../kusto/ingestion-resources'
import { localTokenVariable } from '../local-cluster-files'
import { blocked, diagnose, timely, type Finding } from './diagnose'
import { probe, type Probe, type ProbeParts } from './probe'

/** Finds out which of a cluster's hosts the studio can work with, one at a time. */
export interface ConnectionCheckService {
  /**
   * Checks one host of a cluster: whether it answers, and what the account may do there. Takes at most twice the
   * deadline of a request (10 s), and sends no data. The data management service says where the storage is.
   *
   * @throws StudioError `ClusterUriInvalid`, `Canceled`.
   */
  check(
    request: { readonly clusterUri: string; readonly host: CheckedHost },
    signal?: AbortSignal,
  ): Promise<HostCheck>
}

interface CheckOptions {
  readonly connectionTo: ConnectionRegistry['connectionTo']
  readonly clock?: Clock
  /** For each request; 10 s if left out. */
  readonly timeoutMs?: number
  /** An answer that takes longer counts as slow; 1.5 s if left out. */
  readonly slowMs?: number
  readonly resolve?: ProbeParts['resolve']
}

/** At most so many storage accounts of a kind are asked, so many at a time. */
const mostAccounts = 20
const atOnce = 4

/** Makes the service. It keeps nothing between two checks. */
export function createConnectionCheck(options: CheckOptions): ConnectionCheckService {
  const { connectionTo, clock = systemClock, timeoutMs = 10_000, slowMs, resolve } = options

  /** What a command says about the account's rights; undefined if it was answered. */
  const ask = async (
    work: (connection: KustoConnection) => Promise<unknown>,
    clusterUri: string,
    role: Role,
    signal: AbortSignal | undefined,
  ): Promise<Finding | undefined> => {
    try {
      await work(await connectionTo(clusterUri, signal))
      return undefined
    } catch (error) {
      if (!(error instanceof StudioError) || error.code === 'Canceled') throw error
      return refusedTo(role, error)
    }
  }

  const checkService = async (
    clusterUri: string,
    host: 'engine' | 'dataManagement',
    parts: ProbeParts,
  ): Promise<HostCheck> => {
    const { dataIngestionUri, clusterUri: engineUri } = parseClusterUri(clusterUri)
    const base = host === 'engine' ? engineUri : dataIngestionUri
    const answer = await probe(`${base}/v1/rest/auth/metadata`, parts)
    const finding = diagnose(host, answer, clock.now(), slowMs)
    if (finding.state !== 'ok') return toCheck(host, answer, finding)
    const { signal } = parts
    const limits = { signal, timeoutMs }
    const asked = clock.elapsed()
    const refused =
      host === 'engine'
        ? await ask((to) => assertSomeDatabase(to, limits), clusterUri, 'Database Viewer', signal)
        : await ask((to) => readIngestionResources(to, limits), clusterUri, 'Table Ingestor', signal)
    const slowest = Math.max(answer.milliseconds, clock.elapsed() - asked)
    return toCheck(host, answer, refused ?? timely(answer.address, slowest, slowMs))
  }

  const checkStorage = async (
    clusterUri: string,
    host: StorageHost,
    parts: ProbeParts,
  ): Promise<HostCheck> => {
    let resources: readonly StorageResource[]
    try {
      const connection = await connectionTo(clusterUri, parts.signal)
      const found = await readIngestionResources(connection, { signal: parts.signal, timeoutMs })
      const { containers, queues, statusTable } = found
      const tables = statusTable === null ? [] : [statusTable]
      resources = { blob: containers, queue: queues, table: tables }[host]
    } catch (error) {
      if (!(error instanceof StudioError) || error.code === 'Canceled') throw error
      return unknownStorage(host)
    }
    const accounts = [...new Map(resources.map(({ uri }) => [new URL(uri).origin, uri])).values()]
    const answers = await mapConcurrently(accounts.slice(0, mostAccounts), atOnce, (uri) =>
      probe(harmless[host](uri), parts),
    )
    const found = answers.map((answer) => ({ answer, finding: diagnose(host, answer, clock.now(), slowMs) }))
    const bad = found.filter(({ finding }) => finding.obstacle !== null)
    const shown = bad.find(({ finding }) => finding.state === 'blocked') ?? bad[0] ?? found[0]
    if (shown === undefined) return noStorage(host)
    const alike = bad.filter(({ finding }) => finding.state === shown.finding.state).length
    const message = withCount(shown.finding.message, alike, answers.length)
    return toCheck(host, shown.answer, { ...shown.finding, message })
  }

  return {
    async check({ clusterUri, host }, signal) {
      // Refuses what is no cluster before anything is sent.
      const { clusterUri: uri } = parseClusterUri(clusterUri)
      const client = createClient(uri, null)
      try {
        const parts = { axios: client.axiosInstance, clock, timeoutMs, signal, resolve }
        return isStorageHost(host)
          ? await checkStorage(uri, host, parts)
          : await checkService(uri, host, parts)
      } finally {
        client.close()
        for (const agent of agentsOf(client)) agent.destroy()
      }
    },
  }
}

type Role = 'Database Viewer' | 'Table Ingestor'

/** A cluster lists the databases that the account may see. */
async function assertSomeDatabase(
  connection: KustoConnection,
  limits: { readonly signal: AbortSignal | undefined; readonly timeoutMs: number },
): Promise<void> {
  const { rows } = await connection.execute('NetDefaultDB', '.show databases', limits)
  if (rows.length === 0) throw new StudioError('AccessDenied', 'Your account sees no database here.')
}

const needs: Readonly<Record<Role, string>> = {
  'Database Viewer':
    'Give my account the role Database Viewer (to see tables and rows) or Database User (to create tables as well) on the database.',
  'Table Ingestor':
    'Give my account the role Table Ingestor on the table, or Database Ingestor; and Database Viewer, so that the rows can be counted.',
}

/** The host answers, but not to this account. */
function refusedTo(role: Role, error: StudioError): Finding {
  const { code, message, nextStep = 'Try again.' } = error
  if (code === 'SignInNeeded' && nextStep.includes(localTokenVariable))
    return { state: 'ok', obstacle: 'signIn', message: `It answers. ${message}`, nextStep, ask: null }
  if (code === 'SignInNeeded') {
    return {
      state: 'ok',
      obstacle: 'signIn',
      message: `It answers. What your account may do here shows once you have signed in.`,
      nextStep: 'Connect and sign in, then check again.',
      ask: null,
    }
  }
  if (code === 'AccessDenied') {
    return blocked(
      'role',
      `It answers, but your account lacks the role ${role}. ${message}`,
      'Ask the owner of the database for it, or sign in with another account.',
      needs[role],
    )
  }
  if (code === 'ClusterThrottled') {
    return blocked('throttled', message, 'Wait, then check again. Ingestions wait by themselves.', null)
  }
  return blocked('service', message, nextStep)
}

/** What storage answers and what reads and changes nothing, with the SAS in the resource's URI. */
const harmless: Readonly<Record<StorageHost, (uri: string) => string>> = {
  blob: (uri) => below(uri, '/kusto-studio-check'),
  queue: (uri) => {
    const url = new URL(uri)
    url.searchParams.set('comp', 'metadata')
    return url.href
  },
  table: (uri) => below(uri, "(PartitionKey='none',RowKey='none')"),
}

function below(uri: string, path: string): string {
  const url = new URL(uri)
  url.pathname += path
  return url.href
}

function withCount(message: string, bad: number, all: number): string {
  if (all < 2) return message
  if (bad === 0) return `All ${all} storage accounts answer.`
  return `${message} (${bad} of ${all} storage accounts)`
}

const nothing = { ips: [], proxy: null, milliseconds: null, clockAheadMs: null } as const

function unknownStorage(host: CheckedHost): HostCheck {
  return {
    ...nothing,
    host,
    address: null,
    state: 'notChecked',
    obstacle: null,
    message: 'Can be checked once the data ingestion service answers your account.',
    nextStep: null,
    ask: null,
  }
}

function noStorage(host: CheckedHost): HostCheck {
  return { ...unknownStorage(host), message: 'The cluster lends none.' }
}

function toCheck(host: CheckedHost, answer: Probe, finding: Finding): HostCheck {
  const { address, ips, proxy, milliseconds, clockAheadMs } = answer
  return { host, address, ips: [...ips], proxy, milliseconds, clockAheadMs, ...finding }
}
