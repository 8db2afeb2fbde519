import { parseArgs } from 'node:util'
import { readClusterPlace } from '../domain/cluster-uri'
import type { MatchedBy } from '../domain/column-matching'
import { reportKindOf } from '../domain/report-kind'
import {
  parseColumns,
  parseFormat,
  parseLimit,
  parseMoments,
  parseOutcome,
  parsePolicyChange,
  parseSince,
  parseVia,
} from './argument-values'
import { parseConvert, withConvertValue } from './convert-switch'
import { translateLightIngest } from './light-ingest'
import { parseSignIn } from './sign-in-arguments'
import { StudioError } from '../domain/studio-error'
import type { StudioArguments, StudioCommand } from './studio-arguments'
import { UsageError } from './usage-error'

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
  via: { type: 'string' },
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
  auth: { type: 'string' },
  tenant: { type: 'string' },
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
  const parsed = parse(withConvertValue(translated.args))
  const asked = parseCommand(parsed, translated.notes)
  if (parsed.values.limit !== undefined && !('limit' in asked))
    throw new UsageError(`${asked.command} takes no --limit.`)
  return { ...asked, ...parseSignIn(parsed.values) }
}

type Parsed = ReturnType<typeof parse>

function parseCommand({ values, positionals }: Parsed, notes: readonly string[]): StudioCommand {
  if (values.version === true) return { command: 'version' }
  if (values.help === true || positionals[0] === undefined || positionals[0] === 'help')
    return { command: 'help' }
  const [command, ...rest] = positionals
  const json = values.json ?? false
  const required = (name: 'cluster' | 'database' | 'table'): string => {
    const value = values[name] ?? (name === 'database' ? databaseIn(values.cluster) : undefined)
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
        via: parseVia(values.via),
        prefix: values.prefix,
        include: values.include ?? [],
        exclude: values.exclude ?? [],
        limit: parseLimit(values.limit),
        strict: values.strict ?? false,
        leaveOutFindings: values['leave-out-findings'] ?? false,
        listOnly: values['list-only'] ?? false,
        json,
        notes,
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
    case 'sign-in':
      return { command, cluster: required('cluster'), json }
    case 'sign-out':
      return { command, json }
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
    case 'check':
      return { command, cluster: required('cluster'), json }
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
        `There is no command “${command ?? ''}”. Use ingest, inspect, preflight, status, history, resume, undo, watch, query, policy, compare, report, check, sign-in or sign-out.`,
      )
  }
}

/** The database that the address of the cluster leads to, if it does. */
function databaseIn(cluster: string | undefined): string | undefined {
  try {
    return cluster === undefined ? undefined : (readClusterPlace(cluster).database ?? undefined)
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    throw new UsageError(`--cluster: ${error.message} ${error.nextStep ?? ''}`.trimEnd())
  }
}

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>> {
  try {
    return parseArgs({ args: joinNegative(args), options, allowPositionals: true })
  } catch (error) {
    // Node appends advice about arguments that begin with a dash, which does not fit our switches.
    const message = error instanceof Error ? error.message : String(error)
    const [, name] = /^Option '(?:-\w, )?(--[\w-]+).* argument (?:is ambiguous|missing)/.exec(message) ?? []
    if (name !== undefined)
      throw new UsageError(`${name} needs a value; one that begins with a dash is written ${name}=-….`)
    throw new UsageError(`${message.split(/\. |\n/)[0]?.replace(/\.$/, '') ?? message}.`)
  }
}

/** A negative number is the value of the switch before it, not a switch: whoever reads the value says what is wrong. */
function joinNegative(args: readonly string[]): string[] {
  const end = args.indexOf('--')
  const isValue = (index: number): boolean => {
    const name = /^--([\w-]+)$/.exec(args[index - 1] ?? '')?.[1] ?? ''
    const takesValue = Object.entries(options).some(([key, { type }]) => key === name && type === 'string')
    return takesValue && /^-\d/.test(args[index] ?? '') && (end === -1 || index < end)
  }
  return args.flatMap((arg, index) => {
    if (isValue(index)) return []
    return isValue(index + 1) ? [`${arg}=${args[index + 1] ?? ''}`] : [arg]
  })
}

function parseMatch(text: string | undefined): MatchedBy | undefined {
  if (text === undefined || text === 'name' || text === 'position') return text
  throw new UsageError(`--match takes name or position, not “${text}”.`)
}
