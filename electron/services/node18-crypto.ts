import { webcrypto } from 'node:crypto'

/**
 * Gives Node 18 the global that the Azure SDKs expect; Node 19 and newer have it. Import this before the SDKs. Delete
 * it once the oldest runtime is Electron 28.
 */
if (!('crypto' in globalThis)) {
  Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true, enumerable: true })
}
