/** The system's own store of secrets, which only this user can open. */
export interface KeyStore {
  encrypt(text: string): Promise<string>
  /** @throws Error if another user or another key encrypted it. */
  decrypt(text: string): Promise<string>
}

/** Looks for the system's store; null if there is none, or it is locked. */
export type FindKeyStore = () => Promise<KeyStore | null>
