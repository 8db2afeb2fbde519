import type { ScalarType } from '../../domain/scalar-type'
import type { ResultTable } from '../answers/result-table'
import { resultTable } from '../answers/result-table'
import type { BodyParts } from './send-reply'
import { writtenTable, type WrittenTable } from './written-table'

/** Version 1's names for the types, besides Kusto's own. */
const dataTypes: Readonly<Record<ScalarType, string>> = {
  bool: 'SByte',
  datetime: 'DateTime',
  decimal: 'SqlDecimal',
  dynamic: 'Object',
  guid: 'Guid',
  int: 'Int32',
  long: 'Int64',
  real: 'Double',
  string: 'String',
  timespan: 'TimeSpan',
}

/** A command's response: just its tables (documents: query/management HTTP response, version 1). */
export function writeCommandResponse(tables: readonly ResultTable[]): BodyParts {
  return write(tables.map((table) => writtenTable(table)))
}

/**
 * A query's response in version 1: the results, then the query properties, the status, and a table of contents that
 * says which is which.
 */
export function writeQueryResponseV1(tables: readonly WrittenTable[], requestId: string): BodyParts {
  const properties = resultTable({ Value: 'string' }, [[JSON.stringify({ Visualization: null })]])
  const status = resultTable(
    {
      Timestamp: 'datetime',
      Severity: 'int',
      SeverityName: 'string',
      StatusCode: 'int',
      StatusDescription: 'string',
      Count: 'int',
      RequestId: 'guid',
      ActivityId: 'guid',
      SubActivityId: 'guid',
      ClientActivityId: 'string',
    },
    [],
  )
  const contents = [
    ...tables.map((_, index) => [index, 'QueryResult', 'PrimaryResult', requestId, '']),
    [tables.length, 'QueryProperties', '@ExtendedProperties', requestId, ''],
    [tables.length + 1, 'QueryStatus', 'QueryStatus', requestId, ''],
  ]
  const toc = resultTable(
    { Ordinal: 'long', Kind: 'string', Name: 'string', Id: 'string', PrettyName: 'string' },
    contents,
  )
  return write([...tables, ...[properties, status, toc].map((table) => writtenTable(table))])
}

function* write(tables: readonly WrittenTable[]): BodyParts {
  yield '{"Tables":['
  for (const [index, table] of tables.entries()) {
    const columns = table.columns.map(({ name, type }) => ({
      ColumnName: name,
      DataType: dataTypes[type],
      ColumnType: type,
    }))
    const name = JSON.stringify(table.name ?? `Table_${index}`)
    yield `${index > 0 ? ',' : ''}{"TableName":${name},"Columns":${JSON.stringify(columns)},"Rows":[`
    for (const [number, page] of table.pages.entries()) {
      if (number > 0) yield ','
      yield page
    }
    yield ']}'
  }
  yield ']}'
}
