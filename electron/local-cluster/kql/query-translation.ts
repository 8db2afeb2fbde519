import type { ScalarType } from '../../domain/scalar-type'
import { duckDbTypes, type DatabaseEntry } from '../engine/catalog-entry'
import { KustoError } from '../answers/kusto-error'
import { Environment } from './environment'
import { kustoLanguage, type KustoCode } from './kusto-language'
import { translateTabular } from './operators/tabular'
import { macroTokens, nameArguments } from './macro-calls'
import { assertShallow } from './query-depth'
import { diagnosticError } from './query-diagnostics'
import { syntaxError, tooComplex } from './query-failure'
import { newExtentPlaceholder, nowPlaceholder, QueryState } from './query-state'
import { translateStatements } from './query-statements'
import { globalsFor, namesDatabase, pipedInputName } from './query-symbols'
import { reachableText } from './stored-function'
import { orderClause, type Relation } from './relation'
import { translateCondition, translateScalar } from './scalars/expression'
import { childrenOf, is, itemsOf, type Expression, type SyntaxNode } from './syntax-nodes'
import type { QueryContext, TranslatedQuery, Visualization } from './translated-query'
import { scalarTypeOf, type Translation } from './translation'

/**
 * Translates a query with exactly one tabular result.
 *
 * @throws KustoError as {@link translateQueries}, and if the text has more than one result.
 */
export function translateQuery(csl: string, database: DatabaseEntry, context: QueryContext): TranslatedQuery {
  const [first, second] = translateQueries(csl, database, context)
  if (first === undefined || second !== undefined) {
    throw new KustoError('General_BadRequest', 'Exactly one tabular expression was expected.')
  }
  return first
}

/**
 * Translates a query, or a batch of tabular expressions separated by `;`, which gives one result each.
 *
 * @throws KustoError for a syntax or semantic error (with the service's and the parser's code, message and
 * position), and for anything unsupported (`BadRequest_NotSupported`, naming the feature and its position).
 */
export function translateQueries(
  csl: string,
  database: DatabaseEntry,
  context: QueryContext,
): readonly TranslatedQuery[] {
  const kept = keptTranslation(csl, database, context)
  const { now, newRows } = context
  return kept.map((query) => {
    const sql = query.sql.replaceAll(nowPlaceholder, nowSql(now))
    if (newRows === undefined) return { ...query, sql }
    const readsNewRows = sql.includes(newExtentPlaceholder)
    return { ...query, sql: sql.replaceAll(newExtentPlaceholder, String(newRows.extent)), readsNewRows }
  })
}

function nowSql(now: bigint): string {
  return `CAST(${now} AS ${duckDbTypes.datetime})`
}

/** Translations of plain texts per database entry, newest last. The catalog's entry lives as long as its schema. */
const translations = new WeakMap<DatabaseEntry, Map<string, readonly TranslatedQuery[]>>()
/** Longest SQL for one query, in characters: enough for a list of a million values, the most that `in` accepts. */
const longestSql = 40_000_000
/** The most macro tokens in a statement; the engine plans some tens of thousands per second. */
const mostMacroTokens = 500_000
const maximumKept = 200
const maximumKeptLength = 20_000

function keptTranslation(
  csl: string,
  database: DatabaseEntry,
  context: QueryContext,
): readonly TranslatedQuery[] {
  const plain =
    context.input === undefined &&
    Object.keys(context.parameters ?? {}).length === 0 &&
    !namesDatabase(reachableText(csl, database)) &&
    csl.length <= maximumKeptLength
  if (!plain) return translate(csl, database, context)
  let kept = translations.get(database)
  if (kept === undefined) {
    kept = new Map()
    translations.set(database, kept)
  }
  const key = JSON.stringify([csl, context.wrapping === true, context.newRows?.table])
  let result = kept.get(key)
  if (result === undefined) {
    result = translate(csl, database, context)
    const [oldest] = kept.keys()
    if (kept.size >= maximumKept && oldest !== undefined) kept.delete(oldest)
  } else {
    kept.delete(key)
  }
  kept.set(key, result)
  return result
}

function translate(csl: string, database: DatabaseEntry, context: QueryContext): readonly TranslatedQuery[] {
  const prefix = context.input === undefined ? '' : `${pipedInputName} `
  const code = analyzed(prefix + csl, database, context)
  const error = diagnosticError(code, csl, prefix.length)
  if (error !== undefined) throw error
  if (!is(code.Syntax, 'QueryBlock')) {
    throw new KustoError('General_BadRequest', 'A query was expected, and this is a management command.')
  }
  const query = new QueryState(csl, database, context, prefix.length)
  const t = translationOf(query)
  const statements = itemsOf(code.Syntax.Statements)
  const results: TranslatedQuery[] = []
  let environment = new Environment()
  for (const statement of statements) {
    if (is(statement, 'ExpressionStatement')) results.push(resultOf(t, statement.Expression, environment))
    else environment = t.statements([statement], environment)
  }
  if (results.length === 0) {
    throw syntaxError(csl, 0, 'a tabular expression was expected.')
  }
  return results
}

/** The parser itself fails on a few calls with odd argument types. */
function analyzed(text: string, database: DatabaseEntry, context: QueryContext): KustoCode {
  assertShallow(text)
  const globals = globalsFor(text, database, context)
  try {
    return kustoLanguage().KustoCode.ParseAndAnalyze(text, globals)
  } catch (cause) {
    if (cause instanceof RangeError) throw tooComplex('it nests too deeply')
    throw new KustoError('General_BadRequest', 'Semantic error: The parser could not analyze the query.', {
      type: 'Kusto.Data.Exceptions.SemanticException',
      cause,
    })
  }
}

function translationOf(query: QueryState): Translation {
  const t: Translation = {
    query,
    scalar: (node, scope) => {
      const result = translateScalar(t, node, scope)
      assertSize(result.sql)
      return result
    },
    condition: (node, scope) => translateCondition(t, node, scope),
    tabular: (node, environment) => {
      const relation = translateTabular(t, node, environment)
      assertSize(relation.sql)
      return relation
    },
    statements: (nodes, environment) => translateStatements(t, nodes, environment),
    typeOf: (node) => typeOf(t, node),
  }
  return t
}

/** An expression used several times inside another grows exponentially with the nesting. */
function assertSize(sql: string): void {
  if (sql.length > longestSql) throw tooComplex('its translation grows too large')
}

function typeOf(t: Translation, node: Expression): ScalarType {
  const name = node.ResultType?.Name
  const type = scalarTypeOf(name)
  if (type === undefined) throw t.query.unsupported(node, `An expression of the type ${name ?? 'unknown'}`)
  return type
}

function resultOf(t: Translation, node: Expression, environment: Environment): TranslatedQuery {
  const relation = t.tabular(node, environment)
  return {
    sql: resultSql(t.query, relation),
    columns: relation.columns.map(({ name, type }) => ({ name, type })),
    ...endingOf(node),
  }
}

/** Only the requested columns, in the promised order. */
function resultSql(query: QueryState, relation: Relation): string {
  const shared = query.sharedParts.length === 0 ? '' : `WITH ${query.sharedParts.join(', ')} `
  const columns = relation.columns.map(({ alias }) => alias).join(', ')
  const sql = nameArguments(
    `${shared}SELECT ${columns === '' ? 'NULL' : columns} FROM ${relation.sql}${orderClause(relation)}`,
  )
  assertSize(sql)
  if (macroTokens(sql) > mostMacroTokens) throw tooComplex('its translation grows too large')
  return sql
}

/** What a final `as` and `render` say about the result. */
function endingOf(node: Expression): { readonly name?: string; readonly visualization?: Visualization } {
  if (!is(node, 'PipeExpression')) return {}
  const { Operator: operator } = node
  if (is(operator, 'AsOperator')) return { name: operator.Name.SimpleName }
  if (is(operator, 'RenderOperator')) {
    const properties = operator.WithClause === null ? [] : itemsOf(operator.WithClause.Properties)
    return {
      visualization: {
        kind: operator.ChartType.Text,
        properties: Object.fromEntries(
          properties.map(({ Name, Expression: value }) => [Name.SimpleName, propertyText(value)]),
        ),
      },
    }
  }
  return {}
}

/** The value of a property of `render`: a literal, a column, or columns with commas between. */
function propertyText(node: SyntaxNode): string {
  if (is(node, 'LiteralExpression')) return node.Token.ValueText
  if (is(node, 'NameReference')) return node.SimpleName
  return childrenOf(node)
    .map(propertyText)
    .filter((text) => text !== '')
    .join(',')
}
