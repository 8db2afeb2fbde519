import { parseArgs } from 'node:util'
import type { MatchedBy } from '../domain/column-matching'
import type { DataFormat } from '../domain/data-format'
import type { JobOutcome } from '../domain/job-outcome'
import { reportKindOf } from '../domain/report-kind'
import type { ComparedMoments } from '../domain/schema/snapshot'
import type { Column } from '../domain/schema/table'
import {
  parseColumns,
  parseFormat,
  parseLimit,
  parseMoments,
  parseOutcome,
  parsePolicyChange,
  parseSince,
} from './argument-values'
import { parseConvert, withConvertValue, type Convertible } from './convert-switch'
import { translateLightIngest } from './light-ingest'
import { UsageError } from './usage-error'

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
  /** Blobs that storage refuses are queued all the same. */
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

export type StudioArguments =
  | IngestArguments
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

const options = {
  cluster: { type: 'string' },
  database: { type: 'string' },
  table: { type: 'string' },
  format: { type: 'string' },
  'ignore-first-record': { type: 'boolean' },
  'keep-first-record': { type: 'boolean' },
  convert: { type: 'string' },
  match: { type: 'string' },
  unchecked: { type: 'boolean' },
  mapping: { type: 'string' },
  'mapping-file': { type: 'string' },
  'zip-pattern': { type: 'string' },
  'ingest-if-not-exists': { type: 'string' },
  prefix: { type: 'string' },
  tag: { type: 'string', multiple: true },
  'creation-time-pattern': { type: 'string' },
  untagged: { type: 'boolean' },
  'separate-blobs': { type: 'boolean' },
  include: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  limit: { type: 'string' },
  'list-only': { type: 'boolean' },
  schema: { type: 'string' },
  strict: { type: 'boolean' },
  'leave-out-findings': { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  'time-column': { type: 'string' },
  seconds: { type: 'string' },
  inherit: { type: 'boolean' },
  json: { type: 'boolean' },
  csv: { type: 'boolean' },
  outcome: { type: 'string' },
  since: { type: 'string' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

/**
 * Reads the command line after the program's name.
 *
 * @throws UsageError that names the switch and, for a LightIngest switch, what to use instead.
 */
export function parseStudioArguments(args: readonly string[]): StudioArguments {
  const translated = translateLightIngest(args)
  const { values, positionals } = parse(withConvertValue(translated.args))
  if (values.version === true) return { command: 'version' }
  if (values.help === true || positionals[0] === undefined || positionals[0] === 'help')
    return { command: 'help' }
  const [command, ...rest] = positionals
  const json = values.json ?? false
  const required = (name: 'cluster' | 'database' | 'table'): string => {
    const value = values[name]
    if (value === undefined || value === '') throw new UsageError(`${command} needs --${name}.`)
    return value
  }
  switch (command) {
    case 'ingest':
      if (rest.length === 0)
        throw new UsageError('ingest needs at least one file, folder, blob URI or - (standard input).')
      return {
        command,
        cluster: required('cluster'),
        database: required('database'),
        table: required('table'),
        format: parseFormat(values.format),
        ignoreFirstRecord: values['ignore-first-record'] ?? false,
        keepFirstRecord: values['keep-first-record'],
        convert: parseConvert(values.convert),
        match: parseMatch(values.match),
        unchecked: values.unchecked,
        mapping: values.mapping,
        mappingFile: values['mapping-file'],
        zipPattern: values['zip-pattern'],
        ingestIfNotExists: values['ingest-if-not-exists'],
        tags: values.tag ?? [],
        creationTimePattern: values['creation-time-pattern'],
        untagged: values.untagged ?? false,
        separateBlobs: values['separate-blobs'] ?? false,
        prefix: values.prefix,
        include: values.include ?? [],
        exclude: values.exclude ?? [],
        limit: parseLimit(values.limit),
        strict: values.strict ?? false,
        leaveOutFindings: values['leave-out-findings'] ?? false,
        listOnly: values['list-only'] ?? false,
        json,
        notes: translated.notes,
        paths: rest,
      }
    case 'inspect':
    case 'preflight':
      if (rest.length === 0)
        throw new UsageError(`${command} needs at least one file, folder, or URI of a blob or container.`)
      return {
        command,
        format: parseFormat(values.format),
        ignoreFirstRecord: values['ignore-first-record'] ?? false,
        keepFirstRecord: values['keep-first-record'],
        convert: parseConvert(values.convert),
        match: parseMatch(values.match),
        zipPattern: values['zip-pattern'],
        prefix: values.prefix,
        include: values.include ?? [],
        exclude: values.exclude ?? [],
        limit: parseLimit(values.limit),
        against:
          command === 'inspect'
            ? undefined
            : values.schema === undefined
              ? { cluster: required('cluster'), database: required('database'), table: required('table') }
              : { columns: parseColumns(values.schema) },
        mapping: values.mapping,
        mappingFile: values['mapping-file'],
        json,
        paths: rest,
      }
    case 'diagnostics':
      return { command }
    case 'status':
    case 'resume':
      return { command, json, jobId: rest[0] }
    case 'history':
      if (json && values.csv === true) throw new UsageError('history writes --json or --csv, not both.')
      return {
        command,
        text: rest.join(' '),
        outcome: parseOutcome(values.outcome),
        since: parseSince(values.since),
        limit: parseLimit(values.limit) ?? Number.MAX_SAFE_INTEGER,
        json,
        csv: values.csv ?? false,
      }
    case 'undo':
      if (rest[0] === undefined) throw new UsageError('undo needs the id of a job; “status” lists them.')
      return { command, json, jobId: rest[0], yes: values.yes ?? false }
    case 'compare': {
      const moments = parseMoments(command, rest[0], values)
      if (moments !== undefined) return { command, json, about: moments }
      const about = {
        cluster: required('cluster'),
        database: required('database'),
        table: required('table'),
      }
      return { command, json, about }
    }
    case 'report': {
      const about = parseMoments(command, rest[0], values)
      if (about === undefined)
        throw new UsageError('report needs the id of a job, or two moments: --from and --to.')
      const { out, 'time-column': timeColumn } = values
      if (out === undefined || reportKindOf(out) === undefined)
        throw new UsageError('report needs --out with a name that ends with .html, .csv or .png.')
      return { command, json, about, out, timeColumn }
    }
    case 'query':
      if (rest.length === 0) throw new UsageError('query needs KQL, or - (standard input).')
      if (json && values.csv === true) throw new UsageError('query writes --json or --csv, not both.')
      return {
        command,
        cluster: required('cluster'),
        database: required('database'),
        query: rest.join(' '),
        yes: values.yes ?? false,
        json,
        csv: values.csv ?? false,
      }
    case 'policy':
      return {
        command,
        cluster: required('cluster'),
        database: required('database'),
        table: required('table'),
        change: parsePolicyChange(values),
        json,
      }
    case 'watch':
      return {
        command,
        json,
        cluster: required('cluster'),
        database: required('database'),
        table: required('table'),
      }
    default:
      throw new UsageError(
        `There is no command “${command ?? ''}”. Use ingest, inspect, preflight, status, history, resume, undo, watch, query, policy, compare or report.`,
      )
  }
}

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    // Node appends advice about arguments that begin with a dash, which does not fit our switches.
    const message = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${message.split(/\. |\n/)[0]?.replace(/\.$/, '') ?? message}.`)
  }
}

function parseMatch(text: string | undefined): MatchedBy | undefined {
  if (text === undefined || text === 'name' || text === 'position') return text
  throw new UsageError(`--match takes name or position, not “${text}”.`)
}
