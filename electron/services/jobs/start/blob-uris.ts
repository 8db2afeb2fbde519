import type { SourceRecord } from '../state/job-record'

/** The full URIs of blobs that the user gave. They hold secrets, so they are kept in memory only. */
export class BlobUris {
  readonly #uris = new Map<string, string>()

  /** Remembers the URI of a source. */
  remember(sourceId: string, uri: string): void {
    this.#uris.set(sourceId, uri)
  }

  /** The full URI of a source; undefined if its secret part was lost with an earlier process. */
  of({ sourceId, hasSecret, location }: SourceRecord): string | undefined {
    return this.#uris.get(sourceId) ?? (hasSecret ? undefined : location)
  }

  forget(sourceId: string): void {
    this.#uris.delete(sourceId)
  }
}
