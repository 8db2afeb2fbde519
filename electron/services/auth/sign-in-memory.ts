import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Mutex } from '../../domain/concurrency/mutex'
import { writeFileAtomic } from '../atomic-file'
import type { WriteLog } from '../logger'
import type { FindKeyStore, KeyStore } from './key-store'

/** A sign-in that outlives the process. */
export interface KeptSignIn {
  readonly way: 'browser' | 'deviceCode' | 'azureCli'
  readonly account: string
  readonly tenant: string | null
  /** Identity's record of the account: not a secret. */
  readonly record: string | null
  /** Identity's token cache, in clear. Empty for the Azure CLI, which keeps its own. */
  readonly tokens: string
}

/** Remembers sign-ins by cloud. */
export interface SignInMemory {
  /** Whether tokens can be kept at all: not without a key store. */
  keepsTokens(): Promise<boolean>
  recall(key: string): Promise<KeptSignIn | undefined>
  /** Replaces what was kept. A failure is logged: being signed in does not depend on it. */
  keep(key: string, signIn: KeptSignIn): Promise<void>
  forget(key: string): Promise<void>
}

const entrySchema = z.object({
  way: z.enum(['browser', 'deviceCode', 'azureCli']),
  account: z.string(),
  tenant: z.string().nullable(),
  record: z.string().nullable(),
  tokens: z.string(),
})
const fileSchema = z.object({ version: z.literal(1), signIns: z.record(z.string(), entrySchema) })

/**
 * Keeps sign-ins in one file of the home folder, their tokens encrypted by the key store. Without a key store, nothing
 * that needs tokens is written. What cannot be read or decrypted counts as signed out.
 */
export function createSignInMemory(
  homeFolder: string,
  options: { readonly file: string; readonly keyStore: FindKeyStore; readonly log: WriteLog },
): SignInMemory {
  const path = join(homeFolder, options.file)
  const { log } = options
  let found: Promise<KeyStore | null> | undefined
  /** Asked for at the first use: a store may ask its user to unlock it. */
  const keyStore = (): Promise<KeyStore | null> => (found ??= options.keyStore())
  const changing = new Mutex()

  const read = async (): Promise<z.infer<typeof fileSchema>['signIns']> => {
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, 'utf8'))).signIns
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        log('sign-in', 'What was kept is not readable', error)
      return {}
    }
  }

  const change = (edit: (signIns: Record<string, z.infer<typeof entrySchema>>) => void): Promise<void> =>
    changing.run(async () => {
      const signIns = { ...(await read()) }
      edit(signIns)
      if (Object.keys(signIns).length === 0) await rm(path, { force: true })
      else await writeFileAtomic(path, `${JSON.stringify({ version: 1, signIns }, null, 2)}\n`)
    })

  return {
    keepsTokens: async () => (await keyStore()) !== null,
    async recall(key) {
      const entry = (await read())[key]
      if (entry === undefined || entry.tokens === '') return entry
      const store = await keyStore()
      if (store === null) return undefined
      try {
        return { ...entry, tokens: await store.decrypt(entry.tokens) }
      } catch (error) {
        log('sign-in', 'The key store does not open what was kept: signed out', error)
        return undefined
      }
    },
    async keep(key, signIn) {
      try {
        const tokens = signIn.tokens === '' ? '' : await (await keyStore())?.encrypt(signIn.tokens)
        if (tokens !== undefined) await change((signIns) => (signIns[key] = { ...signIn, tokens }))
      } catch (error) {
        log('sign-in', 'Not kept for the next start', error)
      }
    },
    forget: (key) => change((signIns) => Reflect.deleteProperty(signIns, key)),
  }
}

/** Forgets what every program kept in a home folder. */
export async function forgetSignIns(homeFolder: string): Promise<void> {
  const kept = (await readdir(homeFolder)).filter((name) => /^\.?sign-ins/.test(name))
  await Promise.all(kept.map((name) => rm(join(homeFolder, name), { force: true })))
}
