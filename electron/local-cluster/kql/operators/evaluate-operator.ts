import { quoteText } from '../../engine/sql-text'
import { addHidden, columnScalar, type RelationColumn } from '../relation'
import { textOf } from '../scalars/conversions'
import { columnsOf } from '../syntax-nodes'
import { addressLookup } from './address-lookup-plugin'
import { bagUnpack } from './bag-unpack-plugin'
import type { OperatorTranslator } from './operator'
import { pivot } from './pivot-plugin'
import type { Plugin } from './plugin'

/** `evaluate plugin(…)`. */
export const translateEvaluate: OperatorTranslator<'EvaluateOperator'> = (t, input, node, environment) => {
  const name = node.FunctionCall.Name.SimpleName
  const plugin = plugins[name]
  if (plugin === undefined) throw t.query.unsupported(node, `The plugin '${name}' of 'evaluate'`)
  return plugin(t, input, node, { environment, relation: input })
}

/** `narrow()`: one row per cell, with its row number, column and text. */
const narrow: Plugin = (t, input, node) => {
  const number = `(row_number() OVER ()) - 1`
  const { relation, aliases } = addHidden(t.query, input, [number])
  const cells = input.columns.map(
    (column) => `{c: ${quoteText(column.name)}, t: ${textOf(columnScalar(column)).sql}}`,
  )
  const result = columnsOf(node.ResultType).map(({ Name: name }, index): RelationColumn => ({
    name,
    type: index === 0 ? 'long' : 'string',
    alias: t.query.alias(),
    nullable: false,
  }))
  const [row = '', column = '', text = ''] = result.map(({ alias }) => alias)
  const cell = t.query.alias()
  const unnested = `(SELECT ${aliases[0] ?? ''} AS ${row}, unnest([${cells.join(', ')}]) AS ${cell} FROM ${relation.sql})`
  return {
    sql: `(SELECT ${row}, ${cell}.c AS ${column}, ${cell}.t AS ${text} FROM ${unnested})`,
    columns: result,
    order: [],
  }
}

const plugins: Readonly<Record<string, Plugin>> = {
  bag_unpack: bagUnpack,
  ipv4_lookup: addressLookup('kql.ipv4_within'),
  ipv6_lookup: addressLookup('kql_ipv6_within'),
  narrow,
  pivot,
}
