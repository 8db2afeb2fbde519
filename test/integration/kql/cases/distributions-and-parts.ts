import type { QueryCase } from '../query-case'

const print = (feature: string, query: string, ...row: readonly unknown[]): QueryCase => ({
  feature,
  query: `print ${query}`,
  rows: [row],
})

/** Hashes, distributions, and parts of texts. The values come from the documents' examples. */
export const distributionAndPartCases: readonly QueryCase[] = [
  print(
    'hash, hash_xxhash64 (documents: hash)',
    'hash("World"), hash(datetime("2015-01-01")), hash_xxhash64("Hello"), hash_xxhash64("Nobody inspects the spammish repetition")',
    '1846988464401551951',
    '1380966698541616202',
    '753694413698530628',
    '-302119147016844303',
  ),
  print(
    'gamma, loggamma, erf, erfc',
    'gamma(5), round(gamma(0.5), 12), round(loggamma(5), 12), round(erf(0.5), 12), round(erfc(3.0) * 100000, 9), round(erf(-3.0), 12), gamma(real(null))',
    24,
    1.772453850906,
    3.178053830348,
    0.520499877813,
    2.2090497,
    -0.999977909503,
    null,
  ),
  {
    feature: 'beta_cdf, beta_inv, beta_pdf (documents: beta_cdf, beta_inv, beta_pdf)',
    query:
      'datatable (x: real, a: real) [0.5, 10.0, 1.5, 10.0, 0.1, -1.0] | project round(beta_pdf(x, a, 20.0), 12), round(beta_cdf(x, a, 20.0), 12), round(beta_inv(x / 5, a, 20.0), 12), isnull(beta_inv(x, a, 20.0))',
    rows: [
      [0.746176019311, 0.96928582713, 0.226415022389, false],
      [NaN, NaN, 0.285386369005, true],
      [NaN, NaN, NaN, false],
    ],
  },
  print(
    'welch_test (documents: welch_test)',
    'round(welch_test(20.82, 7.86742857142857, 15, 22.9866666666667, 3.81266666666667, 15), 3)',
    0.021,
  ),
  print(
    'replace_strings (documents: replace_strings)',
    `replace_strings("A magic trick can turn a cat into a dog", dynamic(['cat', 'dog']), dynamic(['dog', 'pigeon'])), replace_strings("This is it", dynamic(['This', 'is']), dynamic(['This', 'was'])), replace_strings("This is it", dynamic(['is', 'This']), dynamic(['was', 'This'])), replace_strings("This is it", dynamic(['This', 'is']), dynamic([12345, 'was']))`,
    'A magic trick can turn a dog into a pigeon',
    'This was it',
    'Thwas was it',
    'This was it',
  ),
  {
    feature: 'parse_path (documents: parse_path)',
    query:
      'datatable (p: string) [@"C:\\temp\\file.txt", "file://C:/temp/file.txt:some.exe", @"\\\\shared\\users\\temp\\file.txt.gz", "/usr/lib/temp/file.txt"] | extend a = parse_path(p) | project a.Scheme, a.RootPath, a.DirectoryPath, a.DirectoryName, a.Filename, a.Extension, a.AlternateDataStreamName',
    rows: [
      ['', 'C:', 'C:\\temp', 'temp', 'file.txt', 'txt', ''],
      ['file', 'C:', 'C:/temp', 'temp', 'file.txt', 'txt', 'some.exe'],
      ['', '', '\\\\shared\\users\\temp', 'temp', 'file.txt.gz', 'gz', ''],
      ['', '', '/usr/lib/temp', 'temp', 'file.txt', 'txt', ''],
    ],
  },
  print(
    'treepath (documents: treepath)',
    `treepath(parse_json('{"a":"b", "c":123}')), treepath(parse_json('{"prop1":[1,2,3,4], "prop2":"value2"}')), treepath(parse_json('{"l":[100,"abcde",{"x":"y"}]}'))`,
    ["['a']", "['c']"],
    ["['prop1']", "['prop1'][0]", "['prop2']"],
    ["['l']", "['l'][0]", "['l'][0]['x']"],
  ),
  print(
    'parse_command_line, regex_quote, base64_encode_fromarray, isutf8',
    `parse_command_line("echo \\"hello world!\\" a", "windows"), regex_quote('(so$me.Te^xt)'), base64_encode_fromarray(base64_decode_toarray("S3VzdG8=")), base64_encode_fromarray(dynamic([208, 161, 209])), isutf8("é")`,
    ['echo', 'hello world!', 'a'],
    '\\(so\\$me\\.Te\\^xt\\)',
    'S3VzdG8=',
    '',
    true,
  ),
  print(
    'array_sort_asc, array_sort_desc of several arrays (documents: array_sort_asc)',
    'array_sort_asc(dynamic([1, 3, 4, 5, 2]), dynamic(["a", "b", "c", "d", "e"])), x = array_sort_desc(dynamic([3, 1, 2]), dynamic([1, 2, 3]))[1], y = array_sort_asc(dynamic([1]), dynamic([1, 2]))[1]',
    [1, 2, 3, 4, 5],
    ['a', 'e', 'b', 'c', 'd'],
    [1, 3, 2],
    null,
  ),
  print(
    'array_sort_asc with nulls first (documents: array_sort_asc)',
    'array_sort_asc(dynamic([null, "blue", "yellow", "green", null]), false), array_sort_asc(dynamic([null, 2, 1]))',
    [null, null, 'blue', 'green', 'yellow'],
    [1, 2, null],
  ),
  {
    feature: 'dynamic_to_json sorts by names (documents: dynamic_to_json)',
    query: `print dynamic_to_json(dynamic({'Y10': {}, 'X8': {'c3': 1, 'a4': 6}, 'A1': 12.50, 'A14': [15, "a, b}"], 'A': "\\"{"})), dynamic_to_json("x")`,
    rows: [['{"A":"\\"{","A1":12.5,"A14":[15,"a, b}"],"X8":{"a4":6,"c3":1},"Y10":{}}', 'x']],
  },
  print(
    'conversions of units (documents: convert_angle and its kin)',
    `convert_angle(1.2, 'Arcminute', 'Arcsecond'), round(convert_energy(1.2, 'Joule', 'BritishThermalUnit'), 15), convert_force(1.2, 'Newton', 'Decanewton'), round(convert_length(1.2, 'Foot', 'Inch'), 12), convert_mass(1.2, 'Kilogram', 'Gram'), convert_speed(1.2, 'MeterPerSecond', 'CentimeterPerSecond'), convert_temperature(1.2, 'Kelvin', 'DegreeCelsius'), round(convert_temperature(212, 'DegreeFahrenheit', 'DegreeCelsius'), 12), convert_volume(1.2, 'CubicMeter', 'Liter')`,
    72,
    0.001137380544376,
    0.12,
    14.4,
    1200,
    120,
    -271.95,
    100,
    1200,
  ),
  print(
    'punycode_from_string, punycode_to_string, punycode_domain_from_string, punycode_domain_to_string',
    'punycode_from_string("académie-française"), punycode_to_string("acadmie-franaise-npb1a"), punycode_domain_from_string("bücher.example"), punycode_domain_to_string("xn--bcher-kva.example"), punycode_to_string(punycode_from_string("日本語 テスト a😀")), punycode_to_string("!!")',
    'acadmie-franaise-npb1a',
    'académie-française',
    'xn--bcher-kva.example',
    'bücher.example',
    '日本語 テスト a😀',
    '',
  ),
  print(
    'datetime_utc_to_local, datetime_local_to_utc (documents: datetime_utc_to_local)',
    "datetime_utc_to_local(datetime(2022-07-11 22:18:48.4678620), 'US/Pacific'), datetime_utc_to_local(datetime(2022-07-11 22:18:48.4678620), 'Australia/Canberra'), datetime_local_to_utc(datetime(2022-07-11 15:18:48.4678620), 'US/Pacific'), datetime_utc_to_local(datetime(2022-12-01), 'Europe/Berlin'), datetime_utc_to_local(datetime(null), 'UTC')",
    '2022-07-11T15:18:48.4678620Z',
    '2022-07-12T08:18:48.4678620Z',
    '2022-07-11T22:18:48.4678620Z',
    '2022-12-01T01:00:00.0000000Z',
    null,
  ),
  print(
    'zlib_decompress_from_base64_string, gzip_decompress_from_base64_string (documents: zlib_decompress_from_base64_string)',
    'zlib_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4="), gzip_decompress_from_base64_string("H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA=="), zlib_decompress_from_base64_string("x0x0x0")',
    'Test string 123',
    '1234567890qwertyuiop',
    '',
  ),
  {
    feature: 'evaluate ipv4_lookup, ipv6_lookup (documents: ipv4_lookup)',
    query: `let D = datatable (network: string, c: string, n: long) ["2.20.183.0/24", "GB", 1, "5.8.0.0/19", "RU", 2, "fe80::/64", "L", 3];
      let IPs = datatable (ip: string) ['2.20.183.12', '5.8.1.2', 'fe80::5'];
      IPs | evaluate ipv4_lookup(D, ip, network, return_unmatched = true) | union (IPs | evaluate ipv6_lookup(D, ip, network)) | order by n asc, ip asc`,
    columns: 'ip:string, network:string, c:string, n:long',
    rows: [
      ['fe80::5', '', '', null],
      ['2.20.183.12', '2.20.183.0/24', 'GB', 1],
      ['2.20.183.12', '2.20.183.0/24', 'GB', 1],
      ['5.8.1.2', '5.8.0.0/19', 'RU', 2],
      ['5.8.1.2', '5.8.0.0/19', 'RU', 2],
      ['fe80::5', 'fe80::/64', 'L', 3],
    ],
  },
]
