import { safeStorage } from 'electron'
import type { KeyStore } from '../services/auth/key-store'

/** Linux back ends that keep the key with the user's session; `basic_text` has one that everybody knows. */
const realBackends: readonly string[] = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']

/** The parts of Electron's `safeStorage` that we use. */
type SafeStorage = Pick<Electron.SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> & {
  /** Linux only, and missing in old versions. */
  readonly getSelectedStorageBackend?: () => string
}

/**
 * The system's store of secrets, once the application is ready.
 *
 * @returns Null where it is missing, locked, or would encrypt with a key that is no secret.
 */
export function systemKeyStore(
  storage: SafeStorage = safeStorage,
  platform: NodeJS.Platform = process.platform,
): KeyStore | null {
  if (!storage.isEncryptionAvailable()) return null
  // Being available is no proof on Linux.
  const backend = platform === 'linux' ? (storage.getSelectedStorageBackend?.() ?? 'unknown') : undefined
  if (backend !== undefined && !realBackends.includes(backend)) return null
  return {
    encrypt: (text) => Promise.resolve(storage.encryptString(text).toString('base64')),
    decrypt: (text) => Promise.resolve(storage.decryptString(Buffer.from(text, 'base64'))),
  }
}
