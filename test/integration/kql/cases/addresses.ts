import type { QueryCase } from '../query-case'

const print = (feature: string, query: string, ...row: readonly unknown[]): QueryCase => ({
  feature,
  query: `print ${query}`,
  rows: [row],
})

const pairs = `datatable (a: string, b: string) ['192.168.1.1', '192.168.1.1', '192.168.1.1/24', '192.168.1.255',
  'fe80::85d:e82c:9446:7994/120', 'fe80::85d:e82c:9446:7998', '192.168.1.1/24', '::ffff:c0a8:01ff',
  '::192.168.1.1/30', '192.168.1.255/24', 'fe80::1', 'fe80::2', '192.168.1.2', '192.168.1.1', 'x', '::1']`

/** IP addresses and texts with them. The values come from the documents' examples, or were worked out by hand. */
export const addressCases: readonly QueryCase[] = [
  {
    feature: 'ipv6_compare, ipv6_is_match (documents: ipv6_compare)',
    query: `${pairs} | project ipv6_compare(a, b), ipv6_is_match(a, b), ipv6_compare(a, b, 120)`,
    rows: [
      [0, true, 0],
      [0, true, 0],
      [0, true, 0],
      [0, true, 0],
      [0, true, 0],
      [-1, false, 0],
      [1, false, 0],
      [null, null, null],
    ],
  },
  {
    feature: 'parse_ipv6, parse_ipv6_mask (documents: parse_ipv6_mask)',
    query: `datatable (a: string, n: long) ['192.168.255.255', 120, '192.168.255.255/24', 124, '255.255.255.255', 128,
      'fe80::85d:e82c:9446:7994/120', 124, '::192.168.255.255', 128, '::192.168.255.255/24', 128, '1::2::3', 128]
      | project parse_ipv6_mask(a, n), strcat(parse_ipv6(a) == parse_ipv6_mask(a, 128))`,
    rows: [
      ['0000:0000:0000:0000:0000:ffff:c0a8:ff00', 'True'],
      ['0000:0000:0000:0000:0000:ffff:c0a8:ff00', 'True'],
      ['0000:0000:0000:0000:0000:ffff:ffff:ffff', 'True'],
      ['fe80:0000:0000:0000:085d:e82c:9446:7900', 'True'],
      ['0000:0000:0000:0000:0000:ffff:c0a8:ffff', 'True'],
      ['0000:0000:0000:0000:0000:ffff:c0a8:ff00', 'True'],
      ['', 'True'],
    ],
  },
  {
    feature: 'ipv6_is_in_range, ipv6_is_in_any_range (documents: ipv6_is_in_range)',
    query: `let i = 'a5e:f127:8a9d:146d:e102:b5d3:c755:abcd'; print ipv6_is_in_range(i, 'a5e:f127:8a9d:146d:e102:b5d3:c755:0000/112'),
      ipv6_is_in_range(i, i), ipv6_is_in_range(i, '0:0:0:0:0:ffff:c0a8:ac/60'), ipv6_is_in_range('x', i),
      ipv6_is_in_any_range(i, dynamic(['a5e:f127:8a9d:146d:e102:b5d3:c755:f6cd/112', '::/60'])), ipv6_is_in_any_range(i, '::1', '::2')`,
    rows: [[true, true, false, null, true, false]],
  },
  print(
    'ipv4_range_to_cidr_list (documents: ipv4_range_to_cidr_list)',
    'ipv4_range_to_cidr_list("1.1.128.0", "1.1.140.255"), ipv4_range_to_cidr_list("0.0.0.0", "255.255.255.255"), ipv4_range_to_cidr_list("1.1.1.1", "x")',
    ['1.1.128.0/21', '1.1.136.0/22', '1.1.140.0/24'],
    ['0.0.0.0/0'],
    null,
  ),
  {
    feature: 'format_ipv4_mask (documents: format_ipv4_mask)',
    query:
      "datatable (a: string, m: long) ['192.168.1.1', 24, '192.168.1.1', 32, '192.168.1.1/24', 32, '192.168.1.1/24', -1, 'x', 32] | project format_ipv4_mask(a, m)",
    rows: [['192.168.1.0/24'], ['192.168.1.1/32'], ['192.168.1.0/24'], [''], ['']],
  },
  print(
    'has_ipv4, has_any_ipv4 (documents: has_ipv4)',
    "has_ipv4('05:04:54 127.0.0.1 GET', '127.0.0.1'), has_ipv4('05:04:54 127.0.0.256 GET', '127.0.0.256'), has_ipv4('05:04:54127.0.0.1 GET', '127.0.0.1'), has_ipv4('x=127.0.0.1.', '127.0.0.1'), has_any_ipv4('at 127.0.0.1 ', '127.0.0.2', '127.0.0.1'), has_any_ipv4('at 127.0.0.1 ', dynamic(['192.168.1.1']))",
    true,
    false,
    false,
    true,
    true,
    false,
  ),
  print(
    'has_ipv4_prefix, has_any_ipv4_prefix (documents: has_ipv4_prefix)',
    "has_ipv4_prefix('at 127.0.0.1 ', '127.0.'), has_ipv4_prefix('at 127.0.0.1 ', '127.0'), has_ipv4_prefix('at 127.0.0.256 ', '127.0.'), has_ipv4_prefix('at127.0.0.1', '127.0.'), has_any_ipv4_prefix('at 127.0.0.1', dynamic(['127.0.', '192.168.']))",
    true,
    false,
    false,
    false,
    true,
  ),
]
