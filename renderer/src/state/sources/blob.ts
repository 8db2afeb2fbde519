import type { Response } from '../../../../electron/contract/types'
import { formatFromName, type DataFormat } from '../../../../electron/domain/data-format'
import { redactUri } from '../../../../electron/domain/blob-uri'
import type { ReadingChange } from '../inspection/inspection'
import { valueOf, type Loadable } from '../loadable'

/** What storage said about a blob. */
export type BlobFinding = Response<'sources/inspectBlob'>

/** A blob to ingest. */
export interface BlobSlice {
  readonly blobUri: string
  readonly blob: Loadable<BlobFinding>
  readonly blobFormat: DataFormat | null
  readonly blobHeader: boolean
  setBlobUri(uri: string): void
  /** Null: as storage or the name says. */
  setBlobFormat(format: DataFormat | null): void
  setBlobHeader(isHeader: boolean): void
  /** Takes what the prepare page says of how the blob is read. */
  noteBlobReading(said: ReadingChange): void
  /** Asks storage about the blob; the answer goes to `blob`. */
  checkBlob(): Promise<void>
  /**
   * Sends the blob; `unchecked` if storage answers the cluster but not this machine, `anyway` although the service is
   * known to refuse it.
   */
  startBlob(options?: { readonly unchecked: boolean; readonly anyway?: boolean }): Promise<void>
}

/** The blob's format: chosen, or what storage or the name says; else null. */
export function blobFormat(state: Pick<BlobSlice, 'blob' | 'blobFormat' | 'blobUri'>): DataFormat | null {
  const named = formatFromName(redactUri(state.blobUri.trim())).format ?? null
  return state.blobFormat ?? valueOf(state.blob)?.format ?? named
}
