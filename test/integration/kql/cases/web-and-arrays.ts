import type { QueryCase } from '../query-case'

/**
 * URLs, addresses, sizes, whole arrays, characters and bits. The values come from the documents' examples, or were
 * worked out by hand.
 */
export const webAndArrayCases: readonly QueryCase[] = [
  {
    feature: 'url_encode, url_encode_component',
    query:
      'print url_encode("https://www.bing.com/hello world"), url_encode_component("https://www.bing.com/hello world"), url_encode("é%"), url_decode(url_encode("a b%é"))',
    columns: 'print_0:string, print_1:string, print_2:string, print_3:string',
    rows: [
      [
        'https%3a%2f%2fwww.bing.com%2fhello+world',
        'https%3a%2f%2fwww.bing.com%2fhello%20world',
        '%c3%a9%25',
        'a b%é',
      ],
    ],
  },
  {
    feature: 'parse_url',
    query:
      'print parse_url("scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment"), parse_url("nothing"), parse_url("https://bing.com")',
    columns: 'print_0:dynamic, print_1:dynamic, print_2:dynamic',
    rows: [
      [
        {
          Scheme: 'scheme',
          Host: 'host',
          Port: '1234',
          Path: 'this/is/a/path',
          Username: 'username',
          Password: 'password',
          'Query Parameters': { k1: 'v1', k2: 'v2' },
          Fragment: 'fragment',
        },
        null,
        {
          Scheme: 'https',
          Host: 'bing.com',
          Port: '',
          Path: '',
          Username: '',
          Password: '',
          'Query Parameters': {},
          Fragment: '',
        },
      ],
    ],
  },
  {
    feature: 'parse_urlquery',
    query: 'print parse_urlquery("k1=v1&k2=v2&k3=v3"), parse_urlquery("?a"), parse_urlquery("")',
    columns: 'print_0:dynamic, print_1:dynamic, print_2:dynamic',
    rows: [
      [
        { 'Query Parameters': { k1: 'v1', k2: 'v2', k3: 'v3' } },
        { 'Query Parameters': { a: '' } },
        { 'Query Parameters': {} },
      ],
    ],
  },
  {
    feature: 'parse_csv',
    query:
      'print parse_csv("aa,b,cc"), parse_csv(\'record1,a,b,c\\nrecord2,x\'), parse_csv(\'aa,"b,b,b",cc,"Escaping quotes: ""Title""","line1\\nline2"\'), parse_csv("")',
    columns: 'print_0:dynamic, print_1:dynamic, print_2:dynamic, print_3:dynamic',
    rows: [
      [
        ['aa', 'b', 'cc'],
        ['record1', 'a', 'b', 'c'],
        ['aa', 'b,b,b', 'cc', 'Escaping quotes: "Title"', 'line1\nline2'],
        [''],
      ],
    ],
  },
  {
    feature: 'parse_ipv4',
    query:
      'print parse_ipv4("127.0.0.1"), parse_ipv4("192.1.168.1"), parse_ipv4("192.1.168.2/24"), parse_ipv4("192.1.168.300"), parse_ipv4_mask("127.0.0.1", 24), parse_ipv4_mask("192.1.168.3/24", 31)',
    columns: 'print_0:long, print_1:long, print_2:long, print_3:long, print_4:long, print_5:long',
    rows: [[2130706433, 3221334017, 3221334016, null, 2130706432, 3221334016]],
  },
  {
    feature: 'ipv4_is_private, ipv4_is_in_range',
    query:
      'print ipv4_is_private("10.1.2.3"), ipv4_is_private("202.1.2.3"), ipv4_is_private("192.168.1.1/24"), ipv4_is_private("abc"), ipv4_is_in_range("192.168.1.6", "192.168.1.1/24"), ipv4_is_in_range("192.168.2.6", "192.168.1.1/24")',
    columns: 'print_0:bool, print_1:bool, print_2:bool, print_3:bool, print_4:bool, print_5:bool',
    rows: [[true, false, true, null, true, false]],
  },
  {
    feature: 'ipv4_is_match, ipv4_compare, ipv4_is_in_any_range',
    query:
      'print ipv4_is_match("192.168.1.1/24", "192.168.1.255/24"), ipv4_is_match(\'192.168.1.1\', \'192.168.1.255\', 24), ipv4_compare("192.168.1.1", "192.168.1.255"), ipv4_compare("192.168.1.255", "192.168.1.1"), ipv4_is_in_any_range("10.0.0.5", dynamic(["192.168.0.0/16", "10.0.0.0/8"])), ipv4_is_in_any_range("11.0.0.5", "192.168.0.0/16", "10.0.0.0/8")',
    columns: 'print_0:bool, print_1:bool, print_2:long, print_3:long, print_4:bool, print_5:bool',
    rows: [[true, true, -1, 1, true, false]],
  },
  {
    feature: 'format_ipv4, ipv4_netmask_suffix',
    query:
      'print format_ipv4("192.168.1.255", 24), format_ipv4(3232236031, 24), format_ipv4("x"), ipv4_netmask_suffix("192.168.1.1/24"), ipv4_netmask_suffix("10.1.2.3")',
    columns: 'print_0:string, print_1:string, print_2:string, print_3:long, print_4:long',
    rows: [['192.168.1.0', '192.168.1.0', '', 24, 32]],
  },
  {
    feature: 'format_bytes',
    query:
      'print format_bytes(564), format_bytes(10332, 1), format_bytes(20010332), format_bytes(20010332, 2), format_bytes(20010332, 0, "KB"), format_bytes(real(null))',
    columns: 'print_0:string, print_1:string, print_2:string, print_3:string, print_4:string, print_5:string',
    rows: [['564 Bytes', '10.1 KB', '19 MB', '19.08 MB', '19541 KB', '']],
  },
  {
    feature: 'array_shift, array_rotate',
    query:
      'print array_shift_left(dynamic([1,2,3,4,5]), 2), array_shift_left(dynamic([1,2,3,4,5]), -2, -1), array_shift_right(dynamic([1,2,3,4,5]), 2, -1), array_rotate_left(dynamic([1,2,3,4,5]), 2), array_rotate_right(dynamic([1,2,3,4,5]), 2), array_rotate_left(dynamic([1,2,3,4,5]), -7)',
    columns:
      'print_0:dynamic, print_1:dynamic, print_2:dynamic, print_3:dynamic, print_4:dynamic, print_5:dynamic',
    rows: [
      [
        [3, 4, 5, null, null],
        [-1, -1, 1, 2, 3],
        [-1, -1, 1, 2, 3],
        [3, 4, 5, 1, 2],
        [4, 5, 1, 2, 3],
        [4, 5, 1, 2, 3],
      ],
    ],
  },
  {
    feature: 'array_split',
    query:
      'print array_split(dynamic([1,2,3,4,5]), 2), array_split(dynamic([1,2,3,4,5]), dynamic([1,3])), array_split(dynamic([1,2,3,4,5]), -2)',
    columns: 'print_0:dynamic, print_1:dynamic, print_2:dynamic',
    rows: [
      [
        [
          [1, 2],
          [3, 4, 5],
        ],
        [[1], [2, 3], [4, 5]],
        [
          [1, 2, 3],
          [4, 5],
        ],
      ],
    ],
  },
  {
    feature: 'array_iff',
    query:
      'print array_iff(dynamic([true,false,true]), dynamic([1,2,3]), dynamic([4,5,6])), array_iff(dynamic([1,0,null]), dynamic(["a","b","c"]), "z")',
    columns: 'print_0:dynamic, print_1:dynamic',
    rows: [
      [
        [1, 5, 3],
        ['a', 'z', null],
      ],
    ],
  },
  {
    feature: 'bag_zip, has_any_index, jaccard_index, set_equals',
    query:
      'print bag_zip(dynamic(["a","b","c"]), dynamic([1, 2.3])), has_any_index("this is an example", dynamic(["none", "example"])), has_any_index("x", dynamic([])), jaccard_index(dynamic([1,1,2,2,3]), dynamic([1,2,3,4])), set_equals(dynamic([1,2,2]), dynamic([2,1])), set_equals(dynamic([1]), dynamic([2]))',
    columns: 'print_0:dynamic, print_1:long, print_2:long, print_3:real, print_4:bool, print_5:bool',
    rows: [[{ a: 1, b: 2.3, c: null }, 1, -1, 0.75, true, false]],
  },
  {
    feature: 'translate, code points',
    query:
      'print translate("krasp", "otsku", "spark"), translate("abc", "x", "abc"), translate("abc", "", "ab"), to_utf8("⒦⒰"), unicode_codepoints_to_string(75, 117, 115), make_string(dynamic([75, 117]), 115), base64_decode_toarray("S3VzdG8=")',
    columns:
      'print_0:string, print_1:string, print_2:string, print_3:dynamic, print_4:string, print_5:string, print_6:dynamic',
    rows: [['kusto', 'xxx', '', [9382, 9392], 'Kus', 'Kus', [75, 117, 115, 116, 111]]],
  },
  {
    feature: 'binary_shift, bitset_count_ones',
    query:
      'print binary_shift_left(1, 63), binary_shift_left(3, 2), binary_shift_right(-8, 1), binary_shift_left(1, 64), binary_shift_left(1, -1), bitset_count_ones(42), bitset_count_ones(-1)',
    columns:
      'print_0:long, print_1:long, print_2:long, print_3:long, print_4:long, print_5:long, print_6:long',
    rows: [['-9223372036854775808', 12, -4, 1, null, 3, 64]],
  },
  {
    feature: 'around',
    query:
      'print around(5, 4, 1), around(datetime(2020-01-02), datetime(2020-01-01), 1d), around(9, 4, 1), around(long(null), 1, 1)',
    columns: 'print_0:bool, print_1:bool, print_2:bool, print_3:bool',
    rows: [[true, true, false, false]],
  },
  {
    feature: 'old names of dynamic functions',
    query:
      'print pack_dictionary("a", 1), arraylength(dynamic([1])), array_strcat(dynamic([1,2]), "-"), base64_encodestring("x"), base64_decodestring("eA=="), datepart("year", datetime(2020-01-01)), totime("1:00:00"), parseurlquery("a=1"), parseurl("a://b").Host',
    columns:
      'print_0:dynamic, print_1:long, print_2:string, print_3:string, print_4:string, print_5:int, print_6:timespan, print_7:dynamic, print_8:dynamic',
    rows: [[{ a: 1 }, 1, '1-2', 'eA==', 'x', 2020, '01:00:00', { 'Query Parameters': { a: '1' } }, 'b']],
  },
  {
    feature: 'array_iif',
    query: 'print array_iif(dynamic([true]), 1, 2)',
    columns: 'print_0:dynamic',
    rows: [[[1]]],
  },
  {
    feature: 'unicode_codepoints_from_string',
    query: 'print unicode_codepoints_from_string("Ku")',
    columns: 'print_0:dynamic',
    rows: [[[75, 117]]],
  },
  {
    feature: 'ceiling, round and around of decimals',
    query:
      'print ceiling(decimal(2.5)) == decimal(3), round(decimal(2.567), 2) == decimal(2.57), round(decimal(-1.5)) == decimal(-2), around(decimal(2), decimal(1), decimal(1))',
    rows: [[true, true, true, true]],
  },
]
