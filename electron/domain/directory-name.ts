/** Whether a text can name a directory (tenant): its id, or one of its domain names. */
export function isDirectoryName(text: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{0,252}$/i.test(text)
}
