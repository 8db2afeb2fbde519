import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ownNames } from '../state/private-folder'

/**
 * Deletes a cluster's data. Refuses a folder that holds anything else, so that a mistyped path costs nobody their
 * files.
 *
 * @throws Error if anything else is in it.
 */
export async function resetFolder(folder: string): Promise<void> {
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  const foreign = names.find((name) => !ownNames.includes(name))
  if (foreign !== undefined) {
    throw new Error(
      `${folder} also holds “${foreign}”, which does not belong to a local cluster; nothing was deleted.`,
    )
  }
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true })
}
