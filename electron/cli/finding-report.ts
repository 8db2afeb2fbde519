import { wordsOfFinding } from '../domain/finding-words'
import { makeFinding } from '../domain/recognition/make-finding'
import type { Effect, Finding } from '../domain/schema/inspection'
import type { WireError } from '../domain/schema/wire-error'
import { nextStepOf } from './next-steps'

/** A finding as `--json` writes it. `line`, `value` and `becomes` are those of its first example. */
export interface FindingReport {
  readonly file: string
  readonly line: number | null
  readonly record: number | null
  /** The file of an archive that it is in, with its line counted there; null: it is in no archive. */
  readonly member: string | null
  readonly column: string | null
  readonly value: string | null
  /** What the value becomes; null: a null value, or nothing. */
  readonly becomes: string | null
  readonly reason: string
  readonly effect: Effect
  readonly kind: Finding['kind']
  readonly nextStep: string
  /** Values or records. */
  readonly count: number
  /** False if only a part of the source was read. */
  readonly isExact: boolean
  /** The first ones, at most 200. */
  readonly examples: Finding['examples']
}

export function reportFinding(file: string, finding: Finding): FindingReport {
  const { kind, effect, column, count, isExact, examples } = finding
  const { text } = wordsOfFinding(finding)
  const [first] = examples
  return {
    file,
    line: first?.line ?? null,
    record: first?.record ?? null,
    member: first?.member ?? null,
    column,
    value: first?.value ?? null,
    becomes: first?.becomes ?? null,
    reason: text,
    effect,
    kind,
    nextStep: nextStepOf(finding),
    count,
    isExact,
    examples,
  }
}

/** What keeps a source from being read, as a finding. */
export function reportProblem(file: string, problem: WireError): FindingReport {
  const { message, nextStep, line = null, record = null } = problem
  const facts = { reason: message, nextStep: nextStep ?? 'Check the source, then try again.' }
  const examples = line === null && record === null ? [] : [{ line, record, value: null, becomes: null }]
  return reportFinding(file, makeFinding('unreadable', 'refused', { count: 1, examples, facts }))
}

/** One line for a person. */
export function findingLine({ file, reason, nextStep }: FindingReport): string {
  return `${file}: ${reason} ${nextStep}`
}
