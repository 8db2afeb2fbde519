import { batchingPolicyProblem, readPolicyJson } from './batching-policy'
import type { BatchingPolicy } from './schema/batching-policy'
import { StudioError } from './studio-error'

/**
 * Checks a policy against the service's limits.
 *
 * @throws StudioError `PolicyInvalid` that names the value and its range.
 */
export function assertBatchingPolicy(policy: BatchingPolicy): void {
  const problem = batchingPolicyProblem(policy)
  if (problem === undefined) return
  throw new StudioError('PolicyInvalid', problem.message, {
    nextStep: `Choose a value from ${problem.range}.`,
  })
}

/**
 * Reads a policy from a command's JSON. Values that are left out have their defaults.
 *
 * @throws StudioError `PolicyInvalid` if the text is not a policy object.
 */
export function parsePolicyJson(json: string): BatchingPolicy {
  const read = readPolicyJson(json)
  if (read.ok) return read.value
  throw new StudioError('PolicyInvalid', read.error)
}
