import { isJson } from '../../../domain/json-text'
import type { ScalarType } from '../../../domain/scalar-type'
import {
  boolLiteral,
  dynamicLiteral,
  integerLiteral,
  nullOf,
  realLiteral,
  scalar,
  stringLiteral,
  type Scalar,
} from '../scalar'
import { stringLiteralValue } from '../string-literal'
import { is, itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import type { Translation } from '../translation'
import {
  datetimeText,
  literalBody,
  parseDatetimeTicks,
  parseTimespanTicks,
  timespanText,
} from './literal-values'

/** A literal token: `5`, `"x"`, `1h`, `datetime(2020-01-01)`, `long(null)`, … */
export function translateLiteral(t: Translation, node: SyntaxNodes['LiteralExpression']): Scalar {
  const value = literalOf(t.typeOf(node), node.Token.Text)
  if (value === undefined) throw t.query.unsupported(node, `The literal ${node.Token.Text.slice(0, 60)}`)
  return value
}

/** The value of a literal's text, or undefined if it is not of the type. */
export function literalOf(type: ScalarType, token: string): Scalar | undefined {
  if (type === 'string') return stringLiteral(stringLiteralValue(token))
  const body = literalBody(token)
  if (body === '' || body.toLowerCase() === 'null') return nullOf(type)
  switch (type) {
    case 'bool':
      if (/^(true|1)$/i.test(body)) return boolLiteral(true)
      return /^(false|0)$/i.test(body) ? boolLiteral(false) : undefined
    case 'int':
    case 'long':
      return /^[+-]?(\d+|0x[0-9a-f]+)$/i.test(body) ? integerLiteral(parseInteger(body), type) : undefined
    case 'real':
      return realOf(body)
    case 'decimal':
      return fitsDecimal(body) ? scalar(`CAST('${body}' AS DECIMAL(38, 18))`, 'decimal', false) : undefined
    case 'datetime': {
      const ticks = parseDatetimeTicks(body)
      return ticks === undefined ? undefined : integerLiteral(ticks, type)
    }
    case 'timespan': {
      const ticks = parseTimespanTicks(body)
      return ticks === undefined ? undefined : integerLiteral(ticks, type)
    }
    case 'guid':
      return /^[0-9a-f-]{32,36}$/i.test(body) ? scalar(`CAST('${body}' AS UUID)`, 'guid', false) : undefined
    case 'dynamic':
      return isJson(body) ? dynamicLiteral(wellFormedJson(body)) : undefined
  }
}

/** JSON with lone surrogates, plain or escaped, replaced; DuckDB cannot read JSON that has them. */
function wellFormedJson(json: string): string {
  const pairOrHalf = /\\\\|\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|\\u[dD][89a-fA-F]\w\w/g
  return json
    .replace(pairOrHalf, (escape) => (escape.length === '\\uxxxx'.length ? '\ufffd' : escape))
    .replace(/\p{Surrogate}/gu, '\ufffd')
}

function parseInteger(text: string): bigint {
  const unsigned = text.replace(/^[+-]/, '')
  return text.startsWith('-') ? -BigInt(unsigned) : BigInt(unsigned)
}

function realOf(body: string): Scalar | undefined {
  const word = body.toLowerCase().replace(/^\+/, '')
  if (word === 'nan') return realLiteral(NaN)
  if (word === 'inf' || word === 'infinity') return realLiteral(Infinity)
  if (word === '-inf' || word === '-infinity') return realLiteral(-Infinity)
  const value = Number(body)
  return Number.isNaN(value) ? undefined : realLiteral(value)
}

/** True if 20 digits before the point and 18 after it hold the decimal; otherwise digits would be lost. */
function fitsDecimal(body: string): boolean {
  const match = /^[+-]?(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(body)
  const [whole = '', fraction = '', exponent = '0'] = match?.slice(1) ?? []
  if (match === null || whole + fraction === '') return false
  const digits = (whole + fraction).replace(/0+$/, '')
  const dropped = whole.length + fraction.length - digits.length
  const afterPoint = fraction.length - Number(exponent) - dropped
  return digits === '' || (afterPoint <= 18 && digits.replace(/^0+/, '').length - afterPoint <= 20)
}

/** `dynamic( … )` as JSON text. Other literals inside become what Kusto serializes them to. */
export function translateDynamic(t: Translation, node: SyntaxNodes['DynamicExpression']): Scalar {
  const json = jsonOf(t, node.Expression)
  return dynamicLiteral(json === 'null' ? null : json)
}

function jsonOf(t: Translation, node: Expression): string {
  if (is(node, 'JsonObjectExpression')) {
    const pairs = itemsOf(node.Pairs).map(
      (pair) => `${JSON.stringify(stringLiteralValue(pair.Name.Text))}:${jsonOf(t, pair.Value)}`,
    )
    return `{${pairs.join(',')}}`
  }
  if (is(node, 'JsonArrayExpression')) {
    return `[${itemsOf(node.Values)
      .map((value) => jsonOf(t, value))
      .join(',')}]`
  }
  if (is(node, 'DynamicExpression')) return jsonOf(t, node.Expression)
  if (is(node, 'PrefixUnaryExpression')) return `-${jsonOf(t, node.Expression)}`
  if (is(node, 'CompoundStringLiteralExpression')) {
    return JSON.stringify(
      itemsOf(node.Tokens)
        .map((token) => stringLiteralValue(token.Text))
        .join(''),
    )
  }
  if (is(node, 'LiteralExpression')) return jsonLiteral(t, node)
  throw t.query.unsupported(node, 'This kind of value in a dynamic literal')
}

function jsonLiteral(t: Translation, node: SyntaxNodes['LiteralExpression']): string {
  const text = node.Token.Text
  if (text === 'null') return 'null'
  const { type, literal } = translateLiteral(t, node)
  if (literal === null) return 'null'
  if (type === 'long' || type === 'int' || type === 'bool') return String(literal)
  if (type === 'real' && Number.isFinite(literal))
    return /[.e]/i.test(text) ? jsonReal(text) : String(literal)
  if (type === 'string') return JSON.stringify(literal)
  if (type === 'datetime' && typeof literal === 'bigint') return `"${datetimeText(literal)}"`
  if (type === 'timespan' && typeof literal === 'bigint') return `"${timespanText(literal)}"`
  if (type === 'guid') return JSON.stringify(literalBody(text).toLowerCase())
  throw t.query.unsupported(node, `A ${type} literal in a dynamic literal`)
}

/** A real keeps its decimal point, so that it remains a real. */
function jsonReal(text: string): string {
  const value = Number(literalBody(text))
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value)
}
