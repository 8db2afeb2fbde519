import type { ScalarType } from '../../../domain/scalar-type'
import { scalar } from '../scalar'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

const codePoints: FunctionTranslator = (call) =>
  scalar(
    `to_json(list_transform(regexp_extract_all(${call.text(0)}, '(?s).'), lambda c: unicode(c)))::VARCHAR`,
    'dynamic',
    false,
  )

/** Code points: numbers, or arrays of them. */
const fromCodePoints: FunctionTranslator = (call) => {
  const texts = call.values().map((value) => {
    const points = `kql.element_texts(${call.converted(value, 'dynamic').sql})`
    return `array_to_string(list_transform(${points}, lambda p: chr(try_cast(p AS INTEGER))), '')`
  })
  return scalar(`coalesce(${texts.join(' || ')}, '')`, 'string')
}

/** If the replacement is shorter, its last character fills in; an empty one deletes. */
function translate(call: FunctionCall): ReturnType<FunctionTranslator> {
  const [from, to, text] = [call.text(0), call.text(1), call.text(2)]
  const padded = `CASE WHEN ${to} = '' THEN '' ELSE rpad(${to}, CAST(greatest(length(${from}), length(${to})) AS INTEGER), right(${to}, 1)) END`
  return scalar(`translate(${text}, ${from}, ${padded})`, 'string')
}

/** Null if the count is negative; only its six low bits count. */
const shiftBits =
  (sql: (value: string, count: string) => string): FunctionTranslator =>
  (call) => {
    const [value, count] = [call.as(0, 'long'), call.as(1, 'long')]
    const bits = `CAST(${count} % 64 AS INTEGER)`
    return scalar(`(CASE WHEN ${count} >= 0 THEN ${sql(value, bits)} END)`, 'long')
  }

const measures: ReadonlySet<ScalarType> = new Set(['int', 'long', 'real', 'decimal', 'datetime', 'timespan'])

/** True if the value is within the given distance of the center. */
const around: FunctionTranslator = (call) => {
  const [value, center, delta] = [call.value(0), call.value(1), call.value(2)]
  const measured = [value, center, delta].every(({ type }) => measures.has(type))
  if (!measured) throw call.refuse(`'${call.name}' of a ${value.type}, a ${center.type} and a ${delta.type}`)
  const sql = `${value.sql} BETWEEN ${center.sql} - ${delta.sql} AND ${center.sql} + ${delta.sql}`
  return scalar(`coalesce(${sql}, FALSE)`, 'bool', false)
}

/** Characters, bytes and bits. */
export const codeFunctions: FunctionTable = {
  around,
  base64_decode_toarray: (call) => scalar(`kql.byte_array(TRY(from_base64(${call.text(0)})))`, 'dynamic'),
  binary_shift_left: shiftBits(
    (value, bits) => `kql.wrap(CAST(${value} AS HUGEINT) * CAST(pow(2, ${bits}) AS HUGEINT))`,
  ),
  binary_shift_right: shiftBits((value, bits) => `(${value} >> ${bits})`),
  bitset_count_ones: (call) => `CAST(bit_count(${call.as(0, 'long')}) AS BIGINT)`,
  make_string: fromCodePoints,
  to_utf8: codePoints,
  translate,
  unicode_codepoints_from_string: codePoints,
  unicode_codepoints_to_string: fromCodePoints,
}
