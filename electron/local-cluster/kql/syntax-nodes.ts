/**
 * The part of the parser's syntax tree that we use: its own declarations are 1.7 MB of nullable globals. Member
 * names are the parser's.
 */

/** The parser's read-only lists. */
export interface KustoList<Item> {
  readonly Count: number
  getItem(index: number): Item
}

/** What the analysis attaches to nodes; its class says what it is (`ColumnSymbol`, `VariableSymbol`, …). */
export interface KustoSymbol {
  readonly Name: string
}

/** A type: scalar types have a name, tables have columns. */
export interface TypeSymbol extends KustoSymbol {
  /** Of a table or tuple. */
  readonly Columns?: KustoList<ColumnSymbol>
}

/** A function; for a stored one the parser reads the declaration. */
export interface FunctionSymbol extends KustoSymbol {
  readonly Signatures: KustoList<{ readonly Parameters: KustoList<ParameterSymbol> }>
}

/** A parameter of a function. */
interface ParameterSymbol extends KustoSymbol {
  readonly DeclaredTypes: KustoList<TypeSymbol>
  readonly DefaultValue: { ToString(): string } | null
}

/** A column of a table's type. */
export interface ColumnSymbol extends KustoSymbol {
  readonly Type: TypeSymbol
}

/** A node or token, and its position. */
export interface SyntaxElement {
  /** Offset of the first character that is neither blank nor comment. */
  readonly TextStart: number
  /** Offset after the last character. */
  readonly End: number
  readonly IsMissing: boolean
}

/** A leaf: a keyword, name, literal or symbol. */
export interface SyntaxToken extends SyntaxElement {
  readonly Text: string
  /** The name or string value that the token stands for. */
  readonly ValueText: string
}

/** An inner node. */
export interface SyntaxNode extends SyntaxElement {
  readonly Parent: SyntaxNode | null
  readonly ReferencedSymbol: KustoSymbol | null
  readonly ChildCount: number
  GetChild(index: number): SyntaxNode | null
  /** For a call of a function defined in the query: its body, analyzed for this call's arguments. */
  GetCalledFunctionBody(): SyntaxNode | null
}

/** An expression; a tabular one has a `ResultType` with columns. */
export interface Expression extends SyntaxNode {
  readonly ResultType: TypeSymbol | null
}

/** An element of a separated list; the item itself is `Element$1`. */
interface Separated<Item> {
  readonly Element$1: Item
}
type List<Item> = KustoList<Item>
type SeparatedList<Item> = KustoList<Separated<Item>>

interface NameDeclaration extends SyntaxNode {
  readonly SimpleName: string
}
interface NamedParameter extends SyntaxNode {
  readonly Name: NameDeclaration
  readonly Expression: Expression
}
interface NameAndType extends SyntaxNode {
  readonly Name: NameDeclaration
  readonly Type: SyntaxNode
}
interface WithParameters extends Expression {
  readonly Parameters: List<NamedParameter>
}
interface WithExpressions extends Expression {
  readonly Expressions: SeparatedList<Expression>
}
interface Binary extends Expression {
  readonly Left: Expression
  readonly Operator: SyntaxToken
  readonly Right: Expression
}
interface InList extends Expression {
  readonly Left: Expression
  readonly Operator: SyntaxToken
  readonly Right: SyntaxNode
}
interface Wrapped extends Expression {
  readonly Expression: Expression
}

/** The nodes by class name. */
export interface SyntaxNodes {
  // Scalar expressions
  LiteralExpression: Expression & { readonly Token: SyntaxToken }
  CompoundStringLiteralExpression: Expression & { readonly Tokens: List<SyntaxToken> }
  DynamicExpression: Wrapped
  JsonObjectExpression: Expression & {
    readonly Pairs: SeparatedList<SyntaxNode & { readonly Name: SyntaxToken; readonly Value: Expression }>
  }
  JsonArrayExpression: Expression & { readonly Values: SeparatedList<Expression> }
  NameReference: Expression & { readonly SimpleName: string }
  StarExpression: Expression
  ParenthesizedExpression: Wrapped
  PrefixUnaryExpression: Wrapped & { readonly Operator: SyntaxToken }
  BinaryExpression: Binary
  InExpression: InList
  HasAnyExpression: InList
  HasAllExpression: InList
  BetweenExpression: Expression & {
    readonly Left: Expression
    readonly Operator: SyntaxToken
    readonly Right: SyntaxNode & { readonly First: Expression; readonly Second: Expression }
  }
  ExpressionList: SyntaxNode & { readonly Expressions: SeparatedList<Expression> }
  FunctionCallExpression: Expression & {
    readonly Name: NameDeclaration
    readonly ArgumentList: SyntaxNodes['ExpressionList']
  }
  PathExpression: Wrapped & { readonly Selector: Expression }
  ElementExpression: Wrapped & { readonly Selector: SyntaxNodes['BracketedExpression'] }
  BracketedExpression: Wrapped
  SimpleNamedExpression: Wrapped & { readonly Name: NameDeclaration }
  CompoundNamedExpression: Wrapped & {
    readonly Names: SyntaxNode & { readonly Names: SeparatedList<NameDeclaration> }
  }
  TypeOfLiteralExpression: Expression & { readonly Types: SeparatedList<SyntaxNode> }
  PrimitiveTypeExpression: SyntaxNode & { readonly Type: SyntaxToken }
  ToScalarExpression: Wrapped
  ToTableExpression: Wrapped
  MaterializeExpression: Wrapped
  OrderedExpression: Wrapped & {
    readonly Ordering: SyntaxNode & {
      readonly AscOrDescKeyword: SyntaxToken | null
      readonly NullsClause: (SyntaxNode & { readonly FirstOrLastKeyword: SyntaxToken }) | null
    }
  }

  // Tabular expressions
  PipeExpression: Wrapped & { readonly Operator: Expression }
  DataTableExpression: Expression & {
    readonly Schema: SyntaxNode & { readonly Columns: SeparatedList<NameAndType> }
    readonly Values: SeparatedList<Expression>
  }
  PrintOperator: WithExpressions
  RangeOperator: Expression & {
    readonly Name: NameDeclaration
    readonly From: Expression
    readonly To: Expression
    readonly Step: Expression
  }
  FilterOperator: WithParameters & { readonly Condition: Expression }
  TakeOperator: Wrapped
  SampleOperator: Wrapped
  SampleDistinctOperator: Wrapped & { readonly OfExpression: Expression }
  TopOperator: Wrapped & { readonly ByExpression: Expression }
  SortOperator: WithExpressions
  CountOperator: Expression
  ProjectOperator: WithExpressions
  ProjectAwayOperator: WithExpressions
  ProjectByNamesOperator: WithExpressions
  ProjectKeepOperator: WithExpressions
  ProjectRenameOperator: WithExpressions
  ProjectReorderOperator: WithExpressions
  ExtendOperator: WithExpressions
  SerializeOperator: WithExpressions
  DistinctOperator: WithExpressions
  SummarizeOperator: Expression & {
    readonly Aggregates: SeparatedList<Expression>
    readonly ByClause: (SyntaxNode & { readonly Expressions: SeparatedList<Expression> }) | null
  }
  JoinOperator: WithParameters & {
    readonly Expression: Expression
    readonly ConditionClause: SyntaxNode & { readonly Expressions: SeparatedList<Expression> }
  }
  LookupOperator: WithParameters & {
    readonly Expression: Expression
    readonly LookupClause: SyntaxNode & { readonly Expressions: SeparatedList<Expression> }
  }
  TopHittersOperator: Wrapped & {
    readonly OfExpression: Expression
    readonly ByClause: Wrapped | null
  }
  TopNestedOperator: Expression & {
    readonly Clauses: SeparatedList<
      SyntaxNode & {
        readonly Expression: Expression | null
        readonly OfExpression: Expression
        readonly WithOthersClause: SyntaxNode | null
        readonly ByExpression: Expression
      }
    >
  }
  PartitionOperator: Expression & {
    readonly ByExpression: Expression
    readonly Scope: SyntaxNode | null
    readonly Operand: SyntaxNode
  }
  PartitionSubquery: SyntaxNode & { readonly Subquery: Expression }
  UnionOperator: WithParameters & WithExpressions
  MvExpandOperator: WithParameters &
    WithExpressions & { readonly RowLimitClause: (SyntaxNode & { readonly RowLimit: Expression }) | null }
  MvExpandExpression: Wrapped & {
    readonly ToTypeOf: (SyntaxNode & { readonly TypeOf: SyntaxNodes['TypeOfLiteralExpression'] }) | null
  }
  MvApplyOperator: WithParameters &
    WithExpressions & {
      readonly RowLimitClause: (SyntaxNode & { readonly RowLimit: Expression }) | null
      readonly Subquery: Wrapped
    }
  MvApplyExpression: SyntaxNodes['MvExpandExpression']
  InvokeOperator: Expression & { readonly Function: Expression }
  ParseOperator: WithParameters & { readonly Expression: Expression; readonly Patterns: List<SyntaxNode> }
  ParseWhereOperator: SyntaxNodes['ParseOperator']
  ParseKvOperator: Expression & {
    readonly Expression: Expression
    readonly Keys: SyntaxNode & { readonly Columns: SeparatedList<NameAndType> }
    readonly WithClause: (SyntaxNode & { readonly Properties: SeparatedList<NamedParameter> }) | null
  }
  EvaluateOperator: Expression & {
    readonly FunctionCall: SyntaxNodes['FunctionCallExpression']
    readonly Schema: SyntaxNode | null
  }
  ScanOperator: WithParameters & {
    readonly OrderByClause: SyntaxNode | null
    readonly PartitionByClause: SyntaxNode | null
    readonly DeclareClause:
      (SyntaxNode & { readonly Declarations: SeparatedList<SyntaxNodes['FunctionParameter']> }) | null
    readonly Steps: List<SyntaxNodes['ScanStep']>
  }
  ScanStep: SyntaxNode & {
    readonly Name: NameDeclaration
    readonly ScanStepOutput: (SyntaxNode & { readonly OutputKind: SyntaxToken }) | null
    readonly Condition: Expression
    readonly ComputationClause:
      | (SyntaxNode & {
          readonly Assignments: SeparatedList<
            SyntaxNode & { readonly Name: NameDeclaration; readonly Expression: Expression }
          >
        })
      | null
  }
  SearchOperator: WithParameters & {
    readonly InClause: (SyntaxNode & { readonly Expressions: SeparatedList<Expression> }) | null
    readonly Condition: Expression
  }
  NameAndTypeDeclaration: NameAndType
  NameDeclaration: NameDeclaration
  MakeSeriesOperator: WithParameters & {
    readonly Aggregates: SeparatedList<SyntaxNodes['MakeSeriesExpression']>
    readonly OnClause: SyntaxNode & { readonly Expression: Expression }
    readonly RangeClause: SyntaxNode & {
      /** Of `in range(…)`. */
      readonly Arguments?: SyntaxNodes['ExpressionList']
      readonly MakeSeriesFromClause?: Wrapped | null
      readonly MakeSeriesToClause?: Wrapped | null
      readonly MakeSeriesStepClause?: Wrapped
    }
    readonly ByClause: (SyntaxNode & { readonly Expressions: SeparatedList<Expression> }) | null
  }
  MakeSeriesExpression: Wrapped & {
    readonly DefaultExpression: (SyntaxNode & { readonly Expression: Expression }) | null
  }
  RenderOperator: WithParameters & {
    readonly ChartType: SyntaxToken
    readonly WithClause: (SyntaxNode & { readonly Properties: SeparatedList<NamedParameter> }) | null
  }
  ForkOperator: Expression & {
    readonly Expressions: List<
      SyntaxNode & {
        readonly NameEquals: (SyntaxNode & { readonly Name: NameDeclaration }) | null
        readonly Expression: Expression
      }
    >
  }
  GetSchemaOperator: Expression
  AsOperator: WithParameters & { readonly Name: NameDeclaration }

  // Statements
  QueryBlock: SyntaxNode & { readonly Statements: SeparatedList<SyntaxNode> }
  ExpressionStatement: Wrapped
  LetStatement: Wrapped & { readonly Name: NameDeclaration }
  SetOptionStatement: SyntaxNode & { readonly Name: NameDeclaration }
  QueryParametersStatement: SyntaxNode & {
    readonly Parameters: SeparatedList<
      SyntaxNode & {
        readonly NameAndType: NameAndType
        readonly DefaultValue: (SyntaxNode & { readonly Value: Expression }) | null
      }
    >
  }
  FunctionParameter: SyntaxNode & {
    readonly NameAndType: NameAndType
    readonly DefaultValue: (SyntaxNode & { readonly Value: Expression }) | null
  }
  FunctionDeclaration: Expression & {
    readonly Parameters: SyntaxNode & {
      readonly Parameters: SeparatedList<SyntaxNodes['FunctionParameter']>
    }
    readonly Body: SyntaxNodes['FunctionBody']
  }
  FunctionBody: SyntaxNode & {
    readonly Statements: SeparatedList<SyntaxNode>
    readonly Expression: Expression | null
  }
}

/** The node classes known here. */
export type SyntaxKind = keyof SyntaxNodes

/** The class of a node or symbol, without its namespace. */
export function kindOf(node: object): string {
  const { $$name } = node.constructor as unknown as { readonly $$name?: string }
  return $$name?.slice($$name.lastIndexOf('.') + 1) ?? ''
}

/** Narrows a node to a class. */
export function is<Kind extends SyntaxKind>(node: SyntaxNode, kind: Kind): node is SyntaxNodes[Kind] {
  return kindOf(node) === kind
}

/** A list's item type, without the wrapper of a separated list. */
type ItemOf<Item> = Item extends Separated<infer Inner> ? Inner : Item

/** A list's items, without separators. */
export function itemsOf<Item extends object>(list: KustoList<Item>): ItemOf<Item>[] {
  const items: ItemOf<Item>[] = []
  for (let index = 0; index < list.Count; index++) {
    const item = list.getItem(index)
    items.push(('Element$1' in item ? item.Element$1 : item) as ItemOf<Item>)
  }
  return items
}

/** The nodes and tokens directly under a node. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let index = 0; index < node.ChildCount; index++) {
    const child = node.GetChild(index)
    if (child !== null) children.push(child)
  }
  return children
}

/** The columns of a tabular type, in order. */
export function columnsOf(type: TypeSymbol | null): ColumnSymbol[] {
  return type?.Columns === undefined ? [] : itemsOf(type.Columns)
}
