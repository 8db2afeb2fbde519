import { quoteText } from '../../engine/sql-text'
import { scalar, type Scalar } from '../scalar'

/** One step into a dynamic value: a bag's key, or an array index; a negative one counts from the end. */
export type JsonStep = string | bigint

/** What is at the end of known steps; null if there is nothing. */
export function memberAt(json: string, steps: readonly JsonStep[]): Scalar {
  const special = steps.findIndex((step) => !isPathStep(step))
  if (special < 0) {
    const path = quoteText(`$${steps.map(pathStep).join('')}`)
    return { ...scalar(`kql.dynamic_at(${json}, ${path})`, 'dynamic'), member: { of: json, path } }
  }
  const before = special === 0 ? json : memberAt(json, steps.slice(0, special)).sql
  const value = scalar(`kql.dynamic_key(${before}, ${quoteText(String(steps[special]))})`, 'dynamic')
  const rest = steps.slice(special + 1)
  return rest.length === 0 ? value : memberAt(value.sql, rest)
}

/** DuckDB's paths have no empty key, and take `*` for all keys even between quotes. */
function isPathStep(step: JsonStep): boolean {
  return step !== '' && step !== '*'
}

/** A step in a DuckDB path. */
export function pathStep(step: JsonStep): string {
  if (typeof step === 'bigint') return step < 0n ? `[#${step}]` : `[${step}]`
  return `."${step.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
}

/**
 * The steps of a JSON path, in the form that the documents of `extract_json` allow (`$.a['b c'][0]`): names and
 * indexes, no wildcards. Undefined for any other text.
 */
export function parseJsonSteps(path: string): readonly JsonStep[] | undefined {
  if (!path.startsWith('$')) return undefined
  const step = /\.([^.[\]'"*]+)|\[(?:'([^']*)'|"([^"]*)"|(\d{1,9}))\]/y
  step.lastIndex = 1
  const steps: JsonStep[] = []
  while (step.lastIndex < path.length) {
    const match = step.exec(path)
    if (match === null) return undefined
    const [, name, single, double, index] = match
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : BigInt(index))
  }
  return steps
}
