import { quoteText } from '../../engine/sql-text'
import type { Environment } from '../environment'
import { addHidden, columnScalar, projectRelation, type OutputColumn } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { convert, textOf } from '../scalars/conversions'
import { escapeRegex } from '../scalars/term-pattern'
import { itemsOf, is, type SyntaxNodes } from '../syntax-nodes'
import { scalarTypeOf, type Translation } from '../translation'
import type { OperatorTranslator } from './operator'

/**
 * `parse-kv text as (a: long, …) with (pair_delimiter = …, kv_delimiter = … [, quote = …])`, or `with (regex = …)`.
 * A key's first pair counts; blanks around keys and values do not.
 */
export const translateParseKv: OperatorTranslator<'ParseKvOperator'> = (t, input, node, environment) => {
  const text = textOf(t.scalar(node.Expression, { environment, relation: input })).sql
  const { relation, aliases } = addHidden(t.query, input, [pairsSql(t, node, text, environment)])
  const pairs = aliases[0] ?? ''
  const keys = itemsOf(node.Keys.Columns).map(({ Name: name, Type: typeNode }): OutputColumn => {
    const type = is(typeNode, 'PrimitiveTypeExpression') ? scalarTypeOf(typeNode.Type.Text) : undefined
    const key = name.SimpleName
    if (type === undefined) throw t.query.unsupported(node, `The type of the key '${key}'`)
    const found = `coalesce(list_filter(${pairs}, lambda p: p.k = ${quoteText(key)})[1].v, '')`
    const value: Scalar | undefined = convert(scalar(found, 'string'), type)
    if (value === undefined) throw t.query.unsupported(node, `A key of the type ${type}`)
    return { name: key, value }
  })
  const clash = keys.find(({ name }) => input.columns.some((column) => column.name === name))
  if (clash !== undefined) {
    throw t.query.unsupported(node, `'parse-kv' to '${clash.name}', which is a column already,`)
  }
  const kept = input.columns.map((column) => ({ name: column.name, value: columnScalar(column) }))
  return projectRelation(t.query, relation, [...kept, ...keys])
}

/** SQL for the text's pairs: a list of `{k, v}`. */
function pairsSql(
  t: Translation,
  node: SyntaxNodes['ParseKvOperator'],
  text: string,
  environment: Environment,
): string {
  const options = optionsOf(t, node, environment)
  const { pair_delimiter: between, kv_delimiter: within, quote = '', regex } = options
  if (regex !== undefined) {
    const groups = [1, 2].map((group) => `regexp_extract_all(${text}, ${quoteText(regex)}, ${group})`)
    return `list_transform(list_zip(${groups.join(', ')}), lambda z: {k: trim(z[1]), v: trim(z[2])})`
  }
  if (!between || !within) throw t.query.unsupported(node, "'parse-kv' without both delimiters")
  const mark = escapeRegex(within)
  if (quote === '') {
    return pieces(`string_split(${text}, ${quoteText(between)})`, `(?s)^\\s*(.*?)\\s*${mark}\\s*(.*?)\\s*$`)
  }
  const [open = '', close = open] = [...quote]
  if (between.length > 1 || [...quote].length > 2) {
    throw t.query.unsupported(node, "'parse-kv' with a quote beside a pair_delimiter of several characters")
  }
  const [left, right, inside] = [escapeRegex(open), escapeRegex(close), `[^${inClass(close)}]*`]
  const quoted = `${left}(${inside})${right}`
  const pair = `(?:${left}${inside}${right}|[^${inClass(between)}])+`
  const side = `(?:${quoted}|(.*?))`
  return pieces(
    `regexp_extract_all(${text}, ${quoteText(pair)})`,
    `(?s)^\\s*${side}\\s*${mark}\\s*${side}\\s*$`,
  )
}

/** Splits each piece into key and value; with four groups, the first two are for quoted texts. */
function pieces(list: string, pattern: string): string {
  const names = pattern.includes('|') ? ['a', 'b', 'c', 'd'] : ['b', 'd']
  const matched = `regexp_extract(piece, ${quoteText(pattern)}, [${names.map((each) => `'${each}'`).join(', ')}])`
  const [key, value] = names.length === 4 ? ['p.a || p.b', 'p.c || p.d'] : ['p.b', 'p.d']
  return `list_transform(list_transform(${list}, lambda piece: ${matched}), lambda p: {k: ${key}, v: ${value}})`
}

function inClass(character: string): string {
  return character.replace(/[\\\]^-]/g, '\\$&')
}

function optionsOf(
  t: Translation,
  node: SyntaxNodes['ParseKvOperator'],
  environment: Environment,
): Readonly<Record<string, string>> {
  const options: Record<string, string> = {}
  const properties = node.WithClause === null ? [] : itemsOf(node.WithClause.Properties)
  for (const { Name: name, Expression: value } of properties) {
    const option = name.SimpleName.toLowerCase()
    const { literal } = t.scalar(value, { environment })
    const known = ['pair_delimiter', 'kv_delimiter', 'quote', 'regex'].includes(option)
    if (!known || options[option] !== undefined || typeof literal !== 'string') {
      throw t.query.unsupported(value, `The option '${option}' of 'parse-kv' here`)
    }
    options[option] = literal
  }
  return options
}
