/** Takes the query strings (a SAS) out of all addresses in a text for the log. */
export function redactText(text: string): string {
  return text.replace(/(https?:\/\/[^\s?'"]+)\?[^\s'"]*/gi, '$1?…')
}
