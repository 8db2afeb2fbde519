import { dataFormats, type DataFormat } from '../domain/data-format'
import { jobOutcomes, type JobOutcome } from '../domain/job-outcome'
import { parseScalarType } from '../domain/scalar-type'
import { queuedVias, type QueuedVia } from '../domain/queued-via'
import type { ComparedMoments } from '../domain/schema/snapshot'
import type { Column } from '../domain/schema/table'
import { UsageError } from './usage-error'

// The values of switches. Each reader throws a UsageError that names the switch.

/** One of the ways in which a job ends. */
export function parseOutcome(text: string | undefined): JobOutcome | null {
  if (text === undefined) return null
  const outcome = jobOutcomes.find((one) => one.toLowerCase() === text.toLowerCase())
  if (outcome !== undefined) return outcome
  throw new UsageError(`There is no outcome “${text}”. Use one of ${jobOutcomes.join(', ')}.`)
}

/** A day or a moment (ISO 8601), in local time unless it says otherwise. */
export function parseSince(text: string | undefined): number | null {
  if (text === undefined) return null
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text)
  if (Number.isNaN(at)) throw new UsageError(`“${text}” is no time for --since; write it as 2026-11-28.`)
  return at
}

/** How blobs are queued. */
export function parseVia(text: string | undefined): QueuedVia | undefined {
  if (text === undefined) return undefined
  const via = queuedVias.find((candidate) => candidate === text)
  if (via !== undefined) return via
  throw new UsageError(`--via takes auto, rest or queue, not “${text}”.`)
}

/** A batching time, or none of the table's own. */
export function parsePolicyChange({
  seconds,
  inherit = false,
}: {
  readonly seconds?: string
  readonly inherit?: boolean
}): { readonly seconds: number } | 'inherit' | undefined {
  if (inherit && seconds !== undefined) throw new UsageError('policy takes --seconds or --inherit, not both.')
  if (inherit) return 'inherit'
  if (seconds === undefined) return undefined
  if (!/^\d{1,6}$/.test(seconds)) throw new UsageError(`“${seconds}” is no number of seconds.`)
  return { seconds: Number(seconds) }
}

/** A job, or two moments; undefined if neither was named. */
export function parseMoments(
  command: string,
  jobId: string | undefined,
  { from, to }: { readonly from?: string; readonly to?: string },
): ComparedMoments | undefined {
  if (jobId !== undefined) return { jobId }
  if (from === undefined && to === undefined) return undefined
  if (from === undefined || to === undefined)
    throw new UsageError(`${command} needs both --from and --to; “compare” with a table lists moments.`)
  return { beforeId: from, afterId: to }
}

/** How many files or jobs. */
export function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`--limit takes a whole number from 1 to 999999999, not “${text}”.`)
  return Number(text)
}

/** `a:long, b:datetime`; names with other characters in brackets and quotes, as Kusto writes them. */
export function parseColumns(text: string): Column[] {
  const pattern = /\s*(?:\[\s*(?:"([^"]+)"|'([^']+)')\s*\]|([^:,[\]]+?))\s*:\s*([A-Za-z0-9]+)\s*(?:,|$)/y
  const columns: Column[] = []
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text)
    const type = parseScalarType(match?.[4] ?? '')
    const name = match?.[1] ?? match?.[2] ?? match?.[3]
    if (name === undefined || type === undefined)
      throw new UsageError(`“${text}” is no schema; write it as 'a:long, b:datetime'.`)
    columns.push({ name, type })
  }
  if (columns.length === 0)
    throw new UsageError("The schema has no columns; write it as 'a:long, b:datetime'.")
  return columns
}

/** A data format, whatever its case. */
export function parseFormat(text: string | undefined): DataFormat | undefined {
  if (text === undefined) return undefined
  const format = dataFormats.find((candidate) => candidate === text.toLowerCase())
  if (format === undefined) {
    throw new UsageError(`There is no data format “${text}”. Use one of ${dataFormats.join(', ')}.`)
  }
  return format
}
