import { quoteText } from '../../engine/sql-text'
import { columnScalar, projectRelation, type OutputColumn, type Relation } from '../relation'
import { nullOf, scalar, type Scalar } from '../scalar'
import { convert } from '../scalars/conversions'
import type { SyntaxNodes } from '../syntax-nodes'
import { unclearType } from '../told-columns'
import type { RowScope, Translation } from '../translation'
import { argumentsOf, askForColumns, declaredColumns, toldFor, type Plugin } from './plugin'

/** What becomes of a column of the input that a key has the name of. */
type Conflict = 'error' | 'replace_source' | 'keep_source'

interface Options {
  readonly bag: Scalar
  readonly prefix: string
  readonly conflict: Conflict
  /** SQL for a list of keys to leave out. */
  readonly ignored: string
}

/** `bag_unpack(bag [, prefix] [, columnsConflict] [, ignoredProperties])`: adds a bag's members as columns. */
export const bagUnpack: Plugin = (t, input, node, scope) => {
  const options = optionsOf(t, node, scope)
  const { bag, prefix, conflict } = options
  const told = toldFor(t, node)
  if (node.Schema === null) return askForKeys(t, input, node, options)
  if (told !== undefined && told.unclear.length > 0) {
    const feature = `'bag_unpack' of texts that look like times or guids ('${told.unclear[0] ?? ''}'), without the columns of its result ': (name: type, …)',`
    throw t.query.unsupported(node, feature)
  }
  const outputs = declaredColumns(t, node).map(({ name, type }): OutputColumn => {
    const own = input.columns.find((column) => column.name === name && column.alias !== bag.sql)
    const isUnpacked = told?.keys.some((key) => prefix + key === name) === true
    if (own !== undefined && isUnpacked && conflict === 'error') {
      throw t.query.wrong(
        node,
        'SEM0000',
        `evaluate bag_unpack(): the column '${name}' already exists; a prefix or columnsConflict='replace_source' avoids that.`,
      )
    }
    const isOwn = own !== undefined && !(isUnpacked && conflict === 'replace_source')
    const value = isOwn ? columnScalar(own) : member(bag, name, prefix)
    const converted = convert(value, type)
    if (converted === undefined) throw t.query.unsupported(node, `A ${value.type} for the column '${name}'`)
    return { name, value: converted }
  })
  return projectRelation(t.query, input, outputs)
}

function member(bag: Scalar, name: string, prefix: string): Scalar {
  if (!name.startsWith(prefix)) return nullOf('dynamic')
  return scalar(`kql.dynamic_key(${bag.sql}, ${quoteText(name.slice(prefix.length))})`, 'dynamic')
}

function optionsOf(t: Translation, node: SyntaxNodes['EvaluateOperator'], scope: RowScope): Options {
  const { inOrder, byName } = argumentsOf(node)
  const [bagNode, ...rest] = inOrder
  const names = ['OutputColumnPrefix', 'columnsConflict', 'ignoredProperties']
  const [prefixNode, conflictNode, ignoredNode] = names.map((name, index) => byName[name] ?? rest[index])
  const bag = bagNode === undefined ? undefined : t.scalar(bagNode, scope)
  const prefix = prefixNode === undefined ? '' : t.scalar(prefixNode, scope).literal
  const conflict = conflictNode === undefined ? 'error' : t.scalar(conflictNode, scope).literal
  if (bag?.type !== 'dynamic' || typeof prefix !== 'string' || !isConflict(conflict)) {
    throw t.query.unsupported(node, "'bag_unpack' of this")
  }
  const ignored = ignoredNode === undefined ? '[]' : `kql.element_texts(${t.scalar(ignoredNode, scope).sql})`
  return { bag, prefix, conflict, ignored }
}

function isConflict(value: unknown): value is Conflict {
  return value === 'error' || value === 'replace_source' || value === 'keep_source'
}

/** A text that Kusto takes for a time or a guid, at least in some places. */
const isUnclear = `regexp_matches(p.v, '^"(\\d{4}-\\d\\d-\\d\\d|[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"$)')`

const typeOfValue = `CASE json_type(p.v) WHEN 'VARCHAR' THEN CASE WHEN ${isUnclear} THEN '${unclearType}' ELSE 'string' END
  WHEN 'BOOLEAN' THEN 'bool' WHEN 'BIGINT' THEN 'long' WHEN 'UBIGINT' THEN 'long' WHEN 'DOUBLE' THEN 'real' ELSE 'dynamic' END`

/** Asks for all keys and the types of their values: that of all of them, or dynamic (documents: bag_unpack). */
function askForKeys(
  t: Translation,
  input: Relation,
  node: SyntaxNodes['EvaluateOperator'],
  { bag, prefix, ignored, conflict }: Options,
): never {
  const pairs = `SELECT unnest(CASE WHEN kql.is_bag(${bag.sql}) THEN kql.pairs(${bag.sql}) ELSE [] END) AS p FROM ${input.sql}`
  const keys = `SELECT kql.dynamic_text(p.k) AS k, ${typeOfValue} AS t FROM (${pairs}) WHERE p.v <> 'null'`
  return askForColumns(t, node, {
    sql: `SELECT k, CASE WHEN count(DISTINCT t) = 1 THEN min(t) WHEN bool_or(t = '${unclearType}') THEN '${unclearType}' ELSE 'dynamic' END
      FROM (${keys}) WHERE NOT list_contains(${ignored}, k) GROUP BY k ORDER BY k`,
    before: input.columns.filter((column) => column.alias !== bag.sql),
    prefix,
    keepsTypes: conflict === 'keep_source',
  })
}
