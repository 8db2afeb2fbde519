/** Kinds of findings about single values, told by column. */
export const valueFindingKinds = [
  'notOfType',
  'outOfRange',
  'tooLong',
  'dayFirst',
  'epochNumber',
  'decimalComma',
  'groupedDigits',
  'nullWord',
  'jsonDate',
  'digitsLost',
] as const
