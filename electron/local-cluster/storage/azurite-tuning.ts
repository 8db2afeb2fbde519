/** Parts of a collection of LokiJS, in which Azurite 3.35 keeps what it knows. */
interface LokiCollection {
  removeBatchByPositions(positions: readonly number[]): unknown
  findOne(query: Readonly<Record<string, unknown>>): unknown
}

/** A database of LokiJS with its collections. */
export interface LokiCollections {
  readonly collections?: readonly (LokiCollection & { readonly name: string })[]
}

/** The field of each collection that tells its documents apart; it has an index. */
const keys: Readonly<Record<string, string>> = {
  $QUEUES_COLLECTION$: 'name',
  $MESSAGES_COLLECTION$: 'messageId',
  $BLOBS_COLLECTION$: 'name',
}

/**
 * Takes two costs out of a started service that grow with the number of its messages and blobs: each request to a
 * queue removes the messages that are too old, and LokiJS sorts all indexes anew also when there are none; and a
 * search uses the index of the first field asked for, which is the account in all of Azurite's searches.
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
