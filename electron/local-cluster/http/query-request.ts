import type { IncomingHttpHeaders } from 'node:http'
import { getHeapStatistics } from 'node:v8'
import { z } from 'zod'
import { parseTimeSpan } from '../../domain/batching-policy'
import { literalBody, parseDatetimeTicks } from '../kql/scalars/literal-values'
import { KustoError } from '../answers/kusto-error'
import type { ResultLimits } from '../queries/request-limits'
import type { QueryText } from '../queries/run-queries'
import { readFrameLayout, type FrameLayout } from './frame-layout'
import { parseJsonBody } from './request-body'

/** Query parameter values are the text of KQL literals. */
const requestProperties = z.looseObject({
  Parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  Options: z.looseObject({}).nullish(),
})

const requestBody = z.looseObject({
  db: z.string().nullish(),
  csl: z.string(),
  properties: z.union([z.string(), z.looseObject({})]).nullish(),
})

/** What a client wants to run, and how. */
export interface QueryRequest extends QueryText, ResultLimits {
  /** Milliseconds before the request is aborted; undefined: the limit for its kind. */
  readonly timeoutMs: number | undefined
  readonly layout: FrameLayout
  /** Must not write anything (documents: request properties; the header `x-ms-readonly`). */
  readonly isReadOnly: boolean
}

/** The service's own limits (documents: query limits). */
const defaults = { longestTimeoutMs: 3_600_000, maximumRows: 500_000, maximumBytes: 64 * 1_048_576 }

/** Largest result that fits through this process, whatever the client asks for: a share of its heap, in bytes. */
const largestResult = Math.floor(getHeapStatistics().heap_size_limit / 16)

/**
 * Reads a request body: `{db, csl, properties}`, with the properties as JSON or as JSON text.
 *
 * @throws KustoError `General_BadRequest`.
 */
export function parseQueryRequest(body: Buffer, headers: IncomingHttpHeaders): QueryRequest {
  const parsed = requestBody.safeParse(parseJsonBody(body))
  if (!parsed.success) {
    throw new KustoError('General_BadRequest', 'The request’s body is not {"db": …, "csl": …}.')
  }
  const { db, csl, properties } = parsed.data
  const read = requestProperties.safeParse(propertiesOf(properties))
  if (!read.success) throw new KustoError('General_BadRequest', 'The request’s properties are malformed.')
  const options = new Map(
    Object.entries(read.data.Options ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return {
    database: db ?? '',
    csl,
    parameters: Object.fromEntries(
      Object.entries(read.data.Parameters ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    timeoutMs: isSet(options.get('norequesttimeout'))
      ? defaults.longestTimeoutMs
      : readTimeout(options.get('servertimeout')),
    ...readTruncation(options),
    takenRows: readCount(options.get('query_take_max_records')) ?? Infinity,
    now: readNow(options.get('query_now')),
    layout: readFrameLayout(options),
    isReadOnly:
      isSet(options.get('request_readonly')) ||
      isSet(options.get('request_readonly_hardline')) ||
      // A header without a value counts as set.
      isSet(headers['x-ms-readonly'] === '' ? true : headers['x-ms-readonly']),
  }
}

function isSet(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(true|1)$/i.test(value))
}

/** Properties are an object, or its JSON text. For text that is not JSON, undefined lets the schema refuse it. */
function propertiesOf(given: string | object | null | undefined): unknown {
  if (typeof given !== 'string') return given ?? {}
  try {
    return JSON.parse(given)
  } catch {
    return undefined
  }
}

/** `servertimeout` is a timespan, as text or in ticks. */
function readTimeout(value: unknown): number | undefined {
  const milliseconds =
    typeof value === 'number' ? value / 10_000 : typeof value === 'string' ? parseTimeSpan(value) : undefined
  if (milliseconds === undefined || !(milliseconds > 0)) return undefined
  return Math.min(milliseconds, defaults.longestTimeoutMs)
}

/** The option `query_now`. */
function readNow(value: unknown): bigint | undefined {
  return typeof value === 'string' ? parseDatetimeTicks(literalBody(value)) : undefined
}

function readTruncation(
  options: ReadonlyMap<string, unknown>,
): Pick<QueryRequest, 'maximumRows' | 'maximumBytes'> {
  if (isSet(options.get('notruncation'))) return { maximumRows: Infinity, maximumBytes: largestResult }
  const option = (name: string, olderName: string): number | undefined =>
    readCount(options.get(name) ?? options.get(olderName))
  return {
    maximumRows: option('truncation_max_records', 'truncationmaxrecords') ?? defaults.maximumRows,
    maximumBytes: Math.min(
      option('truncation_max_size', 'truncationmaxsize') ?? defaults.maximumBytes,
      largestResult,
    ),
  }
}

function readCount(value: unknown): number | undefined {
  const count = Number(value ?? NaN)
  return Number.isInteger(count) && count > 0 ? count : undefined
}
