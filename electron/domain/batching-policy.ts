import { failure, success, type Result } from './result'
import type { BatchingPolicy } from './schema/batching-policy'

/** Applies where neither the table nor the database has a policy. */
export const defaultBatchingPolicy: BatchingPolicy = {
  maximumBatchingTimeSpanMs: 5 * 60_000,
  maximumNumberOfItems: 500,
  maximumRawDataSizeMb: 1024,
}

/** What the studio proposes for a table that it creates: an analyst wants to see rows soon. */
export const studioBatchingPolicy: BatchingPolicy = {
  ...defaultBatchingPolicy,
  maximumBatchingTimeSpanMs: 10_000,
}

/** A value of a policy that the service would refuse. */
export interface PolicyProblem {
  /** Names the value and its range, in one sentence. */
  readonly message: string
  /** From the least to the most, with the unit. */
  readonly range: string
}

/** The first value outside the service's limits; undefined if all are within. */
export function batchingPolicyProblem(policy: BatchingPolicy): PolicyProblem | undefined {
  return (
    outside('batching time', policy.maximumBatchingTimeSpanMs / 1000, 10, 1800, 'seconds') ??
    outside('number of items', policy.maximumNumberOfItems, 1, 25_000, 'items') ??
    outside('raw data size', policy.maximumRawDataSizeMb, 100, 4096, 'MB')
  )
}

function outside(
  what: string,
  value: number,
  minimum: number,
  maximum: number,
  unit: string,
): PolicyProblem | undefined {
  if (Number.isFinite(value) && value >= minimum && value <= maximum) return undefined
  const range = `${minimum} to ${maximum} ${unit}`
  return { message: `The ${what} ${value} is outside ${range}.`, range }
}

/** Writes milliseconds as Kusto's time span: `[d.]hh:mm:ss[.fffffff]`. */
export function formatTimeSpan(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000)
  const fraction = Math.round((milliseconds - whole * 1000) * 10_000)
  const days = Math.floor(whole / 86_400)
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
  return `${days > 0 ? `${days}.` : ''}${clock}${fraction > 0 ? `.${String(fraction).padStart(7, '0')}` : ''}`
}

/** Reads a Kusto time span as milliseconds; undefined if the text is not one. */
export function parseTimeSpan(text: string): number | undefined {
  const match = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?$/.exec(text.trim())
  if (match === null) return undefined
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return whole * 1000 + Number(fraction.padEnd(7, '0')) / 10_000
}

/** The policy as the JSON object that commands take and show. */
export function toPolicyJson(policy: BatchingPolicy): string {
  return JSON.stringify({
    MaximumBatchingTimeSpan: formatTimeSpan(policy.maximumBatchingTimeSpanMs),
    MaximumNumberOfItems: policy.maximumNumberOfItems,
    MaximumRawDataSizeMB: policy.maximumRawDataSizeMb,
  })
}

/**
 * Reads a policy from a command's JSON. Values that are left out come from `base`: the defaults for `.alter`, the
 * current policy for `.alter-merge`.
 *
 * @returns the policy, or what is wrong in one sentence if the text is not a policy object.
 */
export function readPolicyJson(
  json: string,
  base: BatchingPolicy = defaultBatchingPolicy,
): Result<BatchingPolicy, string> {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return failure('The batching policy is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return failure('The batching policy is not a JSON object.')
  }
  const fields = value as Readonly<Record<string, unknown>>
  const time = fields['MaximumBatchingTimeSpan']
  const timeMs = typeof time === 'string' ? parseTimeSpan(time) : undefined
  if (time !== undefined && time !== null && timeMs === undefined) {
    return failure(`“${String(time)}” is not a time span such as 00:00:10.`)
  }
  const number = (name: string, fallback: number): number => {
    const given = fields[name]
    return typeof given === 'number' ? given : fallback
  }
  return success({
    maximumBatchingTimeSpanMs: timeMs ?? base.maximumBatchingTimeSpanMs,
    maximumNumberOfItems: number('MaximumNumberOfItems', base.maximumNumberOfItems),
    maximumRawDataSizeMb: number('MaximumRawDataSizeMB', base.maximumRawDataSizeMb),
  })
}
