import { duckDbTypes } from '../../engine/catalog-entry'
import { columnScalar, withFirmOrder, type Relation, type RelationColumn } from '../relation'
import { nullOf, scalar, type Scalar } from '../scalar'
import { castTo, convert } from '../scalars/conversions'
import { literalOf } from '../scalars/literals'
import { is, itemsOf, type SyntaxNodes } from '../syntax-nodes'
import { scalarTypeOf, type RowScope, type Translation } from '../translation'
import type { OperatorTranslator } from './operator'

/** A column of the steps' records: one of the input's, or a declared one with its default. */
interface Field {
  readonly column: RelationColumn
  /** Its value in a step that no row has reached. */
  readonly initial: Scalar
}

type Step = SyntaxNodes['ScanStep']

/**
 * `scan with (step s: condition => column = value; …)`: goes over the rows in their order, one by one, with a state for
 * each step (documents: scan, matching logic). In SQL, a recursive query that advances by one row.
 */
export const translateScan: OperatorTranslator<'ScanOperator'> = (t, input, node, environment) => {
  if (input.serialized !== true) {
    throw t.query.wrong(
      node,
      'SEM0000',
      "Operator 'scan' cannot be invoked in current context. Details: the row set must be serialized; sort or serialize it first.",
    )
  }
  if (node.PartitionByClause !== null || node.OrderByClause !== null) {
    throw t.query.unsupported(node, "'scan' with an order or partitions of its own")
  }
  const scan = new Scan(t, input, node, { environment })
  return scan.relation()
}

/** Translates one `scan`. */
class Scan {
  readonly #t: Translation
  readonly #input: Relation
  readonly #scope: RowScope
  readonly #steps: readonly Step[]
  readonly #fields: readonly Field[]
  readonly #matchId: string | undefined
  /** The SQL type of a record. */
  readonly #record: string

  constructor(t: Translation, input: Relation, node: SyntaxNodes['ScanOperator'], scope: RowScope) {
    this.#t = t
    this.#input = withFirmOrder(t.query, input)
    this.#scope = scope
    this.#steps = itemsOf(node.Steps)
    const declared = node.DeclareClause === null ? [] : itemsOf(node.DeclareClause.Declarations)
    this.#fields = [
      ...this.#input.columns.map((column) => ({ column, initial: nullOf(column.type) })),
      ...declared.map((each) => this.#declared(each)),
    ]
    const named = itemsOf(node.Parameters).find(({ Name: name }) => name.SimpleName === 'with_match_id')
    this.#matchId =
      named === undefined
        ? undefined
        : is(named.Expression, 'NameDeclaration') || is(named.Expression, 'NameReference')
          ? named.Expression.SimpleName
          : 'match_id'
    const types = this.#fields.map(({ column }, at) => `f${at} ${duckDbTypes[column.type]}`)
    this.#record = `STRUCT(${types.join(', ')})`
  }

  #declared(each: SyntaxNodes['FunctionParameter']): Field {
    const { Name: name, Type: typeNode } = each.NameAndType
    const type = is(typeNode, 'PrimitiveTypeExpression') ? scalarTypeOf(typeNode.Type.Text) : undefined
    if (type === undefined) throw this.#t.query.unsupported(each, `The type of '${name.SimpleName}'`)
    const fallback = each.DefaultValue?.Value
    // The analysis gives this literal no type.
    const given =
      fallback === undefined
        ? nullOf(type)
        : is(fallback, 'LiteralExpression')
          ? literalOf(type, fallback.Token.Text)
          : undefined
    if (given === undefined) throw this.#t.query.unsupported(each, `The default of '${name.SimpleName}'`)
    const column = {
      name: name.SimpleName,
      type,
      alias: castTo(given.sql, type),
      nullable: type !== 'string',
    }
    return { column, initial: given }
  }

  relation(): Relation {
    const { query } = this.#t
    const [rows, number, passes, at] = [query.alias(), query.alias(), query.alias(), query.alias()]
    const order = this.#input.order.map(({ alias }) => alias).join(', ')
    const selected = this.#input.columns.map(({ alias }) => alias)
    const states = this.#steps.map((_step, index) => `s${index}`)
    const empty = this.#steps.map((_step, index) => `CAST(NULL AS ${this.#stateType(index)}) AS s${index}`)
    const output = `STRUCT(k BIGINT, id BIGINT, r ${this.#record})[]`
    const pass = this.#pass(`(SELECT * FROM ${passes} JOIN ${rows} ON ${number} = ${at} + 1)`)
    const next = [`${at} + 1`, ...pass.states, pass.matches, pass.outputs]
    const recursive = `WITH RECURSIVE ${rows} AS MATERIALIZED (SELECT ${[...selected, `row_number() OVER (ORDER BY ${order}) AS ${number}`].join(', ')} FROM ${this.#input.sql}),
      ${passes} AS (SELECT 0::BIGINT AS ${at}, ${[...empty, '0::BIGINT AS m', `CAST([] AS ${output}) AS o`].join(', ')}
      UNION ALL SELECT ${next.map((sql, index) => `${sql} AS ${[at, ...states, 'm', 'o'][index] ?? ''}`).join(', ')} FROM ${pass.from})`
    const place = query.alias()
    const columns = [
      ...this.#fields.map(({ column }, index) => ({ column, sql: fieldOf('u.r', index, column) })),
      ...(this.#matchId === undefined ? [] : [{ column: matchColumn(this.#matchId), sql: 'u.id' }]),
    ].map(({ column, sql }) => ({ sql, column: { ...column, alias: query.alias() } }))
    const list = [...columns.map(({ column, sql }) => `${sql} AS ${column.alias}`)]
    const position = `${at} * ${this.#steps.length} - u.k AS ${place}`
    const unnested = `SELECT ${at}, unnest(o) AS u FROM ${passes}`
    return {
      sql: `(${recursive} SELECT ${[...list, position].join(', ')} FROM (${unnested}))`,
      columns: columns.map(({ column }) => column),
      order: [{ alias: place, descending: false, nullsFirst: true, firm: true }],
      serialized: true,
    }
  }

  #stateType(step: number): string {
    const records = Array.from({ length: step + 1 }, (_each, index) => `r${index} ${this.#record}`)
    return `STRUCT(${[...records, 'id BIGINT'].join(', ')})`
  }

  /** One row against all steps, from the last to the first; layers of SELECT, each with what the next one reads. */
  #pass(source: string): {
    readonly from: string
    readonly states: readonly string[]
    readonly matches: string
    readonly outputs: string
  } {
    let from = source
    const states = this.#steps.map((_step, index) => `s${index}`)
    const outputs: string[] = []
    let matches = 'm'
    for (let k = this.#steps.length - 1; k >= 0; k--) {
      const step = this.#steps[k] as Step
      const [own = '', before] = [states[k], states[k - 1]]
      const promoted = this.#scopeAt(k - 1, before)
      const continued = this.#scopeAt(k, own)
      const first =
        before === undefined
          ? 'FALSE'
          : `(${before} IS NOT NULL AND coalesce(${this.#t.condition(step.Condition, promoted)}, FALSE))`
      const second = `(NOT a${k} AND ${k === 0 ? 'TRUE' : `${own} IS NOT NULL`} AND coalesce(${this.#t.condition(step.Condition, continued)}, FALSE))`
      from = `(SELECT *, ${first} AS a${k} FROM ${from})`
      from = `(SELECT *, ${second} AS b${k} FROM ${from})`
      const record = `CASE WHEN a${k} THEN ${this.#recordAfter(step, promoted)} WHEN b${k} THEN ${this.#recordAfter(step, continued)} END`
      from = `(SELECT *, ${record} AS n${k} FROM ${from})`
      const id =
        k === 0 ? `coalesce(${own}.id, m)` : `CASE WHEN a${k} THEN ${before ?? own}.id ELSE ${own}.id END`
      const state = this.#stateAfter(k, own, before, id)
      const cleared = before === undefined ? '' : `, CASE WHEN NOT a${k} THEN ${before} END AS c${k - 1}`
      from = `(SELECT *, ${state} AS t${k}${cleared} FROM ${from})`
      if (k === 0) matches = `CASE WHEN b0 AND ${own} IS NULL THEN m + 1 ELSE m END`
      states[k] = `t${k}`
      if (before !== undefined) states[k - 1] = `c${k - 1}`
      if (this.#isOutput(step))
        outputs.push(`CASE WHEN a${k} OR b${k} THEN {k: ${k}::BIGINT, id: t${k}.id, r: n${k}} END`)
    }
    const found =
      outputs.length === 0 ? '[]' : `list_filter([${outputs.join(', ')}], lambda e: e IS NOT NULL)`
    return { from, states, matches, outputs: found }
  }

  #stateAfter(k: number, own: string, before: string | undefined, id: string): string {
    const earlier = Array.from({ length: k }, (_each, index) => {
      const kept = `${own}.r${index}`
      return `r${index}: ${before === undefined ? kept : `CASE WHEN a${k} THEN ${before}.r${index} ELSE ${kept} END`}`
    })
    const state = `{${[...earlier, `r${k}: n${k}`, `id: ${id}`].join(', ')}}`
    return `CASE WHEN a${k} OR b${k} THEN ${state} ELSE ${own} END`
  }

  /** The row with the step's assignments. */
  #recordAfter(step: Step, scope: RowScope): string {
    const assigned = step.ComputationClause === null ? [] : itemsOf(step.ComputationClause.Assignments)
    const parts = this.#fields.map(({ column }, index) => {
      const given = assigned.find(({ Name: name }) => name.SimpleName === column.name)
      const value = given === undefined ? columnScalar(column) : this.#t.scalar(given.Expression, scope)
      const converted = convert(value, column.type)
      if (converted === undefined)
        throw this.#t.query.unsupported(step, `A ${value.type} for the column '${column.name}'`)
      return `f${index}: ${castTo(converted.sql, column.type)}`
    })
    return `{${parts.join(', ')}}`
  }

  #isOutput(step: Step): boolean {
    const kind = step.ScanStepOutput?.OutputKind.Text.toLowerCase() ?? 'all'
    if (kind === 'last') throw this.#t.query.unsupported(step, "'output=last' of 'scan'")
    return kind === 'all'
  }

  /** What a step's expressions may name: the row, and the records of a state that holds steps up to `last`. */
  #scopeAt(last: number, state: string | undefined): RowScope {
    const relation = { ...this.#input, columns: this.#fields.map(({ column }) => column) }
    return {
      ...this.#scope,
      relation,
      recordOf: (stepName, columnName) => {
        const at = this.#steps.findIndex(({ Name: name }) => name.SimpleName === stepName)
        const index = this.#fields.findIndex(({ column }) => column.name === columnName)
        const field = this.#fields[index]
        if (at < 0 || field === undefined) return undefined
        if (at > last || state === undefined)
          return scalar(castTo(field.initial.sql, field.column.type), field.column.type)
        const record = `${state}.r${at}`
        return scalar(
          `CASE WHEN ${record} IS NULL THEN ${castTo(field.initial.sql, field.column.type)} ELSE ${fieldOf(record, index, field.column)} END`,
          field.column.type,
        )
      },
    }
  }
}

function fieldOf(record: string, index: number, column: RelationColumn): string {
  const sql = `${record}.f${index}`
  return column.type === 'string' ? `coalesce(${sql}, '')` : `(${sql})`
}

function matchColumn(name: string): RelationColumn {
  return { name, type: 'long', alias: '', nullable: false }
}
