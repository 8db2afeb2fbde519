import { boundedCall, longestText, named, runaway, scalar, type Scalar } from '../scalar'
import { convert, textOf } from '../scalars/conversions'
import { is, itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import { scalarTypeOf } from '../translation'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

/** A text function whose result is never null. */
const texts =
  (sql: (...args: string[]) => string): FunctionTranslator =>
  (call) =>
    scalar(sql(...call.argumentNodes.map((_node, index) => call.text(index))), call.type, false)

/** The type named by `typeof(…)` as an argument. */
function typeArgument(call: FunctionCall, index: number): Expression | undefined {
  const node = call.argumentNodes[index]
  return node !== undefined && is(node, 'TypeOfLiteralExpression') ? node : undefined
}

function extracted(call: FunctionCall): Scalar {
  // A number selects a group; 0 is the whole match.
  const group = call.constantInteger(1, 0)
  const text = scalar(`regexp_extract(${call.text(2)}, ${call.text(0)}, ${group})`, 'string')
  const type = typeArgument(call, 3)
  if (type === undefined) return text
  const converted = convert(text, call.type)
  if (converted === undefined) throw call.refuse(`'extract' to ${call.type}`)
  return converted
}

/** Zero-based and clamped; a negative start counts from the end. */
function substring(call: FunctionCall): Scalar {
  const text = call.text(0)
  const start = call.as(1, 'long')
  const from = `(CASE WHEN ${start} < 0 THEN greatest(length(${text}) + ${start}, 0) ELSE ${start} END)`
  if (call.count < 3) return scalar(`coalesce(substr(${text}, ${from} + 1), '')`, 'string')
  const length = call.as(2, 'long')
  const sql = `CASE WHEN ${length} < 0 THEN substr(${text}, ${from} + 1) ELSE substr(${text}, ${from} + 1, ${length}) END`
  return scalar(`coalesce(${sql}, '')`, 'string')
}

/** The first (or n-th) position, zero-based; -1 if there is none. A negative start counts from the end. */
function indexOf(call: FunctionCall): Scalar {
  const text = call.text(0)
  const lookup = call.text(1)
  if (call.count < 3) return scalar(`CAST(instr(${text}, ${lookup}) - 1 AS BIGINT)`, 'long', false)
  const start = call.constantInteger(2, 0)
  const length = call.constantInteger(3, -1)
  const occurrence = call.constantInteger(4, 1)
  if (length < -1 || occurrence < 1) throw call.refuse("'indexof' with a negative length or occurrence")
  return scalar(`kql.index_of(${text}, ${lookup}, ${start}, ${length}, ${occurrence})`, 'long', false)
}

/** The parts as an array of strings; with an index, an array of just that part. */
function split(call: FunctionCall): Scalar {
  const delimiter = call.text(1)
  const parts = `(CASE WHEN ${delimiter} = '' THEN [${call.text(0)}] ELSE string_split(${call.text(0)}, ${delimiter}) END)`
  if (call.count < 3) return scalar(boundedCall(`to_json(${parts})::VARCHAR`), 'dynamic', false)
  const index = call.as(2, 'long')
  return scalar(
    `(CASE WHEN ${index} >= 0 AND ${index} < len(${parts}) THEN to_json([${parts}[${index} + 1]])::VARCHAR END)`,
    'dynamic',
  )
}

function trimmed(call: FunctionCall, start: boolean, end: boolean): Scalar {
  const pattern = `(?:' || ${call.text(0)} || ')`
  let sql = call.text(1)
  if (start) sql = `regexp_replace(${sql}, '^${pattern}', '')`
  if (end) sql = `regexp_replace(${sql}, '${pattern}$', '')`
  return scalar(sql, 'string')
}

/** A replacement, refused if the result would exceed the limit: its length is computed first. */
function replaced(text: string, lookup: string, by: string, isRegex: boolean): Scalar {
  const body = (t: string, l: string, b: string): string => {
    const result = isRegex ? `regexp_replace(${t}, ${l}, ${b}, 'g')` : `replace(${t}, ${l}, ${b})`
    const matches = isRegex
      ? `len(regexp_extract_all(${t}, ${l}))`
      : `(strlen(${t}) - strlen(replace(${t}, ${l}, ''))) / greatest(strlen(${l}), 1)`
    // Each group reference may stand for as much as the whole text, over all matches together.
    const copies = isRegex ? `(strlen(${b}) - strlen(replace(${b}, '\\', '')) + 1)` : '1'
    const length = `strlen(${t})::HUGEINT * ${copies} + ${matches} * strlen(${b})`
    return `CASE WHEN strlen(${t})::HUGEINT * (strlen(${b}) + 1) > ${longestText} AND ${length} > ${longestText}
      THEN error('${runaway('a replacement grows beyond 2 MB')}') ELSE ${result} END`
  }
  const isShort = text.length + lookup.length + by.length <= 200
  const sql = isShort
    ? `(${body(text, lookup, by)})`
    : named(`{t: ${text}, l: ${lookup}, b: ${by}}`, 'r', body('r.t', 'r.l', 'r.b'))
  return scalar(sql, 'string')
}

const replaceRegex: FunctionTranslator = (call) => replaced(call.text(0), call.text(1), call.text(2), true)

const base64Decode: FunctionTranslator = (call) => `coalesce(TRY(decode(from_base64(${call.text(0)}))), '')`

const base64Encode = texts((text = '') => boundedCall(`to_base64(encode(${text}))`))

/** The most copies that `strrep` makes (documents: strrep()). */
const mostCopies = 1024

/** Strings. */
export const stringFunctions: FunctionTable = {
  base64_decode_tostring: base64Decode,
  base64_decodestring: base64Decode,
  base64_encode_tostring: base64Encode,
  base64_encodestring: base64Encode,
  countof: (call) => {
    if (call.count > 2 && call.constantText(2, 'a kind') === 'regex') {
      return scalar(
        `CAST(len(regexp_extract_all(${call.text(0)}, ${call.text(1)})) AS BIGINT)`,
        'long',
        false,
      )
    }
    return scalar(`kql.count_of(${call.text(0)}, ${call.text(1)})`, 'long', false)
  },
  extract: extracted,
  extract_all: extractAll,
  extractall: extractAll,
  hash_md5: digest('md5'),
  hash_sha1: digest('sha1'),
  hash_sha256: digest('sha256'),
  indexof: indexOf,
  isascii: texts((text = '') => `regexp_full_match(${text}, '[\\x00-\\x7F]*')`),
  replace: (call) => replaced(call.text(2), call.text(0), call.text(1), true),
  replace_regex: replaceRegex,
  replace_string: (call) => replaced(call.text(0), call.text(1), call.text(2), false),
  reverse: texts((text = '') => `reverse(${text})`),
  split,
  strcat: (call) =>
    scalar(
      boundedCall(
        call
          .values()
          .map((value) => textOf(value).sql)
          .join(' || '),
      ),
      'string',
    ),
  strcat_delim: (call) => {
    const items = call.values(1).map((value) => textOf(value).sql)
    return scalar(boundedCall(items.join(` || ${call.text(0)} || `)), 'string')
  },
  strcmp: texts(
    (a = '', b = '') => `(CASE WHEN ${a} < ${b} THEN -1 WHEN ${a} > ${b} THEN 1 ELSE 0 END)::BIGINT`,
  ),
  string_size: texts((text = '') => `CAST(strlen(${text}) AS BIGINT)`),
  strlen: texts((text = '') => `CAST(length(${text}) AS BIGINT)`),
  strrep: (call) => {
    const delimiter = call.count > 2 ? call.text(2) : "''"
    const copies = `{t: ${call.text(0)}, d: ${delimiter}, n: least(${call.as(1, 'long')}, ${mostCopies})}`
    const sql = `CASE WHEN r.n * (strlen(r.t) + strlen(r.d)) > ${longestText}
      THEN error('${runaway('strrep() makes more than 2 MB')}')
      WHEN r.n > 0 THEN repeat(r.t || r.d, r.n - 1) || r.t ELSE '' END`
    return scalar(named(copies, 'r', sql), 'string')
  },
  substring,
  tolower: texts((text = '') => `lower(${text})`),
  // One character stays one character: no sharp S becomes a capital one.
  toupper: texts((text = '') => `kql.upper(${text})`),
  trim: (call) => trimmed(call, true, true),
  trim_end: (call) => trimmed(call, false, true),
  trim_start: (call) => trimmed(call, true, false),
  url_decode: texts((text = '') => `url_decode(replace(${text}, '+', ' '))`),
}

/** Kusto’s digest of an empty text is empty. */
function digest(sqlName: string): FunctionTranslator {
  return texts((text = '') => `(CASE WHEN ${text} = '' THEN '' ELSE ${sqlName}(${text}) END)`)
}

/** `extract_all(pattern [, groups], text)`: of several groups one array per match; null without a match. */
function extractAll(call: FunctionCall): Scalar {
  const pattern = call.text(0)
  const text = call.text(call.count - 1)
  const groups = groupsOf(call.constantText(0, 'a pattern'))
  const all = groups.length === 0 ? [0] : groups.map((_name, index) => index + 1)
  const chosen = call.count > 2 ? chosenGroups(call, groups) : all
  const lists = chosen.map((group) => `regexp_extract_all(${text}, ${pattern}, ${group})`)
  const [first = ''] = lists
  const value =
    lists.length === 1
      ? first
      : `list_transform(list_zip(${lists.join(', ')}), lambda z: [${lists.map((_each, index) => `z[${index + 1}]`).join(', ')}])`
  return scalar(
    `(CASE WHEN len(${first}) > 0 THEN ${boundedCall(`to_json(${value})::VARCHAR`)} END)`,
    'dynamic',
  )
}

/** The groups that an array names, by number or name. */
function chosenGroups(call: FunctionCall, groups: readonly (string | undefined)[]): number[] {
  const { literal, type } = call.value(1)
  const wanted: unknown = type === 'dynamic' && typeof literal === 'string' ? JSON.parse(literal) : undefined
  const numbers = Array.isArray(wanted)
    ? wanted.map((each: unknown) => (typeof each === 'string' ? groups.indexOf(each) + 1 : Number(each)))
    : []
  if (numbers.length === 0 || !numbers.every((each) => each >= 1 && each <= groups.length)) {
    throw call.refuse(`'${call.name}' with these groups`)
  }
  return numbers
}

/**
 * A pattern's capturing groups with their names: opening parentheses that are neither escaped, nor in a class, nor
 * `(?:…)`.
 */
function groupsOf(pattern: string): (string | undefined)[] {
  const bare = pattern.replace(/\\[\s\S]/g, '').replace(/\[\^?\]?[^\]]*\]/g, '')
  return [...bare.matchAll(/\((?!\?)|\(\?P?<([A-Za-z_]\w*)/g)].map(([, name]) => name)
}

/** The scalar type named by `typeof(…)`; undefined for a table or an unknown type. */
export function typeOfLiteral(node: SyntaxNodes['TypeOfLiteralExpression']): ReturnType<typeof scalarTypeOf> {
  const type = itemsOf(node.Types)[0]
  return type !== undefined && is(type, 'PrimitiveTypeExpression') ? scalarTypeOf(type.Type.Text) : undefined
}
