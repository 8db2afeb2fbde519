import type { DatabaseEntry } from '../catalog-entry'
import { KustoError } from '../kusto-error'
import type { QueryContext, TranslatedQuery } from './translated-query'

/**
 * Translates a query with exactly one tabular result.
 *
 * @throws KustoError as {@link translateQueries}, and when the text has more than one result.
 */
export function translateQuery(csl: string, database: DatabaseEntry, context: QueryContext): TranslatedQuery {
  const [first, second] = translateQueries(csl, database, context)
  if (first === undefined || second !== undefined) {
    throw new KustoError('General_BadRequest', 'Exactly one tabular expression was expected.')
  }
  return first
}

/**
 * Translates a query, which may be a batch of several tabular expressions separated by `;`: one result each.
 *
 * @throws KustoError for a syntax or semantic error (with the parser's code, message and position) and for
 * what is not supported (`BadRequest_NotSupported`, naming the feature and its position).
 */
export function translateQueries(
  _csl: string,
  _database: DatabaseEntry,
  _context: QueryContext,
): readonly TranslatedQuery[] {
  throw new KustoError('BadRequest_NotSupported', 'Queries are not supported.')
}
