import type { Binding, Environment, FunctionParameter } from './environment'
import { renamedRelation, type Relation } from './relation'
import type { Scalar } from './scalar'
import { literalOf } from './scalars/literals'
import { readStringLiteral } from './string-literal'
import {
  columnsOf,
  is,
  itemsOf,
  kindOf,
  type Expression,
  type SyntaxNode,
  type SyntaxNodes,
} from './syntax-nodes'
import { scalarTypeOf, type Translation } from './translation'

/** The names in scope after the statements of a query or function body; expression statements add none. */
export function translateStatements(
  t: Translation,
  nodes: readonly SyntaxNode[],
  outer: Environment,
): Environment {
  let environment = outer
  for (const node of nodes) {
    if (is(node, 'LetStatement')) {
      environment = environment.with(node.Name.SimpleName, letBinding(t, node, environment))
    } else if (is(node, 'QueryParametersStatement')) {
      environment = queryParameters(t, node, environment)
    } else if (is(node, 'SetOptionStatement')) {
      assertOption(t, node)
    } else if (!is(node, 'ExpressionStatement')) {
      throw t.query.unsupported(
        node,
        `The statement ${kindOf(node)
          .replace(/Statement$/, '')
          .toLowerCase()}`,
      )
    }
  }
  return environment
}

/** Most options concern limits and caches and do not change the answer; these would. */
function assertOption(t: Translation, node: SyntaxNodes['SetOptionStatement']): void {
  const name = node.Name.SimpleName.toLowerCase()
  if (
    /^(query_now|query_datetimescope.*|query_datascope|query_take_max_records|truncationmaxrecords)$/.test(
      name,
    )
  ) {
    throw t.query.unsupported(node, `The option '${name}'`)
  }
}

function letBinding(t: Translation, node: SyntaxNodes['LetStatement'], environment: Environment): Binding {
  const value = node.Expression
  if (is(value, 'FunctionDeclaration')) {
    const parameters = itemsOf(value.Parameters.Parameters).map((each): FunctionParameter => {
      const { Name: name, Type: type } = each.NameAndType
      const fallback = each.DefaultValue?.Value
      return {
        name: name.SimpleName,
        typeName: is(type, 'PrimitiveTypeExpression') ? type.Type.Text : undefined,
        default:
          fallback === undefined
            ? undefined
            : { kind: 'scalar', scalar: t.scalar(fallback, { environment }) },
      }
    })
    return { kind: 'function', environment, parameters, body: value.Body }
  }
  return valueBinding(t, value, environment)
}

function valueBinding(t: Translation, value: Expression, environment: Environment): Binding {
  if (is(value, 'MaterializeExpression'))
    return { kind: 'tabular', relation: materialized(t, value, environment) }
  if (is(value, 'ToScalarExpression'))
    return { kind: 'scalar', scalar: shared(t, t.scalar(value, { environment })) }
  if (columnsOf(value.ResultType).length > 0 && !is(value, 'ToScalarExpression')) {
    const relation = (): Relation => {
      t.query.countInlining()
      return t.tabular(value, environment)
    }
    return { kind: 'tabular', relation }
  }
  return { kind: 'scalar', scalar: t.scalar(value, { environment }) }
}

/** Computed once; later uses read the stored rows. */
function materialized(
  t: Translation,
  value: SyntaxNodes['MaterializeExpression'],
  environment: Environment,
): () => Relation {
  let kept: { readonly name: string; readonly relation: Relation } | undefined
  return () => {
    if (kept === undefined) {
      const relation = t.tabular(value.Expression, environment)
      kept = { name: t.query.alias(), relation }
      const columns = relation.columns.map(({ alias }) => alias).join(', ')
      t.query.sharedParts.push(`${kept.name} AS MATERIALIZED (SELECT ${columns} FROM ${relation.sql})`)
    }
    return renamedRelation(t.query, { ...kept.relation, sql: kept.name })
  }
}

/** A value from a table is computed once, however often it is used. */
function shared(t: Translation, value: Scalar): Scalar {
  const [name, column] = [t.query.alias(), t.query.alias()]
  t.query.sharedParts.push(`${name} AS MATERIALIZED (SELECT ${value.sql} AS ${column})`)
  return { sql: `(SELECT ${column} FROM ${name})`, type: value.type, nullable: value.nullable }
}

/** True if the whole text is one literal; text that only starts with a literal is itself the value. */
function isStringLiteral(text: string): boolean {
  const literal = readStringLiteral(text, 0)
  return typeof literal === 'object' && literal.end === text.length
}

/** `declare query_parameters (name: type = default)`; the request supplies values as literals. */
function queryParameters(
  t: Translation,
  node: SyntaxNodes['QueryParametersStatement'],
  outer: Environment,
): Environment {
  let environment = outer
  for (const each of itemsOf(node.Parameters)) {
    const name = each.NameAndType.Name.SimpleName
    const typeNode = each.NameAndType.Type
    const type = is(typeNode, 'PrimitiveTypeExpression') ? scalarTypeOf(typeNode.Type.Text) : undefined
    if (type === undefined) throw t.query.unsupported(each, `The type of the query parameter '${name}'`)
    const given = t.query.context.parameters?.[name]
    const fallback = each.DefaultValue?.Value
    // A string may be quoted or bare.
    const text =
      given !== undefined && type === 'string' && !isStringLiteral(given) ? JSON.stringify(given) : given
    const scalar =
      text !== undefined
        ? literalOf(type, text)
        : fallback === undefined
          ? undefined
          : t.scalar(fallback, { environment: outer })
    if (scalar === undefined) {
      throw t.query.wrong(
        each,
        'SEM0228',
        given === undefined
          ? `The query parameter '${name}' has no value`
          : `The value of the query parameter '${name}' is not a ${type}`,
      )
    }
    environment = environment.with(name, { kind: 'scalar', scalar })
  }
  return environment
}
