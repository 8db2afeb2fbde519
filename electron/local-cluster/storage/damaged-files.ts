import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Moves files of Azurite's that are no longer JSON out of its way: it would not start with them. What they held
 * (blobs and messages that were not ingested yet) the clients send again; rows are elsewhere.
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
      log(`storage: ${name} was damaged and is set aside; unfinished uploads have to be made again`)
    }
  }
}
