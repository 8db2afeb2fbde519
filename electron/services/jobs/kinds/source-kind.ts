import type { InspectionSource } from '../../../domain/schema/inspection'
import type { CreationTimePattern } from '../../../domain/creation-time-pattern'
import type { SourceKind, SourceRequest } from '../../../domain/schema/source'
import type { countWholeFile } from '../../sources/count-records'
import type { countBlobRecords } from '../count/blob-records'
import type { SourceRun } from '../run/source-context'
import type { ConvertedFiles } from '../upload/converted-files'
import type { BlobUris } from '../start/blob-uris'
import type { PasteStore } from '../start/paste-store'
import type { RegisteredFiles } from '../start/registered-files'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'

/** A request for a source of one kind. */
export type RequestOf<K extends SourceKind> = Extract<SourceRequest, { readonly kind: K }>

/** What of a source is not in the journal: it is too large, a secret, or made again when it is needed. */
export interface SourceStores {
  readonly pastes: PasteStore
  readonly blobUris: BlobUris
  readonly converted: ConvertedFiles
}

/** Counts the records of what a source holds; null if that cannot be done. */
export interface RecordCounts {
  readonly ofFile: typeof countWholeFile
  readonly ofBlob: typeof countBlobRecords
}

/** What a requested source is kept with. */
export interface KeepParts extends SourceStores {
  readonly files: RegisteredFiles
}

/** What counting needs. */
export interface CountParts extends SourceStores {
  readonly job: Pick<LiveJob, 'record'>
  readonly counts: RecordCounts
}

/** What a request is turned into a record with. */
export interface RequestContext {
  readonly sourceId: string
  readonly files: RegisteredFiles
  readonly pastes: Pick<PasteStore, 'pathOf'>
  /** Reads a creation time from a path; null if the user gave no pattern. */
  readonly pattern: CreationTimePattern | null
  /** Picks the files of zip archives; undefined for all. */
  readonly zipPattern?: string | undefined
  /** Whether some of its records are left out. */
  readonly isParted: boolean
}

/** What a record of a kind says by itself; the rest is the same for all new sources. */
export type SourceDraft = Pick<SourceRecord, 'name' | 'location' | 'format'> & Partial<SourceRecord>

/**
 * All that differs between the kinds of source once they are in a job. Nothing else in the services asks what kind a
 * source is.
 */
export interface SourceKindTraits {
  /** Whether small ones may share a blob. */
  readonly sharesBlobs: boolean
  /** Of larger sources only a sample is read to foresee their values, in bytes. */
  readonly mostBytesInspected: number
  /** Whether the studio uploads its content; if not, the service fetches it from where it is. */
  readonly isUploaded: boolean
  /** Whether a creation time can be read from its location. */
  readonly hasPath: boolean
  /** What a person sees as its location; empty if that says nothing to them. */
  shownLocation(source: SourceRecord): string
  /**
   * Brings a source that is being prepared into blobs that can be posted.
   *
   * @returns False if there is nothing to post; the source has ended then.
   * @throws StudioError what keeps it from getting there; the source can begin again then.
   */
  prepare(run: SourceRun, source: SourceRecord): Promise<boolean>
  /** Does what can wait until its messages are out. */
  posted(run: SourceRun, source: SourceRecord): void
  /** Whether its records must be counted by reading it, beside its way to the service. */
  needsCount(source: SourceRecord): boolean
  /**
   * Counts how many records it should land.
   *
   * @returns Null if that cannot be found out.
   * @throws StudioError `Canceled`.
   */
  count(source: SourceRecord, parts: CountParts, signal: AbortSignal): Promise<number | null>
  /** Drops what was kept for it outside the journal. */
  forget(source: SourceRecord, stores: SourceStores): Promise<void>
}

/** One kind of source: how a request becomes a record, and {@link SourceKindTraits}. */
export interface SourceKindObject<K extends SourceKind> extends SourceKindTraits {
  /** @throws StudioError if the request cannot be carried out. */
  draft(request: RequestOf<K>, context: RequestContext): SourceDraft
  /** What to look into beforehand; null for what is not read here. */
  inspected(request: RequestOf<K>): InspectionSource | null
  /** The same for a source of a job that runs again. */
  inspectedAgain(
    source: SourceRecord,
    parts: KeepParts,
    signal: AbortSignal,
  ): Promise<InspectionSource | null>
  /** Keeps what the journal must not hold, before the record is written. */
  keep(request: RequestOf<K>, sourceId: string, parts: KeepParts): Promise<void>
}
