import { boundedCall, scalar } from '../scalar'
import type { FunctionTable, FunctionTranslator } from './function-call'

const reals =
  (sqlName: string): FunctionTranslator =>
  (call) =>
    scalar(
      `${sqlName}(${call.argumentNodes.map((_node, index) => call.as(index, 'real')).join(', ')})`,
      'real',
    )

const ofText =
  (sqlName: string, type: 'dynamic' | 'string'): FunctionTranslator =>
  (call) => {
    const sql = `${sqlName}(${call.text(0)})`
    return type === 'string' ? scalar(`coalesce(${sql}, '')`, 'string') : scalar(sql, 'dynamic')
  }

/** Kusto hashes the bytes of a text, and the eight bytes of a time or a whole number. */
const hash: FunctionTranslator = (call) => {
  if (call.count > 1) throw call.refuse(`'${call.name}' with a modulus`)
  const value = call.value(0)
  if (value.type === 'string') return scalar(`kql_hash_text(${value.sql})`, 'long')
  if (['long', 'datetime', 'timespan'].includes(value.type))
    return scalar(`kql_hash_long(${value.sql})`, 'long')
  throw call.refuse(`'${call.name}' of a ${value.type}`)
}

/** A datetime by the clock of a time zone, which must be known when the query is translated. */
const inZone =
  (sqlName: string): FunctionTranslator =>
  (call) => {
    const zone = call.constantText(1, 'a time zone')
    try {
      new Intl.DateTimeFormat('en-US', { timeZone: zone })
    } catch {
      throw call.refuse(`The time zone '${zone}'`)
    }
    return scalar(`${sqlName}(${call.as(0, 'datetime')}, ${call.text(1)})`, 'datetime')
  }

/** Mathematics, hashes and parts of texts that are computed outside SQL. */
export const specialFunctions: FunctionTable = {
  base64_encode_fromarray: (call) =>
    scalar(`coalesce(kql_base64_of_bytes(${call.as(0, 'dynamic')}), '')`, 'string'),
  beta_cdf: reals('kql_beta_cdf'),
  beta_inv: reals('kql_beta_inv'),
  beta_pdf: reals('kql_beta_pdf'),
  datetime_local_to_utc: inZone('kql_local_to_utc'),
  datetime_utc_to_local: inZone('kql_utc_to_local'),
  erf: reals('kql_erf'),
  erfc: reals('kql_erfc'),
  gamma: reals('kql_gamma'),
  gzip_decompress_from_base64_string: ofText('kql_gunzip', 'string'),
  hash,
  hash_xxhash64: hash,
  isutf8: () => scalar('TRUE', 'bool', false),
  loggamma: reals('kql_loggamma'),
  parse_command_line: (call) => {
    const kind = call.constantText(1, 'a kind of parser').toLowerCase()
    if (kind !== 'windows') throw call.refuse(`The parser '${kind}' of 'parse_command_line'`)
    return scalar(`kql_parse_command_line(${call.text(0)})`, 'dynamic')
  },
  parse_path: ofText('kql_parse_path', 'dynamic'),
  punycode_domain_from_string: ofText('kql_punycode_domain', 'string'),
  punycode_domain_to_string: ofText('kql_from_punycode_domain', 'string'),
  punycode_from_string: ofText('kql_punycode', 'string'),
  punycode_to_string: ofText('kql_from_punycode', 'string'),
  regex_quote: ofText('kql_regex_quote', 'string'),
  replace_strings: (call) =>
    scalar(
      boundedCall(
        `coalesce(kql_replace_strings(${call.text(0)}, ${call.as(1, 'dynamic')}, ${call.as(2, 'dynamic')}), ${call.text(0)})`,
      ),
      'string',
    ),
  treepath: (call) => scalar(`kql_treepath(${call.as(0, 'dynamic')})`, 'dynamic'),
  welch_test: reals('kql_welch'),
  zlib_decompress_from_base64_string: ofText('kql_inflate', 'string'),
}
