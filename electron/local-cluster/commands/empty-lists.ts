import type { ScalarType } from '../../domain/scalar-type'
import { resultTable } from '../answers/result-table'
import { command, nothing, type Command } from './command'

/** A list that the service keeps but a local cluster has nothing for: right columns, no rows. */
function empty(words: readonly string[], columns: Readonly<Record<string, ScalarType>>): Command<void> {
  return command({ words, read: nothing, run: () => resultTable(columns, []) })
}

/** The commands that show lists which are always empty here. */
export const emptyLists = [
  empty(['show queries', 'show running queries'], {
    ClientActivityId: 'string',
    Text: 'string',
    Database: 'string',
    StartedOn: 'datetime',
    Duration: 'timespan',
    State: 'string',
    User: 'string',
  }),
  empty(['show commands', 'show commands-and-queries'], {
    ClientActivityId: 'string',
    CommandType: 'string',
    Text: 'string',
    Database: 'string',
    StartedOn: 'datetime',
    Duration: 'timespan',
    State: 'string',
    User: 'string',
  }),
  empty(['show journal'], {
    Event: 'string',
    EventTimestamp: 'datetime',
    Database: 'string',
    EntityName: 'string',
    UpdatedEntityName: 'string',
    EntityVersion: 'string',
  }),
  empty(['show materialized-views'], {
    Name: 'string',
    SourceTable: 'string',
    Query: 'string',
    MaterializedTo: 'datetime',
    LastRun: 'datetime',
    IsHealthy: 'bool',
    IsEnabled: 'bool',
  }),
  empty(['show external tables'], {
    TableName: 'string',
    TableType: 'string',
    Folder: 'string',
    DocString: 'string',
    Properties: 'string',
    ConnectionStrings: 'dynamic',
  }),
  empty(['show continuous-exports'], {
    Name: 'string',
    ExternalTableName: 'string',
    Query: 'string',
    IntervalBetweenRuns: 'timespan',
    IsDisabled: 'bool',
  }),
]
