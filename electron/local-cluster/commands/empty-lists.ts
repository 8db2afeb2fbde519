import type { ScalarType } from '../../domain/scalar-type'
import { resultTable } from '../answers/result-table'
import { command, type Command } from './command'

/** A list that the service keeps but a local cluster has nothing for: right columns, no rows, whoever's they are. */
function empty(words: readonly string[], columns: Readonly<Record<string, ScalarType>>): Command<void> {
  return command({
    words,
    read(reader) {
      if (reader.accept('by user')) reader.value('the name of a user')
    },
    run: () => resultTable(columns, []),
  })
}

/** The commands that show lists which are always empty here. */
export const emptyLists = [
  empty(['show running queries'], {
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
    ScannedEventStatistics: 'dynamic',
    Pricipal: 'string',
    ClientRequestProperties: 'dynamic',
    ResultSetStatistics: 'dynamic',
    WorkloadGroup: 'string',
  }),
  empty(['show materialized-views'], {
    Name: 'string',
    SourceTable: 'string',
    Query: 'string',
    MaterializedTo: 'datetime',
    LastRun: 'datetime',
    LastRunResult: 'string',
    IsHealthy: 'bool',
    IsEnabled: 'bool',
    Folder: 'string',
    DocString: 'string',
    AutoUpdateSchema: 'bool',
    EffectiveDateTime: 'datetime',
    Lookback: 'timespan',
    LookbackColumn: 'string',
  }),
  empty(['show external tables'], {
    TableName: 'string',
    TableType: 'string',
    Folder: 'string',
    DocString: 'string',
    Properties: 'string',
    ConnectionStrings: 'dynamic',
    Partitions: 'dynamic',
    PathFormat: 'string',
  }),
  empty(['show continuous-exports'], {
    Name: 'string',
    ExternalTableName: 'string',
    Query: 'string',
    ForcedLatency: 'timespan',
    IntervalBetweenRuns: 'timespan',
    CursorScopedTables: 'string',
    ExportProperties: 'string',
    LastRunTime: 'datetime',
    StartCursor: 'string',
    IsDisabled: 'bool',
    LastRunResult: 'string',
    ExportedTo: 'datetime',
    IsRunning: 'bool',
  }),
]
