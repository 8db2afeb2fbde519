import type { OpenBrowser } from './browser-door'
import { createSharedCredential, type SharedCredential } from './credentials'

/** Gives each cloud one credential, so that a second cluster in the same cloud needs no second sign-in. */
export interface CredentialStore {
  credentialFor(cloud: { readonly authorityHost: string; readonly clientId: string }): SharedCredential
}

/** Makes a store whose credentials open their pages with `openBrowser`. */
export function createCredentialStore(openBrowser: OpenBrowser | undefined): CredentialStore {
  const credentials = new Map<string, SharedCredential>()
  return {
    credentialFor({ authorityHost, clientId }) {
      const key = `${authorityHost} ${clientId}`
      const known = credentials.get(key)
      if (known !== undefined) return known
      const credential = createSharedCredential({ authorityHost, clientId, openBrowser })
      credentials.set(key, credential)
      return credential
    },
  }
}
