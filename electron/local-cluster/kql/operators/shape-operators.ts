import { quoteText } from '../../engine/sql-text'
import type { ScalarType } from '../../../domain/scalar-type'
import type { RelationColumn } from '../relation'
import { columnsOf } from '../syntax-nodes'
import type { OperatorTranslator } from './operator'
import { withoutHidden } from './project-operators'

/** The .NET types in Kusto's `getschema` and its REST responses. */
export const systemTypes: Readonly<Record<ScalarType, string>> = {
  bool: 'System.SByte',
  datetime: 'System.DateTime',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  dynamic: 'System.Object',
  guid: 'System.Guid',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  string: 'System.String',
  timespan: 'System.TimeSpan',
}

/** `getschema`: one row per column. */
export const translateGetSchema: OperatorTranslator<'GetSchemaOperator'> = (t, input, node) => {
  const types: readonly ScalarType[] = ['string', 'long', 'string', 'string']
  const columns = columnsOf(node.ResultType).map((column, index): RelationColumn => ({
    name: column.Name,
    type: types[index] ?? 'string',
    alias: t.query.alias(),
    nullable: false,
  }))
  const rows = input.columns.map(
    ({ name, type }, index) =>
      `(${quoteText(name)}, CAST(${index} AS BIGINT), ${quoteText(systemTypes[type])}, ${quoteText(type)})`,
  )
  const table = t.query.alias()
  const aliases = columns.map((column) => column.alias).join(', ')
  return {
    sql: `(SELECT * FROM (VALUES ${rows.join(', ')}) ${table}(${aliases}))`,
    columns,
    order: [],
    serialized: true,
  }
}

/** `sample-distinct n of x`: some of the values. */
export const translateSampleDistinct: OperatorTranslator<'SampleDistinctOperator'> = (
  t,
  input,
  node,
  environment,
) => {
  const value = t.scalar(node.OfExpression, { environment, relation: withoutHidden(input) })
  const count = t.scalar(node.Expression, { environment })
  const alias = t.query.alias()
  const name = columnsOf(node.ResultType)[0]?.Name ?? ''
  return {
    sql: `(SELECT DISTINCT ${value.sql} AS ${alias} FROM ${input.sql} LIMIT ${count.sql})`,
    columns: [{ name, type: value.type, alias, nullable: value.nullable }],
    order: [],
  }
}
