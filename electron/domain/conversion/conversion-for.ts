import type { Finding } from '../schema/inspection'
import { fieldConversions, type FieldConversion } from './field-conversion'

/** The orders of day and month that a finding leaves open; undefined if it is no matter, or known. */
export function openOrdersOf({
  kind,
  facts,
}: Pick<Finding, 'kind' | 'facts'>): readonly ['dayFirst', 'monthFirst'] | undefined {
  return kind === 'dayFirst' && facts?.['order'] === 'unknown' ? ['dayFirst', 'monthFirst'] : undefined
}

/** The conversion that makes the values of a finding what the column takes; undefined if there is none. */
export function conversionFor({ kind, facts }: Pick<Finding, 'kind' | 'facts'>): FieldConversion | undefined {
  const unit = String(facts?.['unit'] ?? 'seconds')
  const name = kind === 'epochNumber' ? `unix${unit.charAt(0).toUpperCase()}${unit.slice(1)}` : kind
  return fieldConversions.find((one) => one === name)
}
