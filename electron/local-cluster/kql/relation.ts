import type { ScalarType } from '../../domain/scalar-type'
import type { Scalar } from './scalar'

/** Gives names for columns and tables in the SQL of one query: `v1`, `v2`, … */
interface AliasSource {
  /** A name that the query does not have yet. */
  alias(): string
}

/** A column of a relation: Kusto's name for it, and its opaque name in SQL. */
export interface RelationColumn {
  readonly name: string
  readonly type: ScalarType
  readonly alias: string
  readonly nullable: boolean
}

/** One term of a sorted relation's order. */
export interface OrderTerm {
  /** An alias of the relation, perhaps of a column that is now hidden. */
  readonly alias: string
  readonly descending: boolean
  readonly nullsFirst: boolean
  /** No two rows have the same value. */
  readonly firm?: boolean
  /** For a real: NaN sorts with null, at the same end. */
  readonly mayBeNaN?: boolean
}

/** Aliases for the facts about a row's extent. */
export interface ExtentAliases {
  /** Its number in `meta.extents`; left out if some rows may have no extent. */
  readonly number?: string
  readonly id: string
  /** Ticks. */
  readonly createdOn: string
  /** VARCHAR[]. */
  readonly tags: string
}

/**
 * A tabular expression in SQL. Aliases are unique in the whole query, so relations can be joined and nested
 * without renaming, and DuckDB's case-insensitive names cannot collide.
 */
export interface Relation {
  /** What may follow FROM. */
  readonly sql: string
  readonly columns: readonly RelationColumn[]
  /** Hidden columns about the row's extent, if the query needs them and rows still come from a table. */
  readonly extent?: ExtentAliases
  /** Empty: the rows have no order. */
  readonly order: readonly OrderTerm[]
  /** In Kusto's terms, the rows are serialized: window functions may read earlier and later rows. */
  readonly serialized?: boolean
}

/** A column to compute. */
export interface OutputColumn {
  readonly name: string
  readonly value: Scalar
}

/** The column as an expression over its relation. */
export function columnScalar(column: RelationColumn): Scalar {
  return { sql: column.alias, type: column.type, nullable: column.nullable }
}

/** True if the SQL is an alias of an {@link AliasSource}. */
export function isAlias(sql: string): boolean {
  return /^v\d+$/.test(sql)
}

/** SELECTs the given columns. Order and extent columns stay with the rows, hidden if not selected. */
export function projectRelation(
  names: AliasSource,
  relation: Relation,
  outputs: readonly OutputColumn[],
): Relation {
  const taken = new Set<string>()
  const parts: string[] = []
  const columns = outputs.map(({ name, value }): RelationColumn => {
    const passed = relation.columns.some((column) => column.alias === value.sql) && !taken.has(value.sql)
    const alias = passed ? value.sql : names.alias()
    taken.add(alias)
    parts.push(passed ? alias : `${value.sql} AS ${alias}`)
    return { name, type: value.type, alias, nullable: value.nullable }
  })
  for (const alias of hiddenAliases(relation)) {
    if (!taken.has(alias)) parts.push(alias)
    taken.add(alias)
  }
  const sql = `(SELECT ${parts.length === 0 ? '1' : parts.join(', ')} FROM ${relation.sql})`
  return { ...relation, sql, columns }
}

/** Aliases to carry along although they are not columns. */
export function hiddenAliases(relation: Relation): string[] {
  const order = relation.order.map((term) => term.alias)
  const { extent } = relation
  if (extent === undefined) return order
  const { number, id, createdOn, tags } = extent
  return [...(number === undefined ? [] : [number]), id, createdOn, tags, ...order]
}

/** The rows that match. */
export function filterRelation(relation: Relation, condition: string): Relation {
  return { ...relation, sql: `(SELECT * FROM ${relation.sql} WHERE ${condition})` }
}

/** `ORDER BY …` with a leading space, or nothing. */
export function orderClause(relation: Relation): string {
  if (relation.order.length === 0) return ''
  return ` ORDER BY ${orderTerms(relation).join(', ')}`
}

/** The order's terms as SQL. */
export function orderTerms(relation: Relation): string[] {
  return relation.order.map(({ alias, descending, nullsFirst, mayBeNaN }) => {
    const direction = `${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`
    if (mayBeNaN !== true) return `${alias} ${direction}`
    return `nullif(${alias}, CAST('NaN' AS DOUBLE)) ${direction}, (${alias} IS NULL) ${nullsFirst ? 'DESC' : 'ASC'}`
  })
}

/** The same rows in the same order under new aliases, for a relation that is used more than once. */
export function renamedRelation(names: AliasSource, relation: Relation): Relation {
  const given = new Map<string, string>()
  const renamed = (alias: string): string => {
    const name = given.get(alias) ?? names.alias()
    given.set(alias, name)
    return name
  }
  const columns = relation.columns.map((column) => ({ ...column, alias: renamed(column.alias) }))
  const order = relation.order.map((term) => ({ ...term, alias: renamed(term.alias) }))
  const parts = [...given].map(([from, to]) => `${from} AS ${to}`)
  return {
    sql: `(SELECT ${parts.join(', ')} FROM ${relation.sql})`,
    columns,
    order,
    serialized: relation.serialized === true,
  }
}

/** Adds hidden computed columns; returns the relation and their aliases. */
export function addHidden(
  names: AliasSource,
  relation: Relation,
  expressions: readonly string[],
): { readonly relation: Relation; readonly aliases: readonly string[] } {
  const aliases = expressions.map(() => names.alias())
  if (aliases.length === 0) return { relation, aliases }
  const parts = expressions.map((sql, index) => `${sql} AS ${aliases[index] ?? ''}`)
  return { relation: { ...relation, sql: `(SELECT *, ${parts.join(', ')} FROM ${relation.sql})` }, aliases }
}

/** Numbers the rows, so that all windows and the final result agree on the order of ties. */
export function withFirmOrder(names: AliasSource, relation: Relation): Relation {
  const [only] = relation.order
  if (relation.order.length === 1 && only?.firm === true) return relation
  const terms = orderTerms(relation)
  const number = `row_number() OVER (${terms.length === 0 ? '' : `ORDER BY ${terms.join(', ')}`})`
  const numbered = addHidden(names, relation, [number])
  const alias = numbered.aliases[0] ?? ''
  return { ...numbered.relation, order: [{ alias, descending: false, nullsFirst: true, firm: true }] }
}

/** Rows that gain hidden columns while expressions over them are translated. */
export class RowsBefore {
  readonly #names: AliasSource
  #relation: Relation

  constructor(names: AliasSource, relation: Relation) {
    this.#names = names
    this.#relation = relation
  }

  get relation(): Relation {
    return this.#relation
  }

  /** Adds a column whose SQL may name the columns before it; returns its alias. */
  add(sql: string): string {
    const { relation, aliases } = addHidden(this.#names, this.#relation, [sql])
    this.#relation = relation
    return aliases[0] ?? ''
  }
}
