/**
 * Terms: maximal runs of letters and digits; every other character divides them, the underscore too. The
 * literal forms of `has` are made by the translation; these serve needles that are only known per row.
 */
export const textMacros: readonly string[] = [
  `CREATE OR REPLACE MACRO kql.term_start(needle) AS
    CASE WHEN regexp_matches(needle, '^[\\pL\\pN]') THEN '(?:^|[^\\pL\\pN])' ELSE '' END`,
  `CREATE OR REPLACE MACRO kql.term_end(needle) AS
    CASE WHEN regexp_matches(needle, '[\\pL\\pN]$') THEN '(?:$|[^\\pL\\pN])' ELSE '' END`,
  `CREATE OR REPLACE MACRO kql.has_cs(hay, needle) AS contains(hay, needle)
    AND regexp_matches(hay, kql.term_start(needle) || regexp_escape(needle) || kql.term_end(needle))`,
  `CREATE OR REPLACE MACRO kql.has(hay, needle) AS kql.has_cs(lower(hay), lower(needle))`,
  `CREATE OR REPLACE MACRO kql.hasprefix_cs(hay, needle) AS contains(hay, needle)
    AND regexp_matches(hay, kql.term_start(needle) || regexp_escape(needle))`,
  `CREATE OR REPLACE MACRO kql.hassuffix_cs(hay, needle) AS contains(hay, needle)
    AND regexp_matches(hay, regexp_escape(needle) || kql.term_end(needle))`,
  // Overlapping occurrences count, as in Kusto.
  `CREATE OR REPLACE MACRO kql.count_of(hay, needle) AS CASE WHEN needle = '' THEN 0 ELSE
    len(list_filter(range(1, length(hay) - length(needle) + 2), lambda i: substr(hay, i, length(needle)) = needle))::BIGINT END`,
  // Zero-based start; length -1: to the end. The whole needle must lie in the part that is searched, whose end
  // belongs to it: so it is in the documents' examples.
  `CREATE OR REPLACE MACRO kql.found_at(hay, needle, first, last) AS list_filter(
    range(first, least(last, length(hay)) - length(needle) + 1), lambda i: substr(hay, i + 1, length(needle)) = needle)`,
  `CREATE OR REPLACE MACRO kql.index_of(hay, needle, start, size, occurrence) AS coalesce(kql.found_at(hay, needle,
    CASE WHEN start < 0 THEN greatest(length(hay) + start, 0) ELSE start END,
    CASE WHEN size < 0 THEN length(hay) ELSE (CASE WHEN start < 0 THEN greatest(length(hay) + start, 0) ELSE start END) + size + 1 END
    )[occurrence], -1)::BIGINT`,
  // array_to_string takes a constant delimiter only.
  `CREATE OR REPLACE MACRO kql.joined(items, delimiter) AS CASE WHEN len(items) > 0
    THEN list_reduce(items, lambda a, b: a || delimiter || b) ELSE '' END`,
]
