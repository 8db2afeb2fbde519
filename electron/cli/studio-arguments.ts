import type { MatchedBy } from '../domain/column-matching'
import type { DataFormat } from '../domain/data-format'
import type { JobOutcome } from '../domain/job-outcome'
import type { QueuedVia } from '../domain/queued-via'
import type { ComparedMoments } from '../domain/schema/snapshot'
import type { Column } from '../domain/schema/table'
import type { Convertible } from './convert-switch'
import type { SignInArguments, SignInCommand, SignOutCommand } from './sign-in-arguments'

/** What `ingest` was asked to do. */
export interface IngestArguments {
  readonly command: 'ingest'
  readonly cluster: string
  readonly database: string
  readonly table: string
  readonly format: DataFormat | undefined
  readonly ignoreFirstRecord: boolean
  /** A first record that repeats the table's columns is sent as data. */
  readonly keepFirstRecord: boolean | undefined
  /** What Kusto cannot read as it is gets converted on the way. */
  readonly convert: readonly Convertible[] | undefined
  /** What fields are matched by; undefined: by name where a header or the keys are the table's. */
  readonly match: MatchedBy | undefined
  /** What the service or storage is known to refuse is sent all the same. */
  readonly unchecked?: boolean | undefined
  readonly mapping: string | undefined
  /** Path of a file with an ingestion mapping. */
  readonly mappingFile: string | undefined
  readonly zipPattern: string | undefined
  /** What the service knows each source by, to skip what is in the table already. */
  readonly ingestIfNotExists: string | undefined
  readonly tags: readonly string[]
  readonly creationTimePattern: string | undefined
  readonly untagged: boolean
  /** Each file gets a blob of its own. */
  readonly separateBlobs: boolean
  /** How blobs are queued; undefined: as the settings say. */
  readonly via: QueuedVia | undefined
  /** Begins the paths of the blobs in a container. */
  readonly prefix: string | undefined
  /** Patterns that pick files inside folders, and blobs inside containers. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** Most files and blobs to ingest, in list order; undefined for all. */
  readonly limit: number | undefined
  /** Sends nothing if anything is found that the user should know. */
  readonly strict: boolean
  /** Leaves out every record that would lose a value or be refused. */
  readonly leaveOutFindings: boolean
  /** Only lists what would be ingested. */
  readonly listOnly: boolean
  readonly json: boolean
  /** LightIngest switches that were given and have no effect here. */
  readonly notes: readonly string[]
  /** Files, folders, URIs of blobs and containers, or `-` for standard input. */
  readonly paths: readonly string[]
}

/** What `inspect` and `preflight` were asked to do. */
export interface InspectArguments {
  readonly command: 'inspect' | 'preflight'
  readonly format: DataFormat | undefined
  readonly ignoreFirstRecord: boolean
  readonly keepFirstRecord: boolean | undefined
  readonly convert: readonly Convertible[] | undefined
  /** What fields are matched by; undefined: by name where a header or the keys are the table's. */
  readonly match: MatchedBy | undefined
  readonly zipPattern: string | undefined
  readonly prefix: string | undefined
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly limit: number | undefined
  /** What the records are meant for; undefined for `inspect`. */
  readonly against:
    | { readonly cluster: string; readonly database: string; readonly table: string }
    | { readonly columns: readonly Column[] }
    | undefined
  readonly mapping: string | undefined
  /** Path of a file with an ingestion mapping. */
  readonly mappingFile: string | undefined
  readonly json: boolean
  /** Files, folders, URIs of blobs and containers. */
  readonly paths: readonly string[]
}

/** What `history` was asked to list. */
interface HistoryArguments {
  readonly command: 'history'
  /** Words that all must be found. */
  readonly text: string
  readonly outcome: JobOutcome | null
  /** Milliseconds since the epoch; null for all. */
  readonly since: number | null
  readonly limit: number
  readonly json: boolean
  readonly csv: boolean
}

/** What `query` was asked to run. */
export interface QueryArguments {
  readonly command: 'query'
  readonly cluster: string
  readonly database: string
  /** KQL, or `-` for standard input. */
  readonly query: string
  /** Runs a management command that may change something. */
  readonly yes: boolean
  readonly json: boolean
  readonly csv: boolean
}

/** What `policy` was asked to show or set. */
export interface PolicyArguments {
  readonly command: 'policy'
  readonly cluster: string
  readonly database: string
  readonly table: string
  /** A batching time for the table, or `inherit` to take its own policy away; undefined only shows it. */
  readonly change: { readonly seconds: number } | 'inherit' | undefined
  readonly json: boolean
}

/** What `check` was asked to check. */
export interface CheckArguments {
  readonly command: 'check'
  readonly cluster: string
  readonly json: boolean
}

/** The whole command line. */
export type StudioArguments = StudioCommand & SignInArguments

/** One of the commands, as it was asked for. */
export type StudioCommand =
  | CheckArguments
  | IngestArguments
  | SignInCommand
  | SignOutCommand
  | InspectArguments
  | { readonly command: 'status'; readonly json: boolean; readonly jobId: string | undefined }
  | HistoryArguments
  | { readonly command: 'resume'; readonly json: boolean; readonly jobId: string | undefined }
  | { readonly command: 'undo'; readonly json: boolean; readonly jobId: string; readonly yes: boolean }
  | {
      readonly command: 'watch'
      readonly json: boolean
      readonly cluster: string
      readonly database: string
      readonly table: string
    }
  | {
      readonly command: 'compare'
      readonly json: boolean
      /** With a table, how it is now is kept, and the moments that are kept are listed. */
      readonly about:
        ComparedMoments | { readonly cluster: string; readonly database: string; readonly table: string }
    }
  | {
      readonly command: 'report'
      readonly json: boolean
      readonly about: ComparedMoments
      readonly out: string
      readonly timeColumn: string | undefined
    }
  | QueryArguments
  | PolicyArguments
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'diagnostics' }
