import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * A local cluster's only storage account. Name and key are random: the key is never the well-known one, and the name
 * tells the cluster's own blobs from another cluster's on this machine.
 */
export interface StorageAccount {
  readonly name: string
  /** Base64, as storage clients take it. */
  readonly key: string
}

const schema = z.object({ name: z.string().regex(/^[a-z0-9]{3,24}$/), key: z.string().min(40) })

/** Makes an account that lives as long as the process. */
export function createStorageAccount(): StorageAccount {
  return { name: `local${randomBytes(6).toString('hex')}`, key: randomBytes(64).toString('base64') }
}

/**
 * Reads a data folder's account, or creates one there that only its owner can read.
 *
 * @throws Error if the file exists but is not an account.
 */
export async function loadStorageAccount(folder: string): Promise<StorageAccount> {
  const path = join(folder, 'storage-account.json')
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const account = createStorageAccount()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(path, `${JSON.stringify(account)}\n`, { mode: 0o600, flag: 'wx' })
  return account
}
