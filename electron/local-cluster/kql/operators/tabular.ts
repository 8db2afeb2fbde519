import { sourceName, type Environment } from '../environment'
import { hasWindowFunction } from '../functions/window-functions'
import { renamedRelation, withFirmOrder, type Relation } from '../relation'
import { storedFunctionSymbol } from '../stored-function'
import { translateUserTable } from '../scalars/user-function'
import {
  childrenOf,
  is,
  kindOf,
  type Expression,
  type SyntaxElement,
  type SyntaxNode,
  type SyntaxNodes,
  type SyntaxToken,
} from '../syntax-nodes'
import type { Translation } from '../translation'
import { pipedInputName } from '../query-symbols'
import { translateAs } from './as-operator'
import { translateEvaluate } from './evaluate-operator'
import {
  translateSample,
  translateSort,
  translateTake,
  translateTop,
  translateWhere,
} from './filter-operators'
import { translateJoin, translateLookup } from './join-operators'
import { translateMakeSeries } from './make-series-operator'
import { translateMvApply } from './mv-apply-operator'
import { translateMvExpand } from './mv-expand-operator'
import type { OperatorTranslator } from './operator'
import { translatePartition } from './partition-operator'
import { translateParseKv } from './parse-kv-operator'
import { translateParse, translateParseWhere } from './parse-operator'
import {
  translateChoice,
  translateChoiceByNames,
  translateDistinct,
  translateExtend,
  translateProject,
  translateRename,
  translateSerialize,
} from './project-operators'
import { translateScan } from './scan-operator'
import { translateSearch } from './search-operator'
import { translateGetSchema, translateSampleDistinct } from './shape-operators'
import {
  findTable,
  inputRelation,
  tableRelation,
  translateDatatable,
  translatePrint,
  translateRange,
} from './source-operators'
import { translateCount, translateSummarize } from './summarize-operator'
import { translateTopHitters, translateTopNested } from './top-groups-operators'
import { translateUnion } from './union-operator'

/** The operators after a bar. */
const operators: { readonly [Kind in keyof SyntaxNodes]?: OperatorTranslator<Kind> } = {
  AsOperator: translateAs,
  CountOperator: translateCount,
  DistinctOperator: translateDistinct,
  EvaluateOperator: translateEvaluate,
  ExtendOperator: translateExtend,
  FilterOperator: translateWhere,
  GetSchemaOperator: translateGetSchema,
  InvokeOperator: (t, input, node, environment) => {
    const { Function: call } = node
    if (!is(call, 'FunctionCallExpression')) throw t.query.unsupported(node, "This form of 'invoke'")
    return translateUserTable(t, call, environment, input)
  },
  JoinOperator: translateJoin,
  LookupOperator: translateLookup,
  MakeSeriesOperator: translateMakeSeries,
  MvApplyOperator: translateMvApply,
  MvExpandOperator: translateMvExpand,
  ParseKvOperator: translateParseKv,
  ParseOperator: translateParse,
  ParseWhereOperator: translateParseWhere,
  PartitionOperator: translatePartition,
  ProjectAwayOperator: translateChoice,
  ProjectByNamesOperator: translateChoiceByNames,
  ProjectKeepOperator: translateChoice,
  ProjectOperator: translateProject,
  ProjectRenameOperator: translateRename,
  ProjectReorderOperator: translateChoice,
  RenderOperator: (_t, input) => input,
  SampleDistinctOperator: translateSampleDistinct,
  SampleOperator: translateSample,
  ScanOperator: translateScan,
  SearchOperator: translateSearch,
  SerializeOperator: translateSerialize,
  SortOperator: translateSort,
  SummarizeOperator: translateSummarize,
  TakeOperator: translateTake,
  TopHittersOperator: translateTopHitters,
  TopNestedOperator: translateTopNested,
  TopOperator: translateTop,
  UnionOperator: translateUnion,
}

/**
 * Translates a tabular expression.
 *
 * @throws KustoError for an unsupported operator.
 */
export function translateTabular(t: Translation, node: Expression, environment: Environment): Relation {
  if (is(node, 'PipeExpression')) {
    const input = t.tabular(node.Expression, environment)
    return translateOperator(t, input, node.Operator, environment)
  }
  if (is(node, 'ParenthesizedExpression')) return t.tabular(node.Expression, environment)
  if (is(node, 'NameReference')) return translateTableName(t, node, environment)
  if (is(node, 'DataTableExpression')) return translateDatatable(t, node, environment)
  if (is(node, 'PrintOperator')) return translatePrint(t, node, environment)
  if (is(node, 'UnionOperator')) return translateUnion(t, undefined, node, environment)
  if (is(node, 'SearchOperator')) return translateSearch(t, undefined, node, environment)
  if (is(node, 'RangeOperator')) return translateRange(t, node, environment)
  if (is(node, 'MaterializeExpression') || is(node, 'ToTableExpression'))
    return t.tabular(node.Expression, environment)
  if (is(node, 'FunctionCallExpression')) return translateTableCall(t, node, environment)
  if (is(node, 'PathExpression')) return translateQualified(t, node, environment)
  const source = environment.find(sourceName)
  if (source?.kind === 'tabular') return translateOperator(t, source.relation(), node, environment)
  throw t.query.unsupported(node, `The operator '${operatorName(node)}'`)
}

function translateOperator(
  t: Translation,
  input: Relation,
  node: Expression,
  environment: Environment,
): Relation {
  const kind = kindOf(node) as keyof SyntaxNodes
  const translate = operators[kind] as OperatorTranslator<typeof kind> | undefined
  if (translate === undefined) throw t.query.unsupported(node, `The operator '${operatorName(node)}'`)
  const firm = hasWindowFunction(node) ? withFirmOrder(t.query, input) : input
  return translate(t, firm, node as never, environment)
}

/** The operator as the user writes it: its first word. */
function operatorName(node: SyntaxNode): string {
  const [first] = childrenOf(node)
  const keyword = (first as SyntaxElement as Partial<SyntaxToken> | undefined)?.Text
  return keyword === undefined || keyword === '' ? 'of this kind' : keyword
}

/** A `let` name hides a table with the same name. */
function translateTableName(
  t: Translation,
  node: SyntaxNodes['NameReference'],
  environment: Environment,
): Relation {
  const name = node.SimpleName
  const binding = environment.find(name)
  if (binding?.kind === 'tabular') return binding.relation()
  if (binding?.kind === 'function') return translateUserTable(t, node, environment)
  if (name === pipedInputName) {
    const input = inputRelation(t.query)
    if (input !== undefined) return input
  }
  if (storedFunctionSymbol(t.query.database, node.ReferencedSymbol) !== undefined) {
    return translateUserTable(t, node, environment)
  }
  const isVariable = node.ReferencedSymbol !== null && kindOf(node.ReferencedSymbol) === 'VariableSymbol'
  const rows = isVariable ? t.query.namedRows(name) : undefined
  if (rows !== undefined) return renamedRelation(t.query, rows)
  const table = findTable(t.query.database, name)
  // The analysis found it elsewhere, or it is missing in a stored function's body.
  if (table === undefined) {
    throw t.query.wrong(node, 'SEM0100', `Failed to resolve table or column expression named '${name}'`)
  }
  return tableRelation(t.query, table)
}

/** `table('T')`, `materialize(…)`, or a function defined in the query. */
function translateTableCall(
  t: Translation,
  node: SyntaxNodes['FunctionCallExpression'],
  environment: Environment,
): Relation {
  const table = node.Name.SimpleName === 'table' ? tableNamed(t, node, environment) : undefined
  if (table !== undefined) {
    const found = findTable(t.query.database, table)
    if (found === undefined)
      throw t.query.wrong(node, 'SEM0100', `Failed to resolve table expression named '${table}'`)
    return tableRelation(t.query, found)
  }
  return translateUserTable(t, node, environment)
}

/** `database('D').T` and `database('D').table('T')`. */
function translateQualified(
  t: Translation,
  node: SyntaxNodes['PathExpression'],
  environment: Environment,
): Relation {
  const { Expression: base, Selector: selector } = node
  if (is(base, 'FunctionCallExpression') && base.Name.SimpleName === 'database') {
    const databaseName = tableNamed(t, base, environment)
    const databases = [t.query.database, ...(t.query.context.otherDatabases ?? [])]
    const database = databases.find((each) => each.name === databaseName)
    const name = is(selector, 'NameReference')
      ? selector.SimpleName
      : is(selector, 'FunctionCallExpression') && selector.Name.SimpleName === 'table'
        ? tableNamed(t, selector, environment)
        : undefined
    const table = database === undefined || name === undefined ? undefined : findTable(database, name)
    if (table !== undefined) return tableRelation(t.query, table)
  }
  throw t.query.unsupported(node, 'This reference to another database or cluster')
}

function tableNamed(
  t: Translation,
  node: SyntaxNodes['FunctionCallExpression'],
  environment: Environment,
): string | undefined {
  const count = node.ArgumentList.Expressions.Count
  if (count === 0) return undefined
  const { literal } = t.scalar(node.ArgumentList.Expressions.getItem(0).Element$1, { environment })
  return typeof literal === 'string' ? literal : undefined
}
