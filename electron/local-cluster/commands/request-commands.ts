import { resultTable, type Cell } from '../answers/result-table'
import type { FinishedRequest, JournalEntry } from '../state/request-log'
import { ticksFromMilliseconds } from '../time/ticks'
import { command, nothing } from './command'
import type { CommandContext } from './command-context'

/** Queries that were answered since the cluster started, oldest first. */
const showQueries = command({
  words: ['show queries'],
  read: nothing,
  run: (context) =>
    resultTable(
      {
        ClientActivityId: 'string',
        Text: 'string',
        Database: 'string',
        StartedOn: 'datetime',
        LastUpdatedOn: 'datetime',
        Duration: 'timespan',
        State: 'string',
        RootActivityId: 'guid',
        User: 'string',
        FailureReason: 'string',
        TotalCpu: 'timespan',
        CacheStatistics: 'dynamic',
        Application: 'string',
        MemoryPeak: 'long',
        ScannedExtentsStatistics: 'dynamic',
        Principal: 'string',
        ClientRequestProperties: 'dynamic',
        ResultSetStatistics: 'dynamic',
        WorkloadGroup: 'string',
        OverallQueryStats: 'string',
        VirtualCluster: 'string',
      },
      finished(context, isQuery).map((request) => {
        const { id, text, database, startedOn, endedOn, duration, state, failure, user } = shown(request)
        return [
          ...[id, text, database, startedOn, endedOn, duration, state, null, user, failure, duration],
          ...[null, request.application, 0, null, request.principal, null, null, 'default', '', ''],
        ]
      }),
    ),
})

/** Commands that were answered since the cluster started, oldest first. */
const showCommands = command({
  words: ['show commands'],
  read: nothing,
  run: (context) =>
    resultTable(
      {
        ClientActivityId: 'string',
        CommandType: 'string',
        Text: 'string',
        Database: 'string',
        StartedOn: 'datetime',
        LastUpdatedOn: 'datetime',
        Duration: 'timespan',
        State: 'string',
        RootActivityId: 'guid',
        User: 'string',
        FailureReason: 'string',
        Application: 'string',
        Principal: 'string',
        TotalCpu: 'timespan',
        ResourcesUtilization: 'dynamic',
        ClientRequestProperties: 'dynamic',
        WorkloadGroup: 'string',
        VirtualCluster: 'string',
      },
      finished(context, (request) => !isQuery(request)).map((request) => {
        const { id, text, database, startedOn, endedOn, duration, state, failure, user } = shown(request)
        return [
          ...[id, request.kind, text, database, startedOn, endedOn, duration, state, null, user, failure],
          ...[request.application, request.principal, duration, null, null, 'default', ''],
        ]
      }),
    ),
})

const showCommandsAndQueries = command({
  words: ['show commands-and-queries'],
  read: nothing,
  run: (context) =>
    resultTable(
      {
        ClientActivityId: 'string',
        CommandType: 'string',
        Text: 'string',
        Database: 'string',
        StartedOn: 'datetime',
        LastUpdatedOn: 'datetime',
        Duration: 'timespan',
        State: 'string',
        FailureReason: 'string',
        RootActivityId: 'guid',
        User: 'string',
        Application: 'string',
        Principal: 'string',
        ClientRequestProperties: 'dynamic',
        TotalCpu: 'timespan',
        MemoryPeak: 'long',
        CacheStatistics: 'dynamic',
        ScannedExtentsStatistics: 'dynamic',
        ResultSetStatistics: 'dynamic',
        WorkloadGroup: 'string',
        VirtualCluster: 'string',
      },
      finished(context, () => true).map((request) => {
        const { id, text, database, startedOn, endedOn, duration, state, failure, user } = shown(request)
        return [
          ...[id, request.kind, text, database, startedOn, endedOn, duration, state, failure, null, user],
          ...[request.application, request.principal, null, duration, 0, null, null, null, 'default', ''],
        ]
      }),
    ),
})

/** Commands that changed what the cluster knows, since it started, oldest first. */
const showJournal = command({
  words: ['show journal', 'show database journal', 'show database N journal'],
  read: (_reader, start) => ({
    database: start.words === 'show journal' ? 'all' : (start.names[0] ?? 'own'),
  }),
  run(context, { database: wanted }) {
    const database = wanted === 'own' ? context.databaseName : wanted
    if (wanted !== 'all') context.state.catalog.database(database)
    return resultTable(
      {
        Event: 'string',
        EventTimestamp: 'datetime',
        Database: 'string',
        EntityName: 'string',
        UpdatedEntityName: 'string',
        EntityVersion: 'string',
        EntityContainerName: 'string',
        OriginalEntityState: 'string',
        UpdatedEntityState: 'string',
        ChangeCommand: 'string',
        Principal: 'string',
        RootActivityId: 'guid',
        ClientRequestId: 'string',
        User: 'string',
        OriginalEntityVersion: 'string',
      },
      context.state.journal
        .list()
        .filter((entry) => wanted === 'all' || entry.database === database)
        .map(journalRow),
    )
  },
})

/** The commands of what was asked of the cluster. */
export const requestCommands = [showQueries, showCommands, showCommandsAndQueries, showJournal]

function isQuery({ kind }: FinishedRequest): boolean {
  return kind === 'Query'
}

function finished(
  context: CommandContext,
  wanted: (request: FinishedRequest) => boolean,
): readonly FinishedRequest[] {
  return context.state.requests.list().filter(wanted)
}

interface ShownRequest {
  readonly id: string
  readonly text: string
  readonly database: string
  readonly startedOn: bigint
  readonly endedOn: bigint
  readonly duration: bigint
  readonly state: string
  readonly failure: string
  readonly user: string
}

/** What all lists of requests show. */
function shown(request: FinishedRequest): ShownRequest {
  const { id, text, database, startedAt, endedAt, failure, principal } = request
  return {
    id,
    text,
    database,
    startedOn: ticksFromMilliseconds(startedAt),
    endedOn: ticksFromMilliseconds(endedAt),
    duration: BigInt(endedAt - startedAt) * 10_000n,
    state: failure === '' ? 'Completed' : 'Failed',
    failure,
    user: principal,
  }
}

function journalRow({ event, at, database, entity, text }: JournalEntry): Cell[] {
  const when = ticksFromMilliseconds(at)
  return [event, when, database, entity, entity, 'v1.0', database, '', '', text, '', null, '', '', 'v1.0']
}
