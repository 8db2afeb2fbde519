import type { Operations } from './schema/operations'

/** How it was queued, as the start of a line: `Queued by REST, operation ID …`. */
export function operationTitle({ count, ids }: Operations): string {
  const [first] = ids
  return count === 1 && first !== undefined
    ? `Queued by REST, operation ID ${first}`
    : `Queued by REST in ${formatted(count)} operations`
}

/** What the service says of the operations, and what became of a cancel, in whole sentences. */
export function operationStatus(operations: Operations): string {
  const { count, inProgress, succeeded, failed, canceled, cancelAsked, cancelTooLate } = operations
  const states = [
    [succeeded, 'succeeded'],
    [failed, 'failed'],
    [canceled, 'canceled'],
    [inProgress, 'in progress'],
  ] as const
  const said = states
    .filter(([number]) => number > 0)
    .map(([number, word]) => (count === 1 ? word : `${formatted(number)} ${word}`))
  const status = `The service says: ${said.join(', ')}.`
  if (cancelTooLate === 0) return status
  const late =
    cancelAsked === 1
      ? 'The cancel came too late: it had landed, or was about to.'
      : `The cancel came too late for ${formatted(cancelTooLate)} of ${formatted(cancelAsked)}: they had landed, or were about to.`
  return `${status} ${late}`
}

function formatted(count: number): string {
  return count.toLocaleString('en-US')
}
