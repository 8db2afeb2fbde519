import type { ColumnProfile } from '../../../../electron/domain/schema/inspection'
import type { FieldConversion } from '../../../../electron/domain/conversion/field-conversion'
import type { Reading } from '../../../../electron/domain/schema/reading'
import type { ReadingChange } from './inspection'

/** The change that has the upload rewrite a field's values; undefined takes an earlier one back. */
export function withConversion(
  reading: Reading | null,
  { ordinal }: Pick<ColumnProfile, 'ordinal'>,
  as: FieldConversion | undefined,
): ReadingChange {
  if (ordinal === undefined) return {}
  const others = (reading?.conversions ?? []).filter(({ field }) => field !== ordinal)
  const conversions = as === undefined ? others : [...others, { field: ordinal, as }]
  return { conversions: conversions.length === 0 ? undefined : conversions }
}
