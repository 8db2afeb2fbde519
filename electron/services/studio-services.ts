import type {
  Column,
  ColumnSource,
  IngestionMapping,
  Rows,
  TableDetails,
  TableListItem,
  TableRef,
} from '../domain/schema/table'
import type { CopyTool } from '../domain/copy-as/copy-as'
import type { MappingKind } from '../domain/mapping-kind'
import type { BatchingPolicy } from '../domain/schema/batching-policy'
import type { Connection, SignInRequest } from '../domain/schema/connection'
import type { FileSource, InspectedBlob } from '../domain/schema/file-source'
import type {
  Check,
  FindingRef,
  InspectionSource,
  Look,
  PreviewRow,
  RowSelection,
  Target,
} from '../domain/schema/inspection'
import type { OwnProperties } from '../domain/schema/ingestion-properties'
import type { Completions, PastQuery, QueryResult, ScriptAnalysis, Statement } from '../domain/schema/query'
import type { BlobLook, BlobPage } from '../domain/schema/listed-blob'
import type { Reading } from '../domain/schema/reading'
import type { SourceRequest } from '../domain/schema/source'
import type { HistoryFilter, HistoryJob, HistoryPage } from '../domain/schema/history'
import type { JobSnapshot, SourceSnapshot, UndoPreview } from '../domain/schema/job'
import type { Settings } from '../domain/schema/settings'
import type { ColumnChanges, Comparison } from '../domain/schema/comparison'
import type { ComparedMoments, SnapshotHead } from '../domain/schema/snapshot'
import type { TableWatch } from '../domain/schema/table-watch'

import type { PathPatterns } from '../domain/path-pattern'
import type { ConnectionCheckService } from './connection-check/connection-check-service'

/** Subscribes a listener; returns the function that unsubscribes it. */
export type Subscribe<T> = (listener: (value: T) => void) => () => void

/** Connecting, and the one credential that the cluster and the ingestion connection share. */
export interface ConnectionService {
  /** Opens a cluster, replacing the one that was open. Never signs in to a loopback address. */
  open(clusterUri: string, signal?: AbortSignal): Promise<Connection>
  /** Asks the user to sign in. Whoever asks meanwhile waits for the same sign-in. */
  signIn(request: SignInRequest, signal?: AbortSignal): Promise<Connection>
  /** Forgets who was signed in, on disk too. */
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
  /** Null takes the table's own policy away. */
  setBatchingPolicy(
    request: TableRef & { readonly policy: BatchingPolicy | null },
    signal?: AbortSignal,
  ): Promise<TableDetails>
  /** Adds columns after those that the table has. */
  addColumns(
    request: TableRef & { readonly columns: readonly Column[] },
    signal?: AbortSignal,
  ): Promise<TableDetails>
  /** Stores a mapping with the table, in place of one with the same name and kind. */
  saveMapping(
    request: TableRef & {
      readonly name: string
      readonly kind: MappingKind
      readonly columns: readonly ColumnSource[]
    },
    signal?: AbortSignal,
  ): Promise<void>
  dropTable(ref: TableRef, signal?: AbortSignal): Promise<void>
  lastRow(request: TableRef & { readonly timeColumn: string }, signal?: AbortSignal): Promise<Rows>
}

/** Runs queries on the open cluster, and reads them with the language's own parser while they are written. */
export interface QueryService {
  /**
   * Runs the one statement of a text and returns at most 10,000 rows. Canceling ends it on the cluster too.
   *
   * @throws StudioError `ConfirmationNeeded` for a management command that does more than show something, unless it is
   *   confirmed; `RequestInvalid` for no statement or several.
   */
  run(
    request: { readonly database: string; readonly query: string; readonly isConfirmed: boolean },
    signal?: AbortSignal,
  ): Promise<QueryResult>
  /**
   * The statement to run: the selected one, or the one that the caret (`from` and `to`) is in; null if there is none.
   *
   * @throws StudioError `RequestInvalid` if several statements are selected.
   */
  statement(
    request: { readonly script: string; readonly from: number; readonly to: number },
    signal?: AbortSignal,
  ): Promise<Statement | null>
  /** Statements, mistakes and colours of a script. */
  analyze(
    request: { readonly database: string; readonly script: string },
    signal?: AbortSignal,
  ): Promise<ScriptAnalysis>
  complete(
    request: { readonly database: string; readonly script: string; readonly at: number },
    signal?: AbortSignal,
  ): Promise<Completions>
  /** The queries that were run in a database, newest first. */
  past(request: { readonly database: string }): Promise<readonly PastQuery[]>
}

/** Inspects files and blobs before they are ingested; hands out handles in place of paths. */
export interface SourceService {
  /**
   * Registers files, and folders with everything below them. What cannot be ingested is listed with the reason, never
   * dropped; what the patterns exclude is not listed. A folder's hidden and temporary files are one entry, `LeftOut`.
   * With a `zipPattern`, only the matching files of a zip archive are read.
   */
  register(
    paths: readonly string[],
    signal?: AbortSignal,
    patterns?: PathPatterns & { readonly zipPattern?: string | undefined },
  ): Promise<FileSource[]>
  /** Drops files by their handles, and lists of blobs by their ids. */
  forget(handles: readonly string[]): void
  /** The path for a handle. @throws StudioError `RequestInvalid` for a handle that was never given out. */
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
  /** Reads the first bytes of listed blobs. What is wrong with one is told in its look. @throws StudioError `Canceled` */
  lookAtBlobs(handles: readonly string[], signal?: AbortSignal): Promise<BlobLook[]>
  /**
   * Reads only so much of listed blobs as their headers take, many at once.
   *
   * @param onLooked Told how many were read so far.
   * @throws StudioError `Canceled`
   */
  lookAtHeaders(
    handles: readonly string[],
    onLooked: (count: number) => void,
    signal?: AbortSignal,
  ): Promise<BlobLook[]>
  /** Writes the sample records to the home folder, if needed, and registers them. */
  sample(signal?: AbortSignal): Promise<FileSource>
}

/** Looks into sources before they are sent, in a process of its own. */
export interface InspectionService {
  /**
   * Recognises a source and judges the part of it that is read at once. What cannot be read is told in the look, not
   * thrown.
   *
   * @throws StudioError `RequestInvalid` for a handle or look that is not known, `Canceled`.
   */
  look(
    request: {
      readonly source: InspectionSource
      readonly lookId?: string | undefined
      readonly reading?: Reading | undefined
      readonly target: Target | null
      /** Names of a table's columns, which a header may repeat; left out: those of the target. */
      readonly names?: readonly string[] | undefined
    },
    signal?: AbortSignal,
  ): Promise<Look>
  rows(
    request: {
      readonly lookId: string
      readonly which: RowSelection
      readonly offset: number
      readonly limit: number
    },
    signal?: AbortSignal,
  ): Promise<PreviewRow[]>
  /** Starts the check of the whole source, anew if one is running. */
  check(lookId: string): Check
  stop(lookId: string): Check
  /**
   * Waits until the check of the whole source has ended, and starts it if there was none. Until then the look stays, even
   * if it is closed in the meantime.
   *
   * @throws StudioError `RequestInvalid` for a look that is not known, `Canceled`.
   */
  whole(lookId: string, signal: AbortSignal): Promise<Check>
  /** Forgets a look and all that was read for it. */
  close(lookId: string): void
  readonly onChange: Subscribe<Check>
}

export interface StartJobRequest extends TableRef, OwnProperties {
  /** Whether each file gets its own blob; by default small files share blobs. */
  readonly separateBlobs?: boolean | undefined
  readonly sources: readonly SourceRequest[]
  /** One or more extent tags of the user's own. */
  readonly tag?: string | readonly string[] | undefined
  readonly tagged: boolean
  /** The name of one of the table's ingestion mappings. */
  readonly mapping?: string | undefined
  /** Reads the creation time of the extents from each path: `'prefix'yyyyMMdd'suffix'`, as in LightIngest. */
  readonly creationTimePattern?: string | undefined
  /** Records with these findings are left out, into a reject file beside the source. */
  readonly leaveOut?: readonly FindingRef[] | undefined
}

interface JobSelection {
  readonly jobId: string
  readonly sourceIds?: readonly string[] | undefined
}

/** A job that changed. The snapshot is made when it is asked for: most changes are never shown. */
export interface JobChange extends Pick<JobSnapshot, 'jobId' | 'clusterUri' | 'database' | 'table'> {
  /** The job as it is now. */
  snapshot(): JobSnapshot
}

/** Ingestion jobs: the only writer of the journal. */
export interface JobService {
  start(request: StartJobRequest, signal?: AbortSignal): Promise<JobSnapshot>
  list(request: {
    /** Jobs of the local cluster belong to it whatever its port was. */
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
  undoPreview(jobId: string, signal?: AbortSignal): Promise<UndoPreview>
  undo(jobId: string, signal?: AbortSignal): Promise<JobSnapshot>
  /** Sends the sources of a job again, as a new job. */
  runAgain(jobId: string, signal?: AbortSignal): Promise<JobSnapshot>
  /** Changes of one turn of the process are told together. Whoever shows them sets the pace. */
  readonly onChange: Subscribe<JobChange>
}

/** The jobs of all clusters, as the journal has them. Contacts no cluster. */
export interface HistoryService {
  /** Some jobs, newest first, and how many there are by outcome. */
  list(request: HistoryFilter & { readonly offset: number; readonly limit: number }): Promise<HistoryPage>
  /** @throws StudioError `RequestInvalid` for a job that is not in the journal. */
  job(request: { readonly jobId: string }): HistoryJob
  /** The jobs, or the newest `limit` of them, as CSV (RFC 4180) with a first line of titles, piece by piece. */
  csv(request: HistoryFilter & { readonly limit?: number }): AsyncIterable<string>
  /**
   * Writes a job, or one that is about to be started, for another tool. The text holds no secret.
   *
   * @throws StudioError as {@link JobService.start} for a request that cannot be carried out.
   */
  copyAs(
    what: { readonly jobId: string } | { readonly start: StartJobRequest },
    tool: CopyTool,
  ): Promise<string>
}

/** A watched table that was counted, or whose jobs moved. */
export interface TableChange extends TableRef {
  /** The table as it is now. */
  watch(): TableWatch
}

/** Counts the rows of one table at an adaptive pace and keeps the series in the journal. */
export interface RowCountService {
  watch(ref: TableRef, signal?: AbortSignal): Promise<TableWatch>
  unwatch(): void
  readonly onChange: Subscribe<TableChange>
}

/**
 * How tables were at some moments. A snapshot is kept before and after each ingestion, and by hand; it holds counts,
 * ranges and spreads, and no rows.
 */
export interface SnapshotService {
  /** A table's snapshots, newest first. */
  list(ref: TableRef): SnapshotHead[]
  /** Keeps a snapshot of a table as it is now. */
  take(ref: TableRef, signal?: AbortSignal): Promise<SnapshotHead>
  /**
   * Compares two moments. The one after an ingestion is looked at now if it was not kept, or if it is still under way.
   *
   * @throws StudioError `RequestInvalid` for a job or snapshot that is not known.
   */
  compare(moments: ComparedMoments, signal?: AbortSignal): Promise<Comparison>
  /**
   * What an ingestion changed in each column, by what was kept, without a look at the table; null if it was not kept, or
   * is no longer so.
   */
  changes(job: { readonly jobId: string }): Promise<ColumnChanges | null>
  /** Resolves once the snapshots that are being taken are kept, or could not be. */
  idle(): Promise<void>
  /** Some of the rows that an ingestion brought. @throws StudioError `RequestInvalid` if it has no tag. */
  newRows(job: { readonly jobId: string }, signal?: AbortSignal): Promise<Rows>
  /**
   * Writes what {@link compare} finds: as a page that opens anywhere without a network, its chart as a picture, or the
   * chart's numbers. The file's name says which: `.html`, `.png` or `.csv`.
   *
   * @returns Letters that the picture shows as `?`, each once; empty if it shows all.
   * @throws StudioError `RequestInvalid` for another name, or if the file cannot be written.
   */
  report(
    request: {
      readonly moments: ComparedMoments
      readonly path: string
      /** Which of the datetime columns the chart is about; the first, if left out. */
      readonly timeColumn?: string | undefined
    },
    signal?: AbortSignal,
  ): Promise<{ readonly undrawn: string }>
}

export interface SettingsService {
  read(): Settings
  write(change: Partial<Settings>): Promise<Settings>
  readonly onChange: Subscribe<Settings>
}

/**
 * Everything that the studio can do, without a window. Hosts are Electron's main process, the command line and tests.
 */
export interface StudioServices {
  readonly connection: ConnectionService
  readonly connectionCheck: ConnectionCheckService
  readonly catalog: CatalogService
  readonly queries: QueryService
  readonly sources: SourceService
  readonly inspection: InspectionService
  readonly jobs: JobService
  readonly history: HistoryService
  readonly rowCounts: RowCountService
  readonly snapshots: SnapshotService
  readonly settings: SettingsService
  /** Stops watching and working, within 2 s. Whatever is open continues at the next start. */
  close(): Promise<void>
}

/** The services, and sessions of them for windows. */
export interface Studio extends StudioServices {
  /**
   * Opens a session: it has a cluster open, a table watched and sources looked into, apart from all others. Credentials,
   * connections, jobs and settings are the same in all of them. Closing a session leaves the jobs running.
   */
  openSession(): StudioSession
  /** The machine has woken up, or its network has changed: whatever waits for a cluster is tried at once. */
  tryNow(): void
  /** Sources of running jobs, and of jobs that are being started, that are not with the service yet. */
  unsentSources(): number
}

/** What one window has open. */
export interface StudioSession extends StudioServices {
  /** Closes all its looks into sources: the page that asked for them is gone. */
  closeLooks(): void
}
