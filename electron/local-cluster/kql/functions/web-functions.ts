import { boundedCall, scalar, type Scalar } from '../scalar'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

const dynamic = (sql: string): Scalar => scalar(`(${sql})`, 'dynamic')

const parseUrl: FunctionTranslator = (call) => dynamic(`kql.url_bag(kql.url_parts(${call.text(0)}))`)

const parseQuery: FunctionTranslator = (call) =>
  dynamic(`'{"Query Parameters":' || kql.query_bag(ltrim(${call.text(0)}, '?')) || '}'`)

/** The mask from an optional argument; 32 keeps all bits. */
function suffix(call: FunctionCall, index: number): string {
  return call.count > index ? call.as(index, 'long') : '32'
}

/** Private networks: RFC 1918. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']

/** In one of several networks: arguments, or one array of them. */
function inAnyRange(call: FunctionCall): Scalar {
  const ip = call.text(0)
  const lists = call.values(1).map((value) => `kql.element_texts(${call.converted(value, 'dynamic').sql})`)
  const ranges = lists.reduce((left, right) => `list_concat(${left}, ${right})`)
  return scalar(
    `(CASE WHEN kql.ipv4_ok(${ip}) THEN coalesce(list_bool_or(list_transform(${ranges}, lambda r: kql.ipv4_within(${ip}, r))), FALSE) END)`,
    'bool',
  )
}

const units: readonly string[] = ['bytes', 'kb', 'mb', 'gb', 'tb', 'pb', 'eb']

function formatBytes(call: FunctionCall): Scalar {
  const size = call.as(0, 'real')
  const digits = call.constantInteger(1, 0)
  const name = call.count > 2 ? call.constantText(2, 'a unit').toLowerCase() : ''
  const unit = name === '' ? `kql.size_unit(${size})` : String(units.indexOf(name))
  if (unit === '-1') throw call.refuse(`The unit '${name}'`)
  return scalar(`coalesce(kql.format_bytes(${size}, ${digits}, ${unit}), '')`, 'string')
}

/** The address of a text or number, as a number under the second argument's mask. */
function maskedAddress(call: FunctionCall): string {
  const value = call.value(0)
  const address = value.type === 'string' ? `kql.ipv4(${value.sql})` : call.converted(value, 'long').sql
  return `kql.ipv4_masked(${address}, ${suffix(call, 1)})`
}

/** URLs, records, IPv4 addresses and sizes. */
export const webFunctions: FunctionTable = {
  format_bytes: formatBytes,
  format_ipv4: (call) => scalar(`coalesce(kql.ipv4_text(${maskedAddress(call)}), '')`, 'string'),
  ipv4_compare: (call) =>
    scalar(`kql.ipv4_difference(${call.text(0)}, ${call.text(1)}, ${suffix(call, 2)})`, 'long'),
  ipv4_is_in_any_range: inAnyRange,
  ipv4_is_in_range: (call) => scalar(`(kql.ipv4_within(${call.text(0)}, ${call.text(1)}))`, 'bool'),
  ipv4_is_match: (call) =>
    scalar(`(kql.ipv4_difference(${call.text(0)}, ${call.text(1)}, ${suffix(call, 2)}) = 0)`, 'bool'),
  ipv4_is_private: (call) => {
    const ip = call.text(0)
    const inside = privateNetworks.map((network) => `kql.ipv4_within(${ip}, '${network}')`)
    return scalar(`(${inside.join(' OR ')})`, 'bool')
  },
  ipv4_netmask_suffix: (call) => scalar(`kql.ipv4_suffix(${call.text(0)})`, 'long'),
  parse_csv: (call) => dynamic(boundedCall(`to_json(kql.csv_fields(${call.text(0)}))::VARCHAR`)),
  parse_ipv4: (call) => scalar(`kql.ipv4(${call.text(0)})`, 'long'),
  parse_ipv4_mask: (call) =>
    scalar(`kql.ipv4_masked(kql.ipv4(${call.text(0)}), ${call.as(1, 'long')})`, 'long'),
  parse_url: parseUrl,
  parseurl: parseUrl,
  parse_urlquery: parseQuery,
  parseurlquery: parseQuery,
  url_encode: (call) => scalar(`replace(kql.url_encode(${call.text(0)}), '%20', '+')`, 'string'),
  url_encode_component: (call) => scalar(`kql.url_encode(${call.text(0)})`, 'string'),
}
