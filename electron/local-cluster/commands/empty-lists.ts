import { resultTable, type ResultTable } from '../answers/result-table'

/** Lists that the service keeps but a local cluster has nothing for: right columns, no rows. */
const heads = {
  queries: {
    ClientActivityId: 'string',
    Text: 'string',
    Database: 'string',
    StartedOn: 'datetime',
    Duration: 'timespan',
    State: 'string',
    User: 'string',
  },
  commands: {
    ClientActivityId: 'string',
    CommandType: 'string',
    Text: 'string',
    Database: 'string',
    StartedOn: 'datetime',
    Duration: 'timespan',
    State: 'string',
    User: 'string',
  },
  commandsAndQueries: {
    ClientActivityId: 'string',
    CommandType: 'string',
    Text: 'string',
    Database: 'string',
    StartedOn: 'datetime',
    Duration: 'timespan',
    State: 'string',
    User: 'string',
  },
  journal: {
    Event: 'string',
    EventTimestamp: 'datetime',
    Database: 'string',
    EntityName: 'string',
    UpdatedEntityName: 'string',
    EntityVersion: 'string',
  },
  materializedViews: {
    Name: 'string',
    SourceTable: 'string',
    Query: 'string',
    MaterializedTo: 'datetime',
    LastRun: 'datetime',
    IsHealthy: 'bool',
    IsEnabled: 'bool',
  },
  externalTables: {
    TableName: 'string',
    TableType: 'string',
    Folder: 'string',
    DocString: 'string',
    Properties: 'string',
    ConnectionStrings: 'dynamic',
  },
  continuousExports: {
    Name: 'string',
    ExternalTableName: 'string',
    Query: 'string',
    IntervalBetweenRuns: 'timespan',
    IsDisabled: 'bool',
  },
} as const

/** `.show queries`, `.show journal`, … */
export function showEmptyList(list: keyof typeof heads): ResultTable {
  return resultTable(heads[list], [])
}
