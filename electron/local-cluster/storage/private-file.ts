import { open, rename } from 'node:fs/promises'

/** Replaces a file as a whole, readable by its owner alone: after a kill there is the old text or the new one. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
