import type { Probe } from './probe'

/** Texts of this length or less are doubles without a loss: 15 digits always are. */
const surelyDouble = 15

/** Digits that a decimal keeps after its point. */
const decimalScale = 18

/** Whether values of a probe may arrive with fewer digits than they are written with. */
export function canLoseDigits({ type, transform }: Pick<Probe, 'type' | 'transform'>): boolean {
  return (type === 'real' || type === 'decimal' || type === 'datetime') && transform === undefined
}

/** SQL that is true for every text that {@link losesDigitsSql} is true for, and quickly false for most others. */
export function mayLoseDigitsSql({ type }: Pick<Probe, 'type'>, text: string, value: string): string {
  // 2026-01-02T03:04:05.1234567Z has 28 characters.
  if (type === 'datetime')
    return `(strlen(${text}) > 28 OR (strlen(${text}) = 28 AND NOT ends_with(${text}, 'Z')))`
  if (type === 'decimal') return `(strlen(${text}) > ${decimalScale + 1} OR contains(lower(${text}), 'e-'))`
  // A program's own doubles are read back as they were written.
  return `CASE WHEN strlen(${text}) > ${surelyDouble} THEN CAST(${value} AS VARCHAR) <> ${text} ELSE isinf(${value}) OR (${value} = 0 AND strlen(${text}) > 5) END`
}

/**
 * SQL that is true for a number whose value has not all of the digits of its text: a double that is written with as many
 * digits has others, is infinite or none; a decimal has more digits after its point than are kept, and a
 * datetime more than seven after its seconds.
 *
 * @param value SQL of the converted text.
 */
export function losesDigitsSql({ type }: Pick<Probe, 'type'>, text: string, value: string): string {
  if (type === 'datetime') return `regexp_matches(${text}, '\\.[0-9]{7}[0-9]*[1-9]')`
  const mantissa = `regexp_replace(lower(trim(${text})), 'e.*$', '')`
  if (type === 'decimal') {
    const fraction = `length(rtrim(split_part(${mantissa}, '.', 2), '0'))`
    const exponent = `coalesce(TRY_CAST(nullif(split_part(lower(trim(${text})), 'e', 2), '') AS INTEGER), 0)`
    return `${fraction} - ${exponent} > ${decimalScale}`
  }
  const digits = `rtrim(ltrim(regexp_replace(${mantissa}, '[^0-9]', '', 'g'), '0'), '0')`
  const written = `replace(split_part(format('{:.{}e}', abs(${value}), least(length(${digits}), 700) - 1), 'e', 1), '.', '')`
  return `CASE WHEN ${digits} = '' THEN false WHEN isinf(${value}) THEN true ELSE rtrim(${written}, '0') <> ${digits} END`
}
