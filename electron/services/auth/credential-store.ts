import { createSharedCredential, type SharedCredential, type SharedCredentialOptions } from './credentials'

/** Gives each cloud one credential, so that a second cluster in the same cloud needs no second sign-in. */
export interface CredentialStore {
  credentialFor(cloud: {
    readonly authorityHost: string
    readonly clientId: string
  }): Promise<SharedCredential>
}

/** Makes a store whose credentials all sign in by these options. */
export function createCredentialStore(
  options: Omit<SharedCredentialOptions, 'authorityHost' | 'clientId'>,
): CredentialStore {
  const credentials = new Map<string, Promise<SharedCredential>>()
  return {
    credentialFor({ authorityHost, clientId }) {
      const key = `${authorityHost} ${clientId}`
      const known = credentials.get(key)
      if (known !== undefined) return known
      const credential = createSharedCredential({ ...options, authorityHost, clientId })
      credentials.set(key, credential)
      return credential
    },
  }
}
