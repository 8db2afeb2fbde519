import type { Effect, Finding } from './schema/inspection'

const order: readonly Effect[] = ['refused', 'leftOut', 'null', 'changed', 'cut', 'unread', 'none']

/** Findings, worst first; of the same effect, the one about most values. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (one, other) => order.indexOf(one.effect) - order.indexOf(other.effect) || other.count - one.count,
  )
}

/** Whether something is known not to arrive as it is. */
export function losesSomething({ effect }: Pick<Finding, 'effect'>): boolean {
  return effect !== 'none'
}

/**
 * Whether only the user knows if the values arrive as they are meant: their days and months can be confused, or the first
 * record could be a header.
 */
export function isDoubtful({ kind, effect }: Pick<Finding, 'kind' | 'effect'>): boolean {
  return (kind === 'dayFirst' || kind === 'maybeHeader') && effect === 'none'
}

/** Whether a finding needs a decision before the source is sent, rather than just being worth knowing. */
export function isGrave(finding: Pick<Finding, 'kind' | 'effect'>): boolean {
  return losesSomething(finding) || isDoubtful(finding)
}
