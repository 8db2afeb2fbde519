import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writePrivateFile } from './private-file'

/**
 * A local cluster's only storage account. Name and key are random: the name stays and tells the cluster's own blobs
 * from another cluster's on this machine; the key is another at each start and is in no file, so that whatever it
 * signed ends with the process, however that ends.
 */
export interface StorageAccount {
  readonly name: string
  /** Base64, as storage clients take it. */
  readonly key: string
}

/** What a cluster keeps secret, apart from its data. */
export interface ClusterSecrets {
  readonly account: StorageAccount
  /** 32 bytes that seal the messages in the store. */
  readonly messageKey: Buffer
}

const schema = z.object({
  name: z.string().regex(/^[a-z0-9]{3,24}$/),
  /** The account's; only in folders of earlier versions. */
  key: z.string().optional(),
  /** Base64; missing in folders of earlier versions. */
  messageKey: z.base64().length(44).optional(),
})

/** Makes secrets that live as long as the process. */
export function createSecrets(): ClusterSecrets {
  return {
    account: { name: `local${randomBytes(6).toString('hex')}`, key: newAccountKey() },
    messageKey: randomBytes(32),
  }
}

/**
 * Reads what a data folder keeps of its secrets, or creates it there for its owner alone, and draws the account's key.
 *
 * @throws Error if the file exists but does not hold them.
 */
export async function loadSecrets(folder: string): Promise<ClusterSecrets> {
  const known = await readSecrets(folder)
  if (known !== undefined) return known
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const secrets = createSecrets()
  await write(folder, secrets)
  return secrets
}

async function readSecrets(folder: string): Promise<ClusterSecrets | undefined> {
  let text: string
  try {
    text = await readFile(pathIn(folder), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const { name, key, messageKey } = schema.parse(JSON.parse(text))
  const secrets = {
    account: { name, key: newAccountKey() },
    messageKey: messageKey === undefined ? randomBytes(32) : Buffer.from(messageKey, 'base64'),
  }
  if (key !== undefined || messageKey === undefined) await write(folder, secrets)
  return secrets
}

async function write(folder: string, { account, messageKey }: ClusterSecrets): Promise<void> {
  const text = JSON.stringify({ name: account.name, messageKey: messageKey.toString('base64') })
  await writePrivateFile(pathIn(folder), `${text}\n`)
}

function pathIn(folder: string): string {
  return join(folder, 'storage-account.json')
}

function newAccountKey(): string {
  return randomBytes(64).toString('base64')
}
