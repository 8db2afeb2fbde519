/** Removes the query strings (which may hold a SAS) from all addresses in a log line. */
export function redactText(text: string): string {
  return text.replace(/(https?:\/\/[^\s?'"]+)\?[^\s'"]*/gi, '$1?…')
}
