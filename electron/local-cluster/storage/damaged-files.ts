import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Moves Azurite's files out of its way if they are no longer valid JSON, because it would not start with them. Clients
 * send what was in them (blobs and messages not yet ingested) again; rows are kept elsewhere.
 */
export async function setAsideDamaged(folder: string, log: (line: string) => void): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json')) continue
    const path = join(folder, name)
    try {
      JSON.parse(await readFile(path, 'utf8'))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      await rename(path, `${path}.damaged`)
      log(`storage: ${name} was damaged and has been set aside; unfinished uploads must be repeated`)
    }
  }
}
