/** A value of a field; null and the empty text both become nothing. */
export type FieldValue = string | number | boolean | null

const special = { ',': /[",\r\n]/, '\t': /["\t\r\n]/ } as const

/** A record as a line without its end (RFC 4180): quoted where a value has the delimiter, a line break or a quote. */
export function delimitedLine(fields: readonly FieldValue[], delimiter: ',' | '\t'): string {
  const written = (value: FieldValue): string => {
    const text = value === null ? '' : String(value)
    return special[delimiter].test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return fields.map(written).join(delimiter)
}
