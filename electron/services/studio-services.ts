import type {
  Column,
  IngestionMapping,
  Rows,
  TableDetails,
  TableListItem,
  TableRef,
} from '../domain/schema/table'
import type { BatchingPolicy } from '../domain/schema/batching-policy'
import type { Connection } from '../domain/schema/connection'
import type { FileSource, InspectedBlob } from '../domain/schema/file-source'
import type { OwnProperties } from '../domain/schema/ingestion-properties'
import type { BlobPage } from '../domain/schema/listed-blob'
import type { SourceRequest } from '../domain/schema/source'
import type { JobSnapshot, SourceSnapshot } from '../domain/schema/job'
import type { Settings } from '../domain/schema/settings'
import type { TableWatch } from '../domain/schema/table-watch'

import type { PathPatterns } from '../domain/path-pattern'

/** Subscribes a listener; returns the function that ends the subscription. */
export type Subscribe<T> = (listener: (value: T) => void) => () => void

/** Connecting, and the one credential that the cluster and the ingestion connection share. */
export interface ConnectionService {
  /** Opens a cluster, replacing the one that was open. Loopback addresses are never signed in to. */
  open(clusterUri: string, signal?: AbortSignal): Promise<Connection>
  signIn(signal?: AbortSignal): Promise<Connection>
  signOut(): Promise<Connection>
  current(): Connection | null
  readonly onChange: Subscribe<Connection>
}

/** Databases, tables, schemas and policies of the open cluster. */
export interface CatalogService {
  databases(signal?: AbortSignal): Promise<{ name: string }[]>
  tables(database: string, signal?: AbortSignal): Promise<TableListItem[]>
  table(ref: TableRef, signal?: AbortSignal): Promise<TableDetails>
  /** The ingestion mappings that a table has. */
  mappings(ref: TableRef, signal?: AbortSignal): Promise<IngestionMapping[]>
  createTable(
    request: TableRef & {
      readonly columns: readonly Column[]
      readonly batchingPolicy: BatchingPolicy | null
    },
    signal?: AbortSignal,
  ): Promise<TableDetails>
  setBatchingPolicy(
    request: TableRef & { readonly policy: BatchingPolicy },
    signal?: AbortSignal,
  ): Promise<TableDetails>
  dropTable(ref: TableRef, signal?: AbortSignal): Promise<void>
  /** Runs a query and returns at most 10,000 rows. */
  query(request: { readonly database: string; readonly query: string }, signal?: AbortSignal): Promise<Rows>
  lastRow(request: TableRef & { readonly timeColumn: string }, signal?: AbortSignal): Promise<Rows>
}

/** Looks at files and blobs before they are ingested; keeps the handles that stand for paths. */
export interface SourceService {
  /**
   * Files and folders (read recursively). What cannot be ingested is listed with its reason, never dropped; what
   * the patterns do not mean is not listed. Hidden and temporary files of a folder are one entry, `LeftOut`. With a
   * `zipPattern`, only what it fits is read of a zip archive.
   */
  register(
    paths: readonly string[],
    signal?: AbortSignal,
    patterns?: PathPatterns & { readonly zipPattern?: string | undefined },
  ): Promise<FileSource[]>
  /** Drops files by their handles, and lists of blobs by their ids. */
  forget(handles: readonly string[]): void
  /** The path behind a handle; throws `RequestInvalid` for a handle that was never given out. */
  pathOf(handle: string): string
  inspectBlob(uri: string, signal?: AbortSignal): Promise<InspectedBlob>
  /**
   * Lists the first blobs of a container or folder whose paths below it begin with `prefix`. The URI, with its secret,
   * stays here; a job names the blobs by their handles.
   */
  listBlobs(
    request: { readonly uri: string; readonly prefix: string },
    signal?: AbortSignal,
  ): Promise<BlobPage>
  /** Lists the next blobs; may be called until the list is complete. */
  moreBlobs(listing: string, signal?: AbortSignal): Promise<BlobPage>
  /** Writes the sample records to the home folder once and registers them. */
  sample(signal?: AbortSignal): Promise<FileSource>
}

export interface StartJobRequest extends TableRef, OwnProperties {
  /** True gives each file a blob of its own; small files share blobs if left out. */
  readonly separateBlobs?: boolean | undefined
  readonly sources: readonly SourceRequest[]
  /** An extent tag of the user's own, or several. */
  readonly tag?: string | readonly string[] | undefined
  readonly tagged: boolean
  /** An ingestion mapping that the table has, by name. */
  readonly mapping?: string | undefined
  /** Creation time of the extents, read from each path: `'prefix'yyyyMMdd'suffix'` as LightIngest writes it. */
  readonly creationTimePattern?: string | undefined
}

export interface JobSelection {
  readonly jobId: string
  readonly sourceIds?: readonly string[] | undefined
}

/** Ingestion jobs: the only writer of the journal. */
export interface JobService {
  start(request: StartJobRequest, signal?: AbortSignal): Promise<JobSnapshot>
  list(request: {
    /** The local cluster's jobs belong to it whatever its port was. */
    readonly clusterUri?: string | undefined
    readonly database?: string | undefined
    readonly table?: string | undefined
    readonly limit: number
  }): JobSnapshot[]
  sources(request: {
    readonly jobId: string
    readonly offset: number
    readonly limit: number
  }): SourceSnapshot[]
  cancel(selection: JobSelection): Promise<JobSnapshot>
  pause(jobId: string): Promise<JobSnapshot>
  resume(jobId: string): Promise<JobSnapshot>
  retry(selection: JobSelection): Promise<JobSnapshot>
  checkAgain(jobId: string): Promise<JobSnapshot>
  /** Supplies a secret again that went with an earlier process, to every blob of the job that it opens. */
  provideBlobUri(request: {
    readonly jobId: string
    readonly sourceId: string
    readonly uri: string
  }): Promise<JobSnapshot>
  move(request: { readonly jobId: string; readonly before: string | null }): JobSnapshot[]
  undoPreview(
    jobId: string,
    signal?: AbortSignal,
  ): Promise<{
    extents: { extentId: string; rows: number; createdOn: string }[]
    rows: number
  }>
  undo(jobId: string, signal?: AbortSignal): Promise<JobSnapshot>
  readonly onChange: Subscribe<JobSnapshot>
}

/** Counts the rows of one table at an adaptive pace and keeps the series in the journal. */
export interface RowCountService {
  watch(ref: TableRef, signal?: AbortSignal): Promise<TableWatch>
  unwatch(): void
  readonly onChange: Subscribe<TableWatch>
}

export interface SettingsService {
  read(): Settings
  write(change: Partial<Settings>): Promise<Settings>
}

/** Everything that the studio can do, without a window. Electron's main, the command line and tests host it. */
export interface StudioServices {
  readonly connection: ConnectionService
  readonly catalog: CatalogService
  readonly sources: SourceService
  readonly jobs: JobService
  readonly rowCounts: RowCountService
  readonly settings: SettingsService
  /** Stops watching and working; everything open goes on at the next start. At most 2 s. */
  close(): Promise<void>
}

export interface StudioServicesOptions {
  /** Folder for settings, journal, log and temporary files; made if it is not there. */
  readonly homeFolder: string
  /** Opens the sign-in page in the system's browser. Injected by the host. */
  readonly openBrowser?: ((url: string) => Promise<void>) | undefined
  /** False leaves the open jobs of earlier starts alone, to look at the journal only; true if left out. */
  readonly resumeJobs?: boolean | undefined
  /** Uncompressed bytes that one blob is to hold; 256 MB if left out. */
  readonly targetBlobBytes?: number | undefined
  /** Clusters that are shown as the local cluster. */
  readonly isLocalCluster?: ((clusterUri: string) => boolean) | undefined
  /** Hears what no caller hears; the services write `studio.log` in the home folder when it is left out. */
  readonly log?: ((scope: string, message: string, error?: unknown) => void) | undefined
}
