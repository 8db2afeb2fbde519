/** An SQL string literal for any text. */
export function quoteText(text: string): string {
  // DuckDB ends a statement's text at NUL.
  if (!text.includes('\0')) return `'${text.replace(/'/g, "''")}'`
  return `(${text
    .split('\0')
    .map((part) => `'${part.replace(/'/g, "''")}'`)
    .join(' || chr(0) || ')})`
}
