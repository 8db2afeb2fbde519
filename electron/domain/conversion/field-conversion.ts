/**
 * What the upload can do to the values of one field, where no mapping can: write dates with the year first, numbers
 * with a decimal point, and times since 1970 or days as spreadsheets count them as ISO 8601.
 */
export const fieldConversions = [
  'dayFirst',
  'monthFirst',
  'decimalComma',
  'groupedDigits',
  'unixSeconds',
  'unixMilliseconds',
  'unixMicroseconds',
  'unixNanoseconds',
  'serialDate',
] as const

/** One of them. */
export type FieldConversion = (typeof fieldConversions)[number]
