import { scalar, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

/** The prefix from an optional argument; 128 keeps all bits. */
function prefix(call: FunctionCall, index: number): string {
  return call.count > index ? call.as(index, 'long') : '128::BIGINT'
}

const canonical: FunctionTranslator = (call) =>
  scalar(`coalesce(kql_ipv6_text(${call.text(0)}, ${prefix(call, 1)}), '')`, 'string')

/** True if `test` (of `v.t` and `w`) holds for one of the texts: arguments, or one array of them. */
function anyOf(call: FunctionCall, test: string): string {
  const lists = call.values(1).map((value) => `kql.element_texts(${call.converted(value, 'dynamic').sql})`)
  const wanted = lists.reduce((left, right) => `list_concat(${left}, ${right})`)
  return `list_bool_or(list_transform([{t: ${call.text(0)}, l: ${wanted}}], lambda v: list_bool_or(list_transform(v.l, lambda w: ${test}))))`
}

const hasAddress =
  (isPrefix: boolean): FunctionTranslator =>
  (call) => {
    const test = `kql_has_ipv4(v.t, w) AND ${isPrefix ? '' : 'NOT '}ends_with(w, '.')`
    // A whole address is a prefix too.
    const condition = isPrefix ? 'kql_has_ipv4(v.t, w)' : test
    return scalar(`coalesce(${anyOf(call, condition)}, FALSE)`, 'bool', false)
  }

function networkText(call: FunctionCall): Scalar {
  const value = call.value(0)
  const isText = value.type === 'string'
  const address = isText ? `kql.ipv4(${value.sql})` : call.converted(value, 'long').sql
  const given = call.count > 1 ? call.as(1, 'long') : '32'
  const length = isText ? `least(kql.ipv4_suffix(${value.sql}), ${given})` : given
  const text = `kql.ipv4_text(kql.ipv4_masked(${address}, ${length})) || '/' || ${length}::VARCHAR`
  return scalar(`coalesce(${text}, '')`, 'string')
}

/** IPv6 addresses, and IPv4 addresses inside texts. */
export const addressFunctions: FunctionTable = {
  format_ipv4_mask: networkText,
  has_any_ipv4: hasAddress(false),
  has_any_ipv4_prefix: hasAddress(true),
  has_ipv4: hasAddress(false),
  has_ipv4_prefix: hasAddress(true),
  ipv4_range_to_cidr_list: (call) => scalar(`kql_ipv4_networks(${call.text(0)}, ${call.text(1)})`, 'dynamic'),
  ipv6_compare: (call) =>
    scalar(`kql_ipv6_compare(${call.text(0)}, ${call.text(1)}, ${prefix(call, 2)})`, 'long'),
  ipv6_is_in_any_range: (call) =>
    scalar(
      `(CASE WHEN kql_ipv6_text(${call.text(0)}, 128) <> '' THEN coalesce(${anyOf(call, 'kql_ipv6_within(v.t, w)')}, FALSE) END)`,
      'bool',
    ),
  ipv6_is_in_range: (call) => scalar(`kql_ipv6_within(${call.text(0)}, ${call.text(1)})`, 'bool'),
  ipv6_is_match: (call) =>
    scalar(`(kql_ipv6_compare(${call.text(0)}, ${call.text(1)}, ${prefix(call, 2)}) = 0)`, 'bool'),
  parse_ipv6: canonical,
  parse_ipv6_mask: canonical,
}
