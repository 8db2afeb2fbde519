import { z } from 'zod'
import { KustoError } from '../answers/kusto-error'
import { anyCase } from './any-case'

/** One rule of a table's update policy, by its names in JSON (documents: update policy, the object). */
export interface UpdatePolicy {
  readonly IsEnabled: boolean
  /** The table whose new rows the query reads. */
  readonly Source: string
  readonly Query: string
  /** Whether the source's rows land only together with those that the query makes of them. */
  readonly IsTransactional: boolean
  /** Whether the source's tags and creation time hold for the new rows too. */
  readonly PropagateIngestionProperties: boolean
  readonly ManagedIdentity: string | null
}

const flag = z.union([z.boolean(), z.stringbool()])
const rule = anyCase({
  IsEnabled: flag.nullish(),
  Source: z.string().nullish(),
  SourceIsWildCard: flag.nullish(),
  Query: z.string().nullish(),
  IsTransactional: flag.nullish(),
  PropagateIngestionProperties: flag.nullish(),
  ManagedIdentity: z.string().nullish(),
})
const rules = z.array(rule)

/**
 * Reads the JSON array of an update policy. A rule that does not say whether it is enabled counts as enabled.
 *
 * @throws KustoError `General_BadRequest`; `BadRequest_NotSupported` for a wildcard as the source.
 */
export function parseUpdatePolicies(text: string): UpdatePolicy[] {
  const parsed = rules.nullable().safeParse(parseJson(text))
  if (!parsed.success) throw malformed(parsed.error)
  return (parsed.data ?? []).map((given): UpdatePolicy => {
    if (given.SourceIsWildCard === true) {
      throw new KustoError(
        'BadRequest_NotSupported',
        'The update policy was not set: the local cluster takes no wildcard as its source. Write one rule for each source table.',
        { type: 'Kusto.Data.Exceptions.KustoNotSupportedException' },
      )
    }
    return {
      IsEnabled: given.IsEnabled ?? true,
      Source: given.Source ?? '',
      Query: given.Query ?? '',
      IsTransactional: given.IsTransactional ?? false,
      PropagateIngestionProperties: given.PropagateIngestionProperties ?? false,
      ManagedIdentity: given.ManagedIdentity ?? null,
    }
  })
}

/** The rules of a kept policy; none if an earlier version kept what is no update policy. */
export function keptUpdatePolicies(text: string | undefined): UpdatePolicy[] {
  try {
    return text === undefined ? [] : parseUpdatePolicies(text)
  } catch (error) {
    if (error instanceof KustoError) return []
    throw error
  }
}

/** Whether an ingestion's error code says that an update policy failed (documents: ingestion error codes). */
export function isUpdatePolicyError(code: string | undefined): boolean {
  return code?.startsWith('UpdatePolicy_') === true
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw malformed(cause)
  }
}

function malformed(cause: unknown): KustoError {
  return new KustoError(
    'General_BadRequest',
    `The update policy is not a JSON array of objects with Source and Query. Write for example [{"Source": "Raw", "Query": "Raw | where Level > 1", "IsTransactional": true}].`,
    { cause },
  )
}
