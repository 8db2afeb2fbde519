/** URLs, comma-separated records and IPv4 addresses. Null for anything else. */
export const webMacros: readonly string[] = [
  // Kusto writes hexadecimal digits in lower case.
  `CREATE OR REPLACE MACRO kql.url_encode(s) AS array_to_string(list_transform(string_split(url_encode(s), '%'),
    lambda p, i: CASE WHEN i = 1 THEN p ELSE lower(substr(p, 1, 2)) || substr(p, 3) END), '%')`,
  `CREATE OR REPLACE MACRO kql.query_bag(q) AS CASE WHEN q = '' THEN '{}' ELSE kql.bag(kql.first_pairs(
    list_transform(string_split(q, '&'), lambda p: {k: to_json(split_part(p, '=', 1))::VARCHAR,
      v: to_json(CASE WHEN contains(p, '=') THEN substr(p, instr(p, '=') + 1) ELSE '' END)::VARCHAR}))) END`,
  `CREATE OR REPLACE MACRO kql.url_parts(s) AS regexp_extract(s,
    '^([A-Za-z][A-Za-z0-9+.-]*)://(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\\[[^\\]]*\\]|[^:/?#]*)(?::(\\d+))?(?:/([^?#]*))?(?:\\?([^#]*))?(?:#(.*))?$',
    ['scheme', 'username', 'secret', 'host', 'port', 'path', 'query', 'fragment'])`,
  `CREATE OR REPLACE MACRO kql.url_bag(u) AS CASE WHEN u.scheme <> '' THEN
    '{"Scheme":' || to_json(u.scheme)::VARCHAR || ',"Host":' || to_json(u.host)::VARCHAR || ',"Port":' || to_json(u.port)::VARCHAR
    || ',"Path":' || to_json(u.path)::VARCHAR || ',"Username":' || to_json(u.username)::VARCHAR || ',"Password":' || to_json(u.secret)::VARCHAR
    || ',"Query Parameters":' || kql.query_bag(u.query) || ',"Fragment":' || to_json(u.fragment)::VARCHAR || '}' END`,
  `CREATE OR REPLACE MACRO kql.csv_fields(s) AS list_transform(
    regexp_extract_all(',' || regexp_extract(s, '^(?:"(?:[^"]|"")*"|[^"\\n\\r])*'), ',(?:"(?:[^"]|"")*"|[^,]*)'),
    lambda f: CASE WHEN f[2] = '"' THEN replace(substr(f, 3, length(f) - 3), '""', '"') ELSE substr(f, 2) END)`,

  `CREATE OR REPLACE MACRO kql.ipv4_ok(s) AS regexp_full_match(s,
    '(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:/(?:3[0-2]|[12]?\\d))?')`,
  `CREATE OR REPLACE MACRO kql.ipv4_part(s, i) AS try_cast(split_part(split_part(s, '/', 1), '.', i) AS BIGINT)`,
  `CREATE OR REPLACE MACRO kql.ipv4_number(s) AS CASE WHEN kql.ipv4_ok(s) THEN kql.ipv4_part(s, 1) * 16777216
    + kql.ipv4_part(s, 2) * 65536 + kql.ipv4_part(s, 3) * 256 + kql.ipv4_part(s, 4) END`,
  `CREATE OR REPLACE MACRO kql.ipv4_suffix(s) AS CASE WHEN kql.ipv4_ok(s) THEN
    coalesce(try_cast(nullif(split_part(s, '/', 2), '') AS BIGINT), 32) END`,
  `CREATE OR REPLACE MACRO kql.ipv4_masked(n, suffix) AS CASE WHEN suffix BETWEEN 0 AND 32
    THEN n - n % (1::BIGINT << (32 - suffix)::INTEGER) END`,
  `CREATE OR REPLACE MACRO kql.ipv4(s) AS kql.ipv4_masked(kql.ipv4_number(s), kql.ipv4_suffix(s))`,
  // Both under the shorter mask.
  `CREATE OR REPLACE MACRO kql.ipv4_difference(a, b, suffix) AS sign(
    kql.ipv4_masked(kql.ipv4_number(a), least(kql.ipv4_suffix(a), kql.ipv4_suffix(b), suffix))
    - kql.ipv4_masked(kql.ipv4_number(b), least(kql.ipv4_suffix(a), kql.ipv4_suffix(b), suffix)))::BIGINT`,
  `CREATE OR REPLACE MACRO kql.ipv4_within(ip, net) AS
    kql.ipv4_suffix(ip) >= kql.ipv4_suffix(net)
    AND kql.ipv4_masked(kql.ipv4_number(ip), kql.ipv4_suffix(net)) = kql.ipv4(net)`,
  `CREATE OR REPLACE MACRO kql.ipv4_text(n) AS (n // 16777216)::VARCHAR || '.' || (n // 65536 % 256)::VARCHAR
    || '.' || (n // 256 % 256)::VARCHAR || '.' || (n % 256)::VARCHAR`,

  `CREATE OR REPLACE MACRO kql.size_unit(x) AS CASE WHEN abs(x) >= 1152921504606846976 THEN 6
    WHEN abs(x) >= 1125899906842624 THEN 5 WHEN abs(x) >= 1099511627776 THEN 4 WHEN abs(x) >= 1073741824 THEN 3
    WHEN abs(x) >= 1048576 THEN 2 WHEN abs(x) >= 1024 THEN 1 ELSE 0 END`,
  `CREATE OR REPLACE MACRO kql.format_bytes(x, digits, unit) AS
    regexp_replace(round(x / pow(1024, unit), digits)::VARCHAR, '\\.0$', '')
    || ' ' || ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'][unit + 1]`,
]
