import { sourceName } from '../environment'
import { renamedRelation, type Relation } from '../relation'
import { is } from '../syntax-nodes'
import type { OperatorTranslator } from './operator'

/** `partition by key (subquery)`: runs the subquery over each key's rows. */
export const translatePartition: OperatorTranslator<'PartitionOperator'> = (t, input, node, environment) => {
  const { Operand: operand } = node
  if (!is(operand, 'PartitionSubquery') || node.Scope !== null) {
    throw t.query.unsupported(node, "This form of 'partition'")
  }
  const key = t.scalar(node.ByExpression, { environment, relation: input })
  const [name, keyAlias, outer] = [t.query.alias(), t.query.alias(), t.query.alias()]
  t.query.sharedParts.push(`${name} AS MATERIALIZED (SELECT *, ${key.sql} AS ${keyAlias} FROM ${input.sql})`)
  const rows = (): Relation =>
    renamedRelation(t.query, {
      ...input,
      sql: `${name} WHERE ${name}.${keyAlias} IS NOT DISTINCT FROM ${outer}.${keyAlias}`,
    })
  const applied = t.tabular(
    operand.Subquery,
    environment.with(sourceName, { kind: 'tabular', relation: rows }),
  )
  const columns = applied.columns.map((column) => ({ ...column, alias: t.query.alias() }))
  const select = columns.map(({ alias }, index) => `${applied.columns[index]?.alias ?? ''} AS ${alias}`)
  const keys = `(SELECT DISTINCT ${keyAlias} FROM ${name}) ${outer}`
  return { sql: `(SELECT ${select.join(', ')} FROM ${keys}, LATERAL ${applied.sql})`, columns, order: [] }
}
