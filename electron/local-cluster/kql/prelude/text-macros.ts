import { boundedJoin, named, runaway } from '../scalar'

/** Longest text to check for overlaps with itself, in characters. */
const longestNeedle = 1000

/** Longest text to check at every position, in characters: the time grows quadratically. */
const longestScanned = 20_000

/**
 * Terms: maximal runs of letters and digits. Every other character, including the underscore, separates them. The
 * translation writes the literal forms of `has`; these are for needles only known per row.
 */
export const textMacros: readonly string[] = [
  // DuckDB makes a capital sharp S, which Kusto (.NET) does not.
  `CREATE OR REPLACE MACRO kql.upper(s) AS CASE WHEN contains(s, 'ß')
    THEN array_to_string(list_transform(string_split(s, 'ß'), lambda p: upper(p)), 'ß') ELSE upper(s) END`,
  `CREATE OR REPLACE MACRO kql.term_start(needle) AS
    CASE WHEN regexp_matches(needle, '^[\\pL\\pN]') THEN '(?:^|[^\\pL\\pN])' ELSE '' END`,
  `CREATE OR REPLACE MACRO kql.term_end(needle) AS
    CASE WHEN regexp_matches(needle, '[\\pL\\pN]$') THEN '(?:$|[^\\pL\\pN])' ELSE '' END`,
  // A needle that is a single term is looked up among the terms: compiling a pattern for each row takes hundreds of
  // times as long, because of the letter classes.
  `CREATE OR REPLACE MACRO kql.terms(hay) AS regexp_extract_all(hay, '[\\pL\\pN]+')`,
  `CREATE OR REPLACE MACRO kql.is_term(needle) AS regexp_full_match(needle, '[\\pL\\pN]+')`,
  `CREATE OR REPLACE MACRO kql.has_cs(hay, needle) AS contains(hay, needle)
    AND CASE WHEN kql.is_term(needle) THEN list_contains(kql.terms(hay), needle)
      ELSE regexp_matches(hay, kql.term_start(needle) || regexp_escape(needle) || kql.term_end(needle)) END`,
  `CREATE OR REPLACE MACRO kql.has(hay, needle) AS kql.has_cs(lower(hay), lower(needle))`,
  `CREATE OR REPLACE MACRO kql.hasprefix_cs(hay, needle) AS contains(hay, needle)
    AND CASE WHEN kql.is_term(needle) THEN
      ${named('{terms: kql.terms(hay), needle: needle}', 'h', 'len(list_filter(h.terms, lambda t: starts_with(t, h.needle))) > 0')}
      ELSE regexp_matches(hay, kql.term_start(needle) || regexp_escape(needle)) END`,
  `CREATE OR REPLACE MACRO kql.hassuffix_cs(hay, needle) AS contains(hay, needle)
    AND CASE WHEN kql.is_term(needle) THEN
      ${named('{terms: kql.terms(hay), needle: needle}', 'h', 'len(list_filter(h.terms, lambda t: ends_with(t, h.needle))) > 0')}
      ELSE regexp_matches(hay, regexp_escape(needle) || kql.term_end(needle)) END`,
  // Overlapping occurrences count, as in Kusto. Only a needle that starts as it ends can overlap itself; only then
  // is every position checked, if the text is not too long.
  `CREATE OR REPLACE MACRO kql.count_of(hay, needle) AS ${named(
    '{hay: hay, needle: needle}',
    'c',
    `CASE WHEN c.needle = '' OR strlen(c.needle) > strlen(c.hay) THEN 0
      WHEN length(c.needle) > ${longestNeedle} THEN error('${runaway('countof() of too long a text in another')}')
      WHEN len(list_filter(range(1, length(c.needle)), lambda i: left(c.needle, i) = right(c.needle, i))) = 0
      THEN ((strlen(c.hay) - strlen(replace(c.hay, c.needle, ''))) / strlen(c.needle))::BIGINT
      WHEN length(c.hay) > ${longestScanned} THEN error('${runaway('countof() of a text that overlaps itself, in too long a text')}')
      ELSE len(list_filter(range(1, length(c.hay) - length(c.needle) + 2),
        lambda i: substr(c.hay, i, length(c.needle)) = c.needle))::BIGINT END`,
  )}`,
  // Zero-based start; length -1: to the end. The whole needle must be inside the searched part, including its last
  // position, as in the documents' examples.
  `CREATE OR REPLACE MACRO kql.index_of(hay, needle, start, size, occurrence) AS ${named(
    '{hay: hay, needle: needle, first: CASE WHEN start < 0 THEN greatest(length(hay) + start, 0) ELSE start END}',
    'f',
    named(
      `{first: f.first, needle: f.needle,
        part: substr(f.hay, f.first + 1, CASE WHEN size < 0 THEN length(f.hay) ELSE size + 1 END)}`,
      'p',
      `coalesce(p.first - 1 + CASE WHEN length(p.part) = 0 THEN NULL
        WHEN occurrence = 1 THEN nullif(instr(p.part, p.needle), 0)
        WHEN length(p.part) > ${longestScanned} THEN error('${runaway('indexof() of a later occurrence in too long a text')}')
        ELSE list_filter(range(1, length(p.part) - length(p.needle) + 2),
          lambda i: substr(p.part, i, length(p.needle)) = p.needle)[occurrence] END, -1)::BIGINT`,
    ),
  )}`,
  // array_to_string accepts only a constant delimiter.
  `CREATE OR REPLACE MACRO kql.joined(items, delimiter) AS ${named(
    '{items: items, delimiter: delimiter}',
    'j',
    `CASE WHEN len(j.items) > 0 THEN ${boundedJoin(
      `list_transform(j.items, lambda e, i: CASE WHEN i = 1 THEN e ELSE j.delimiter || e END)`,
      'list_sum(list_transform(j.items, lambda e: strlen(e))) + len(j.items) * strlen(j.delimiter)',
      "''",
    )} ELSE '' END`,
  )}`,
]
