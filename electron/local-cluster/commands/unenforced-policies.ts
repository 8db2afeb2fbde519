import { z } from 'zod'
import { KustoError } from '../answers/kusto-error'

/**
 * Policies that would change what lands in a table or what a query sees, but that the local cluster does not
 * enforce. An enabled one is refused: a policy that is shown but does nothing would lie about the data.
 */
const unenforced: Readonly<Record<string, { readonly what: string; readonly nextStep: string }>> = {
  row_level_security: {
    what: 'row level security is not enforced in the local cluster',
    nextStep: 'Filter the rows in the query, or in a function that the query calls.',
  },
}

const rule = z.looseObject({ IsEnabled: z.union([z.boolean(), z.string()]).nullish() })
const rules = z.union([z.array(rule), rule])

/**
 * Accepts a policy that is disabled, empty, or not among those above.
 *
 * @param value The policy's JSON text.
 * @throws KustoError `BadRequest_NotSupported` for one that would have to run.
 */
export function assertNotUnenforced(policy: string, value: string): void {
  const facts = unenforced[policy]
  if (facts === undefined || readRules(value).every((each) => !isOn(each))) return
  throw new KustoError(
    'BadRequest_NotSupported',
    `The policy '${policy}' was not set: ${facts.what}. ${facts.nextStep}`,
    { type: 'Kusto.Data.Exceptions.KustoNotSupportedException' },
  )
}

/** A policy's JSON text as shown. One kept by an earlier version, which never ran it, is shown as disabled. */
export function shownPolicy(policy: string, value: string): string {
  if (unenforced[policy] === undefined) return value
  const parsed: unknown = JSON.parse(value)
  const off = readRules(value).map((each) => ({ ...each, IsEnabled: false }))
  return JSON.stringify(Array.isArray(parsed) ? off : (off[0] ?? parsed))
}

function readRules(value: string): readonly z.output<typeof rule>[] {
  const parsed = rules.safeParse(JSON.parse(value))
  if (!parsed.success) return []
  return Array.isArray(parsed.data) ? parsed.data : [parsed.data]
}

/** A rule that does not say whether it is enabled counts as enabled. */
function isOn({ IsEnabled: given }: z.output<typeof rule>): boolean {
  return String(given ?? true).toLowerCase() !== 'false'
}
