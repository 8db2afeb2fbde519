import { webcrypto } from 'node:crypto'

/**
 * Node 18 has no `globalThis.crypto` without a flag, but the storage clients need it when they load: import this
 * file before anything else. Not needed from Node 20 (Electron 26) on.
 */
if (globalThis.crypto === undefined) {
  Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true, writable: true })
}
