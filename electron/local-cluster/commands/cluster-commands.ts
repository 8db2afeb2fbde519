import { createHmac } from 'node:crypto'
import { resultTable, type Cell } from '../answers/result-table'
import { signResources } from '../storage/ingestion-resources'
import { ticksFromMilliseconds } from '../time/ticks'
import { command, nothing } from './command'

/** The version that the cluster reports. */
const productVersion = 'LocalCluster 0.1.0'

const getIngestionResources = command({
  // Newer Java clients say `.show`.
  words: ['get ingestion resources', 'show ingestion resources'],
  read(reader, start) {
    if (start.words !== 'get ingestion resources') return
    // Some clients ask for the metadata; these resources have none.
    const unknown = Object.keys(reader.properties()).find((name) => name !== 'enableblobmetadata')
    if (unknown !== undefined) throw reader.failure(`'${unknown}' is not a property of this command.`)
  },
  run(context) {
    const { storage, clock } = context.state
    return resultTable(
      { ResourceTypeName: 'string', StorageRoot: 'string' },
      signResources(storage, clock.now()).map(({ resourceTypeName, storageRoot }) => [
        resourceTypeName,
        storageRoot,
      ]),
    )
  },
})

/** Storage that clients may write to; here, the upload containers. */
const showExportContainers = command({
  words: ['show export containers'],
  read: nothing,
  run(context) {
    const { storage, clock } = context.state
    return resultTable(
      { StorageRoot: 'string' },
      signResources(storage, clock.now())
        .filter(({ resourceTypeName }) => resourceTypeName === 'TempStorage')
        .map(({ storageRoot }) => [storageRoot]),
    )
  },
})

/**
 * Nobody signs in to a local cluster: the token only has the right shape, and stays the same as long as the account
 * does.
 */
const getKustoIdentityToken = command({
  words: ['get kusto identity token'],
  read: nothing,
  run(context) {
    const { key } = context.state.storage.account
    const token = createHmac('sha256', key).update('identity').digest('base64url')
    return resultTable({ AuthorizationContext: 'string' }, [[`local-cluster.${token}`]])
  },
})

/** `Type: LocalCluster` also promises that a message posted again under the same id lands once. */
const showVersion = command({
  words: ['show version'],
  read: nothing,
  run(context) {
    const uri = context.state.clusterUri()
    return resultTable(
      {
        BuildVersion: 'string',
        BuildTime: 'datetime',
        ServiceType: 'string',
        ProductVersion: 'string',
        ServiceOffering: 'string',
      },
      [
        [
          '1.0.0.0',
          ticksFromMilliseconds(Date.UTC(2026, 0, 1)),
          'Engine',
          productVersion,
          JSON.stringify({ Type: 'LocalCluster', IdempotentMessageIds: true, Uri: uri }),
        ],
      ],
    )
  },
})

const showCluster = command({
  words: ['show cluster', 'show cluster details'],
  read: (_reader, start) => ({ details: start.has('details') }),
  run(context, { details }) {
    const uri = context.state.clusterUri()
    const now = ticksFromMilliseconds(context.state.clock.now())
    const row = ['LocalCluster_0', uri, 'LocalCluster_0', now, true, 0, 0, 1, 'local cluster']
    return resultTable(
      {
        NodeId: 'string',
        Address: 'string',
        Name: 'string',
        StartTime: 'datetime',
        IsAdmin: 'bool',
        MachineTotalMemory: 'long',
        MachineAvailableMemory: 'long',
        ProcessorCount: 'int',
        EnvironmentDescription: 'string',
        ...(details ? { NetAndClsVersion: 'string' } : {}),
      },
      [details ? [...row, productVersion] : row],
    )
  },
})

/** All resources or one. There is one machine, so one of everything at a time, except queries. */
const showCapacity = command({
  words: ['show capacity'],
  read: (reader) => ({
    resource: reader.atEnd || reader.sees('|') ? undefined : reader.keyword('a resource'),
  }),
  run(_context, { resource: only }) {
    const row = (resource: string, total: number): Cell[] => [resource, total, 0, total]
    return resultTable(
      { Resource: 'string', Total: 'long', Consumed: 'long', Remaining: 'long' },
      [row('ingestions', 2), row('extents-merge', 0), row('queries', 8)].filter(
        ([resource]) => only === undefined || resource === only,
      ),
    )
  },
})

/**
 * Clients run these after creating or altering a table, so that the service's nodes see the change. There are no
 * such caches here: one healthy node answers.
 */
const refreshServiceCaches = command({
  words: [
    'clear database cache streamingingestion schema',
    'clear table T cache streamingingestion schema',
    'refresh database N cache ingestionbatchingpolicy',
    'refresh database N table N cache ingestionbatchingpolicy',
  ],
  read: nothing,
  run: () => resultTable({ NodeId: 'string', Status: 'string' }, [['LocalCluster_0', 'Succeeded']]),
})

/** The commands of the cluster itself. */
export const clusterCommands = [
  getIngestionResources,
  showExportContainers,
  getKustoIdentityToken,
  showVersion,
  showCluster,
  showCapacity,
  refreshServiceCaches,
]
