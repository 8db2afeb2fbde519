/** Internals of a LokiJS collection; Azurite 3.35 keeps its metadata in these. */
interface LokiCollection {
  removeBatchByPositions(positions: readonly number[]): unknown
  findOne(query: Readonly<Record<string, unknown>>): unknown
  find(query: Readonly<Record<string, unknown>>): object[]
  update(document: object): unknown
}

/** A LokiJS database and its collections. */
export interface LokiCollections {
  readonly collections?: readonly (LokiCollection & { readonly name: string })[]
}

/** The indexed field that identifies a document in each collection. */
const keys: Readonly<Record<string, string>> = {
  $QUEUES_COLLECTION$: 'name',
  $MESSAGES_COLLECTION$: 'messageId',
  $BLOBS_COLLECTION$: 'name',
}

/**
 * Removes two costs from a started service that grow with its number of messages and blobs. Every queue request removes
 * expired messages, and LokiJS then sorts all indexes again even if there were none. And a search uses the index of the
 * first field asked for, which in all of Azurite's searches is the account.
 */
export function tuneCollections(database: LokiCollections | undefined): void {
  for (const collection of database?.collections ?? []) {
    const removeBatch = collection.removeBatchByPositions.bind(collection)
    collection.removeBatchByPositions = (positions) =>
      positions.length === 0 ? undefined : removeBatch(positions)
    const key = keys[collection.name]
    if (key === undefined) continue
    const findOne = collection.findOne.bind(collection)
    collection.findOne = (query) => findOne(key in query ? { [key]: query[key], ...query } : query)
  }
}
