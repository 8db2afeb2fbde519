import { quoteText } from '../../engine/sql-text'
import type { ScalarType } from '../../../domain/scalar-type'
import { addHidden, columnScalar, filterRelation, projectRelation, type Relation } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { convert, textOf } from '../scalars/conversions'
import { escapeRegex } from '../scalars/term-pattern'
import { stringLiteralValue } from '../string-literal'
import { columnsOf, is, itemsOf, type SyntaxNode, type SyntaxNodes } from '../syntax-nodes'
import { scalarTypeOf, type Translation } from '../translation'
import { namedParameters } from './named-parameters'
import type { OperatorTranslator } from './operator'

/** A column that a pattern captures. */
interface Capture {
  readonly name: string
  readonly type: ScalarType
}

interface Pattern {
  readonly regex: string
  readonly captures: readonly Capture[]
}

/**
 * `parse text with "a" x: long "b" *`. `kind=simple` (the default) gives all columns or none, `relaxed` each one
 * that converts, and `regex` treats the literals as regular expressions. A text that does not match keeps its row,
 * with nulls and empty strings.
 */
export const translateParse: OperatorTranslator<'ParseOperator'> = (t, input, node, environment) =>
  parsed(t, input, node, textOf(t.scalar(node.Expression, { environment, relation: input }))).relation

/** `parse-where`: only rows that match and convert. */
export const translateParseWhere: OperatorTranslator<'ParseWhereOperator'> = (
  t,
  input,
  node,
  environment,
) => {
  const text = textOf(t.scalar(node.Expression, { environment, relation: input }))
  const { relation, matched } = parsed(t, input, node, text)
  return filterRelation(relation, matched)
}

function parsed(
  t: Translation,
  input: Relation,
  node: SyntaxNodes['ParseOperator'],
  text: Scalar,
): { readonly relation: Relation; readonly matched: string } {
  const { kind = 'simple', flags } = namedParameters(node)
  const pattern = kind === 'regex' ? regexPattern(t, node, flags) : simplePattern(t, node)
  const { captures } = pattern
  const quoted = quoteText(pattern.regex)
  const groups = captures.map((_capture, index) => quoteText(`p${index}`)).join(', ')
  const match = addHidden(t.query, input, [
    `regexp_matches(${text.sql}, ${quoted})`,
    ...(captures.length === 0 ? [] : [`regexp_extract(${text.sql}, ${quoted}, [${groups}])`]),
  ])
  const [matched = '', parts = ''] = match.aliases
  const raw = captures.map((_capture, index) => scalar(`${parts}.p${index}`, 'string'))
  const typed = captures.map(({ name, type }, index): Scalar => {
    // The documents do not say whether the text is parsed as JSON or kept as a string.
    const value = type === 'dynamic' ? undefined : convert(raw[index] as Scalar, type)
    if (value === undefined) throw t.query.unsupported(node, `The column '${name}' of parse as a ${type}`)
    return value
  })
  const conditions = [
    matched,
    ...typed.filter((value) => value.nullable).map((value) => `${value.sql} IS NOT NULL`),
  ]
  const succeeded = kind === 'relaxed' ? matched : conditions.join(' AND ')
  const done = addHidden(t.query, match.relation, [succeeded])
  const flag = done.aliases[0] ?? ''
  const values = new Map(
    captures.map(({ name }, index) => [name, whenSucceeded(flag, typed[index] as Scalar)]),
  )
  const outputs = columnsOf(node.ResultType).map((column) => {
    const passedColumn = input.columns.find((each) => each.name === column.Name)
    const value =
      values.get(column.Name) ?? (passedColumn === undefined ? undefined : columnScalar(passedColumn))
    if (value === undefined) throw t.query.unsupported(node, `The column '${column.Name}' of parse`)
    return { name: column.Name, value }
  })
  // The flag must survive the projection, because parse-where reads it.
  const relation = projectRelation(
    t.query,
    { ...done.relation, order: [...input.order, { alias: flag, descending: false, nullsFirst: true }] },
    outputs,
  )
  return { relation: { ...relation, order: input.order }, matched: flag }
}

function whenSucceeded(flag: string, value: Scalar): Scalar {
  const otherwise = value.type === 'string' ? "''" : 'NULL'
  return scalar(`CASE WHEN ${flag} THEN ${value.sql} ELSE ${otherwise} END`, value.type)
}

/** What a part of the pattern is. */
type Part =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'star' }
  | ({ readonly is: 'column' } & Capture)

function partsOf(t: Translation, node: SyntaxNodes['ParseOperator']): Part[] {
  return itemsOf(node.Patterns).map((part: SyntaxNode): Part => {
    if (is(part, 'StarExpression')) return { is: 'star' }
    if (is(part, 'LiteralExpression')) return { is: 'text', text: stringLiteralValue(part.Token.Text) }
    if (is(part, 'CompoundStringLiteralExpression')) {
      return {
        is: 'text',
        text: itemsOf(part.Tokens)
          .map((token) => stringLiteralValue(token.Text))
          .join(''),
      }
    }
    if (is(part, 'NameDeclaration')) return { is: 'column', name: part.SimpleName, type: 'string' }
    if (is(part, 'NameAndTypeDeclaration') && is(part.Type, 'PrimitiveTypeExpression')) {
      const type = scalarTypeOf(part.Type.Type.Text)
      if (type !== undefined) return { is: 'column', name: part.Name.SimpleName, type }
    }
    throw t.query.unsupported(part, 'This part of a parse pattern')
  })
}

/** The pattern for a value that nothing else delimits. */
const shapes: { readonly [Type in ScalarType]?: string } = {
  int: '\\s*[-+]?\\d+',
  long: '\\s*[-+]?\\d+',
}

/**
 * Literals match themselves. The pattern starts at the start of the text and, unless it ends in a star, must reach
 * its end.
 */
function simplePattern(t: Translation, node: SyntaxNodes['ParseOperator']): Pattern {
  const parts = partsOf(t, node)
  const captures: Capture[] = []
  let regex = '(?s)^'
  parts.forEach((part, index) => {
    const last = index === parts.length - 1
    if (part.is === 'text') regex += escapeRegex(part.text)
    else if (part.is === 'star') regex += last ? '' : '.*?'
    else {
      const beforeStar = parts[index + 1]?.is === 'star'
      const shape = beforeStar ? shapes[part.type] : '.*?'
      if (shape === undefined) throw t.query.unsupported(node, `A ${part.type} column before '*' in parse`)
      captures.push(part)
      regex += `(${shape})`
    }
  })
  return { regex: parts[parts.length - 1]?.is === 'star' ? regex : `${regex}$`, captures }
}

/** Literals are regular expressions, columns match greedily, and the pattern need not reach the text's end. */
function regexPattern(
  t: Translation,
  node: SyntaxNodes['ParseOperator'],
  flags: string | undefined,
): Pattern {
  if (flags !== undefined && !/^[ismU]+$/.test(flags))
    throw t.query.unsupported(node, `The parse flags '${flags}'`)
  const captures: Capture[] = []
  let regex = flags === undefined ? '' : `(?${flags})`
  partsOf(t, node).forEach((part) => {
    if (part.is === 'text') regex += withoutGroups(part.text)
    else if (part.is === 'star') regex += '.*?'
    else {
      const shape =
        part.type === 'string' ? '.*' : part.type === 'int' || part.type === 'long' ? '[-+]?\\d+' : undefined
      if (shape === undefined) throw t.query.unsupported(node, `A ${part.type} column in parse kind=regex`)
      captures.push(part)
      regex += `(${shape})`
    }
  })
  return { regex, captures }
}

/** Captured columns are found by group number, so the user's own groups must not count. */
function withoutGroups(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]])*\]|\((?!\?)/g, (token) =>
    token === '(' ? '(?:' : token,
  )
}
